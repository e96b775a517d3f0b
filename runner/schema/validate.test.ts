import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Template } from '../template/template.ts';
import { float, newDict, omit, unknown } from '../template/values.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';
import { validateParams } from './validate.ts';

const schemaOf = (properties: Record<string, PropertySchema>, more: Partial<ModuleSchema> = {}): ModuleSchema => ({
  collection: 'ansible.builtin',
  type: 'object',
  description: 'test',
  additionalProperties: false,
  properties,
  examples: [],
  ...more,
});
const template = (text: string) => new Template(text, { place: { file: 'f', line: 1, column: 1 }, kind: 'yaml' });
const problemsOf = (schema: ModuleSchema, value: Record<string, unknown>) =>
  validateParams(schema, value, { name: 'm' }).problems.map(({ code, message, path, hint }) => ({
    code,
    message,
    path,
    hint,
  }));

test('values are brought into the type of their schema as lenient as Ansible is', () => {
  const cases: [PropertySchema, unknown, unknown][] = [
    [{ type: 'boolean' }, 'yes', true],
    [{ type: 'boolean' }, 'Off', false],
    [{ type: 'boolean' }, 1, true],
    [{ type: 'integer' }, '80', 80],
    [{ type: 'integer' }, float(80), 80],
    [{ type: 'number' }, '1.5', 1.5],
    [{ type: 'string' }, 80, '80'],
    [{ type: 'string' }, true, 'True'],
    [{ type: 'string' }, float(5), '5.0'],
    [{ type: 'array' }, 'a, b', ['a', 'b']],
    [{ type: 'array', items: { type: 'integer' } }, '1,2', [1, 2]],
    [{ type: 'array', items: { type: 'string' } }, 5, ['5']],
    [{ type: 'array' }, "['a', 'b']", ['a', 'b']],
    [{ type: 'object' }, '{"a": 1}', { a: 1 }],
    [{ type: 'object' }, "{'a': True}", { a: true }],
    [{ type: 'object' }, 'a=1 b=two', { a: '1', b: 'two' }],
    [{ type: 'object', additionalProperties: { type: 'string' } }, newDict([[1, 2]]), { 1: '2' }],
    [{ enum: ['yes', 'no', 'maybe'] }, true, 'yes'],
    [{ type: 'string', enum: ['80', '443'] }, 80, '80'],
    [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, 'a', 'a'],
    [{ anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }] }, 'a,b', 'a,b'],
    [{}, { a: [float(1)] }, { a: [1] }],
  ];
  for (const [schema, given, expected] of cases) {
    const { params, problems } = validateParams(schemaOf({ x: schema }), { x: given });
    assert.deepEqual([params['x'], problems], [expected, []], JSON.stringify([schema, given]));
  }
});

test('aliases become the own name, defaults are filled in, null and omit count as not given', () => {
  const schema = schemaOf({
    name: { type: 'string', aliases: ['title'] },
    state: { type: 'string', default: 'present' },
    size: { type: 'integer' },
    inner: { type: 'object', properties: { a: { type: 'integer', aliases: ['b'] }, c: { default: 1 } } },
  });
  const { params } = validateParams(schema, { title: 'x', state: null, size: omit, inner: { b: '2' } });
  assert.deepEqual(params, { name: 'x', state: 'present', inner: { a: 2, c: 1 } });
});

test('defaults are not shared between two runs', () => {
  const schema = schemaOf({ list: { type: 'array', default: [] } });
  (validateParams(schema, {}).params['list'] as unknown[]).push(1);
  assert.deepEqual(validateParams(schema, {}).params['list'], []);
});

test('templates and unknown values fit everywhere and stay in their place', () => {
  const schema = schemaOf(
    {
      n: { type: 'integer' },
      list: { type: 'array', items: { type: 'object', required: ['a'], properties: { a: { type: 'boolean' } } } },
      choice: { type: 'string', enum: ['a'] },
    },
    { required: ['n'], required_if: [['choice', 'a', ['list']]] },
  );
  const given = { n: template('{{ x }}'), list: [unknown, { a: template('{{ y }}') }], choice: unknown };
  const { params, problems } = validateParams(schema, given);
  assert.deepEqual(problems, []);
  assert.equal(params['n'], given.n);
  assert.equal(params['choice'], unknown);
});

const nested = schemaOf(
  {
    name: { type: 'string', minLength: 2, maxLength: 5, pattern: '^[a-z]+$' },
    state: { type: 'string', enum: ['present', 'absent'], default: 'present' },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
    rules: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['proto'],
        properties: {
          proto: { type: 'string' },
          ports: { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'integer' } }] },
        },
      },
    },
    password: { type: 'string', secret: true, maxLength: 3, aliases: ['pass'] },
    file: { type: 'string' },
    text: { type: 'string' },
  },
  {
    required: ['name'],
    mutually_exclusive: [['file', 'text']],
    required_one_of: [['port', 'rules']],
    required_if: [['state', 'absent', ['file']]],
  },
);

