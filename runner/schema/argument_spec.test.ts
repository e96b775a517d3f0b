import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Float, Unknown } from '../template/values.ts';
import { argumentProblems } from './argument_spec.ts';

const messages = (options: object, values: object) =>
  argumentProblems({ options }, values as Record<string, unknown>).map(({ message }) => message);

const fine: [type: string, values: unknown[]][] = [
  ['str', ['x', 5, true, ['a'], { k: 1 }]],
  ['int', [5, '7', '-1', true, new Float(3), 2n ** 60n]],
  ['float', [1.5, '2.5', 3, '1e3', true]],
  ['bool', [true, 'yes', 'off', 1, 0, 'False']],
  ['list', [['a'], 'a,b', 5, '']],
  ['dict', [{ k: 1 }, 'a=1 b=2', '{"a": 1}']],
  ['path', ['~/x', '/tmp']],
  ['raw', [1, ['a'], { k: 1 }, 'x']],
  ['json', ['{"a": 1}', { k: 1 }, [1]]],
  ['jsonarg', ['x', { k: 1 }]],
  ['bytes', ['512', '10M', '1KB', '2 GB', 5, '1b']],
  ['bits', ['512', '10Mb', '1Kb', '2 kbit', 5]],
];

for (const [type, values] of fine) {
  test(`${type} takes what can be one`, () => {
    for (const a of values)
      assert.deepEqual(messages({ a: { type } }, { a }), [], `${type} ${JSON.stringify(String(a))}`);
  });
}

const wrong: [type: string, values: unknown[], kind: string][] = [
  ['int', ['x', '1.5', 1.5, [1], { k: 1 }], 'a whole number'],
  ['float', ['x', [1]], 'a number'],
  ['bool', ['maybe', 2, [true]], 'true or false'],
  ['list', [{ k: 1 }], 'a list'],
  ['dict', ['nothing', [1], 5], 'a mapping'],
  ['json', [5, true], 'JSON, a list or a mapping'],
  ['bytes', ['1Kb', '1x', [1]], 'a size in bytes, such as 512 or 10M'],
  ['bits', ['1MB', 'x'], 'a size in bits, such as 512 or 10Mb'],
];

for (const [type, values, kind] of wrong) {
  test(`${type} refuses what cannot be one`, () => {
    for (const a of values) {
      const found = messages({ a: { type } }, { a });
      assert.equal(found.length, 1, `${type} ${JSON.stringify(a)}`);
      assert.ok(found[0]!.startsWith(`"a" must be ${kind}, not `), found[0]);
    }
  });
}

const table: [name: string, options: object, values: object, found: string[]][] = [
  ['what is required and missing', { a: { required: true } }, {}, ['"a" is missing']],
  ['a default makes it optional', { a: { required: true, default: 1 } }, {}, []],
  ['another name will do', { a: { required: true, aliases: ['b'] } }, { b: 1 }, []],
  ['what nobody knows yet fits everywhere', { a: { type: 'int', choices: [1] } }, { a: new Unknown() }, []],
  [
    'elements, by their place',
    { a: { type: 'list', elements: 'int' } },
    { a: [1, 'x', '3'] },
    ['"a[1]" must be a whole number, not "x"'],
  ],
  ['a choice', { a: { choices: ['one', 'two'] } }, { a: 'three' }, ['"a" must be one of "one", "two", not "three"']],
  ['yes unquoted is still the choice "yes"', { a: { choices: ['yes', 'no'] } }, { a: true }, []],
  ['numbers among choices', { a: { type: 'int', choices: [1, 2] } }, { a: '2' }, []],
  [
    'every item of a list among choices',
    { a: { type: 'list', choices: ['x', 'y'] } },
    { a: ['x', 'z'] },
    ['"a" must hold only "x", "y", not "z"'],
  ],
  [
    'options inside, at any depth',
    {
      a: {
        type: 'dict',
        options: { b: { type: 'list', elements: 'dict', options: { c: { type: 'int', required: true } } } },
      },
    },
    { a: { b: [{ c: 1 }, {}, { c: 'x', d: 1 }] } },
    ['"c" is missing in a.b[1]', '"d" is not a parameter in a.b[2]', '"a.b[2].c" must be a whole number, not "x"'],
  ],
];

for (const [name, options, values, found] of table) {
  test(`told: ${name}`, () => assert.deepEqual(messages(options, values), found));
}

const inside = { x: {}, y: {}, mode: {} };
const relations: [rule: object, values: object, found: string[]][] = [
  [{ mutually_exclusive: [['x', 'y']] }, { x: 1, y: 2 }, ['"x" and "y" exclude each other in a']],
  [{ mutually_exclusive: [['x', 'y']] }, { x: 1, y: null }, []],
  [{ required_together: [['x', 'y']] }, { x: 1 }, ['"y" is missing; it is needed when "x" is given in a']],
  [{ required_one_of: [['x', 'y']] }, {}, ['one of "x", "y" is needed in a']],
  [
    { required_if: [['mode', 'on', ['x', 'y']]] },
    { mode: 'on', x: 1 },
    ['"y" is missing; it is needed when mode is on in a'],
  ],
  [{ required_if: [['mode', 'on', ['x', 'y'], true]] }, { mode: 'on', x: 1 }, []],
  [{ required_if: [['mode', true, ['x']]] }, { mode: false }, []],
  [{ required_by: { x: ['y'] } }, { x: 1 }, ['"y" is missing; it is needed when x is given in a']],
];

for (const [rule, a, found] of relations) {
  test(`beside options: ${JSON.stringify(rule)} of ${JSON.stringify(a)}`, () => {
    assert.deepEqual(messages({ a: { type: 'dict', options: inside, ...rule } }, { a }), found);
  });
}
