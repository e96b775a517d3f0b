import assert from 'node:assert/strict';
import test from 'node:test';
import { conditionsOf } from './conditions.ts';
import { evaluate, NOTHING, type Scope } from './functions.ts';
import { parseTemplate } from './parse.ts';
import { isFields, LATER, type Value } from './value.ts';

const named = new Map<string, Value | typeof NOTHING>([
  ['Name', 'app'],
  ['List', ['a', 'b']],
  ['Port', 80],
  ['Later', LATER],
  ['AWS::NoValue', NOTHING],
  ['AWS::Region', 'eu-west-1'],
]);

const scope: Scope = {
  ref: (name) => named.get(name) ?? '?',
  attribute: (resource, attribute) => `${resource}/${attribute}`,
  condition: (name) => name === 'Yes',
  mapping: (map, top, second) => (map === 'Sizes' && top === 'small' && second === 'Cpu' ? '256' : undefined),
  imported: (name) => `import of ${name}`,
  zones: () => ['eu-west-1a', 'eu-west-1b'],
};

function evaluated(yaml: string): Value {
  const template = parseTemplate(`V: ${yaml}`);
  return evaluate(template['V'] ?? null, scope);
}

const calls: readonly (readonly [yaml: string, value: Value])[] = [
  ['!Ref Name', 'app'],
  ['{Ref: Name}', 'app'],
  ['!GetAtt A.B.C', 'A/B.C'],
  ['{"Fn::GetAtt": [A, B]}', 'A/B'],
  ['!Sub "${Name}-${AWS::Region}-${!Name}-${A.B}-${Port}"', 'app-eu-west-1-${Name}-A/B-80'],
  ['!Sub ["${x}/${Name}", {x: !Ref List}]', 'error: Template error: every Fn::Sub object must have a string value.'],
  ['!Sub ["${x}/${Name}", {x: !GetAtt A.B}]', 'A/B/app'],
  ['!Sub "$5 ${Name}"', '$5 app'],
  ['!Join ["-", [a, !Ref Name, 1, true]]', 'a-app-1-true'],
  ['!Join [",", !Ref List]', 'a,b'],
  ['!Split [",", "a,b,"]', ['a', 'b', '']],
  ['!Select [1, !Ref List]', 'b'],
  ['!Select ["0", [x]]', 'x'],
  ['!Select [2, !Ref List]', 'error: Template error: Fn::Select  cannot select nonexistent value at index 2'],
  ['!GetAZs ""', ['eu-west-1a', 'eu-west-1b']],
  ['!FindInMap [Sizes, small, Cpu]', '256'],
  ['!FindInMap [Sizes, big, Cpu]', 'error: Template error: Unable to get mapping for Sizes::big::Cpu'],
  ['!FindInMap [Sizes, big, Cpu, {DefaultValue: 512}]', 512],
  ['!If [Yes, 1, 2]', 1],
  ['[!If [No, 1, !Ref "AWS::NoValue"], 3]', [3]],
  ['{a: !If [No, 1, !Ref "AWS::NoValue"], b: 2}', { b: 2 }],
  ['!ImportValue net-vpc', 'import of net-vpc'],
  ['{"Fn::ImportValue": !Sub "${Name}-vpc"}', 'import of app-vpc'],
  ['!Base64 hi', 'aGk='],
  ['!Cidr [10.0.0.0/16, 3, 8]', ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  ['!Cidr [10.0.0.0/30, 2, 2]', 'error: Template error: Fn::Cidr: 2 blocks of 2 bits do not fit into 10.0.0.0/30'],
  ['{"Fn::Length": !Ref List}', 2],
  ['{"Fn::ToJsonString": {a: !Ref Name}}', '{"a":"app"}'],
  ['"{{resolve:ssm:a}}"', 'error: the sandbox does not model dynamic references: {{resolve:ssm:a}}'],
  ['{"Fn::Nonsense": 1}', 'error: Template error: the sandbox does not model the function Fn::Nonsense'],
  ['!Select [0, !Split [",", !Ref Later]]', LATER],
  ['!Sub "${Later}/x"', `${LATER}/x`],
  ['!Join ["", [a, !Ref Later]]', `a${LATER}`],
];

for (const [yaml, value] of calls) {
  test(`${yaml} is ${JSON.stringify(value)}`, () => {
    if (typeof value === 'string' && value.startsWith('error: ')) {
      assert.throws(() => evaluated(yaml), { name: 'ValidationError', message: value.slice(7) });
      return;
    }
    assert.deepEqual(evaluated(yaml), value);
  });
}

test('conditions speak of parameters and of each other', () => {
  const conditions = parseTemplate(`
    IsApp: !Equals [!Ref Name, app]
    IsNot: !Not [!Condition IsApp]
    Both: !And [!Condition IsApp, !Not [!Condition IsNot]]
    Either: !Or [!Condition IsNot, !Equals [80, "80"]]
    Circle: !Not [!Condition Circle]
  `);
  const holds = conditionsOf(conditions, scope);
  assert.deepEqual(['IsApp', 'IsNot', 'Both', 'Either'].map(holds), [true, false, true, true]);
  assert.throws(() => holds('Circle'), /Circular dependency between conditions/);
  assert.throws(() => holds('Missing'), /Unresolved condition dependency Missing/);
});

test('a template in JSON is read as one in YAML is', () => {
  const json = parseTemplate('{"Resources": {"A": {"Type": "X", "Properties": {"P": {"Ref": "B"}}}}}');
  const yaml = parseTemplate('Resources:\n  A:\n    Type: X\n    Properties: {P: !Ref B}');
  assert.deepEqual(json, yaml);
  assert.ok(isFields(json['Resources']));
});

test('a date stays text, as policies want it', () => {
  assert.deepEqual(parseTemplate('Version: 2012-10-17'), { Version: '2012-10-17' });
});

for (const [body, message] of [
  ['{"a": ', 'Template format error: JSON not well-formed. (line 1, column 7)'],
  ['- a', 'Template format error: unsupported structure.'],
  ['a: [', /^Template format error: YAML not well-formed\. \(line \d+, column \d+\)$/],
  ['a: 1\na: 2', /^Template format error: YAML not well-formed/],
] as const) {
  test(`${JSON.stringify(body)} is no template`, () => {
    assert.throws(() => parseTemplate(body), { name: 'ValidationError', message });
  });
}