test('every mistake is told with its path, at any depth', () => {
  const cases: [Record<string, unknown>, string, (string | number)[], RegExp, RegExp?][] = [
    [{ port: 1 }, 'param-missing', [], /"name" is missing for m/],
    [
      { name: 'abc', prot: 1, port: 1 },
      'param-unknown',
      ['prot'],
      /"prot" is not a parameter of m/,
      /did you mean "port"/,
    ],
    [{ name: 'abc', port: 'http' }, 'param-type', ['port'], /"port" must be a whole number, not "http"/],
    [{ name: ['abc'], port: 1 }, 'param-type', ['name'], /"name" must be text, not a list/],
    [{ name: 'abc', port: 0 }, 'param-value', ['port'], /"port" must be at least 1, not "0"/],
    [{ name: 'abcdef', port: 1 }, 'param-value', ['name'], /"name" must have at most 5 characters/],
    [{ name: 'ABC', port: 1 }, 'param-value', ['name'], /"name" does not have the form it needs/],
    [
      { name: 'abc', port: 1, state: 'presnt' },
      'param-choice',
      ['state'],
      /one of present, absent, not "presnt"/,
      /"present"/,
    ],
    [{ name: 'abc', rules: [] }, 'param-value', ['rules'], /"rules" needs at least 1 item/],
    [
      { name: 'abc', rules: [{ proto: 'tcp', pots: 1 }] },
      'param-unknown',
      ['rules', 0, 'pots'],
      /"pots" is not a parameter in rules\[0\]/,
      /"ports"/,
    ],
    [{ name: 'abc', rules: [{ ports: 1 }] }, 'param-missing', ['rules', 0], /"proto" is missing in rules\[0\]/],
    [
      { name: 'abc', rules: [{ proto: 'tcp', ports: 'x' }] },
      'param-type',
      ['rules', 0, 'ports'],
      /must be a whole number or a list/,
    ],
    [
      { name: 'abc', rules: [{ proto: 'tcp', ports: [1, 'x'] }] },
      'param-type',
      ['rules', 0, 'ports', 1],
      /must be a whole number, not "x"/,
    ],
    [{ name: 'abc', rules: 'tcp' }, 'param-type', ['rules', 0], /"rules\[0\]" must be a mapping, not "tcp"/],
    [
      { name: 'abc', port: 1, file: 'a', text: 'b' },
      'params-exclusive',
      ['text'],
      /"file" and "text" exclude each other/,
    ],
    [{ name: 'abc' }, 'param-missing', [], /one of "port", "rules" is needed/],
    [
      { name: 'abc', port: 1, state: 'absent' },
      'param-missing',
      [],
      /"file" is missing; it is needed when state is absent/,
    ],
    [{ name: 'abc', port: 1, pass: 'a', password: 'b' }, 'params-exclusive', ['password'], /the same parameter/],
  ];
  for (const [given, code, path, message, hint] of cases) {
    const problems = problemsOf(nested, given);
    assert.equal(problems.length, 1, JSON.stringify([given, problems]));
    assert.deepEqual([problems[0]!.code, problems[0]!.path], [code, path], JSON.stringify(given));
    assert.match(problems[0]!.message, message);
    if (hint) assert.match(problems[0]!.hint ?? '', hint);
  }
});

test('all mistakes are told together', () => {
  const codes = problemsOf(nested, { port: 'x', state: 'y', zzz: 1 }).map(({ code }) => code);
  assert.deepEqual(codes.sort(), ['param-choice', 'param-missing', 'param-type', 'param-unknown']);
});

test('the value of a secret never shows, and its path has the name it was written by', () => {
  const [problem] = problemsOf(nested, { name: 'abc', port: 1, pass: 'hunter2' });
  assert.deepEqual(problem?.path, ['pass']);
  assert.doesNotMatch(JSON.stringify(problem), /hunter2/);
});

test('rules see converted parameters and speak only when the schema has nothing to say', () => {
  const schema = schemaOf({ low: { type: 'integer' }, high: { type: 'integer' } });
  const ordered = ({ low, high }: Readonly<Record<string, unknown>>) =>
    typeof low === 'number' && typeof high === 'number' && low > high
      ? [{ message: 'low is above high', path: ['low'] }]
      : [];
  const codes = (value: Record<string, unknown>) =>
    validateParams(schema, value, { rules: [ordered] }).problems.map(({ code }) => code);
  assert.deepEqual(codes({ low: '2', high: '1' }), ['rule']);
  assert.deepEqual(codes({ low: '1', high: '2' }), []);
  assert.deepEqual(codes({ low: 'x', high: '1' }), ['param-type']);
  assert.deepEqual(codes({ low: template('{{ x }}'), high: 1 }), []);
});
