import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debugSchema } from '../../schemas/debug.ts';
import { pauseSchema } from '../../schemas/pause.ts';
import { Unknown } from '../template/values.ts';
import { createRevalidate } from './revalidate.ts';
import type { ModuleSchema } from './schema.ts';
import { validateParams } from './validate.ts';

type Values = Readonly<Record<string, unknown>>;

const rounds: readonly (readonly [string, ModuleSchema, readonly Values[]])[] = [
  ['another text', debugSchema, [{ msg: 'a' }, { msg: 'b' }]],
  ['a number for a text', debugSchema, [{ msg: 'a' }, { msg: 1 }, { msg: true }, { msg: 'a' }]],
  ['a list for a text', debugSchema, [{ msg: 'a' }, { msg: ['a'] }, { msg: ['b'] }]],
  ['null for a text', debugSchema, [{ msg: 'a' }, { msg: null }]],
  ['what is not known for a text', debugSchema, [{ msg: 'a' }, { msg: new Unknown() }, { msg: 'b' }]],
  [
    'another number where only some will do',
    debugSchema,
    [
      { msg: 'a', verbosity: 1 },
      { msg: 'b', verbosity: -1 },
    ],
  ],
  [
    'text for a number',
    debugSchema,
    [
      { msg: 'a', verbosity: 1 },
      { msg: 'b', verbosity: '2' },
      { msg: 'b', verbosity: 'x' },
    ],
  ],
  ['one parameter more', debugSchema, [{ msg: 'a' }, { msg: 'b', verbosity: 1 }]],
  ['another parameter', debugSchema, [{ msg: 'a' }, { var: 'b' }]],
  ['a name that there is none of', debugSchema, [{ msg: 'a' }, { mgs: 'a' }, { mgs: 'b' }]],
  [
    'no default for a default, beside what that excludes',
    debugSchema,
    [
      { msg: 'Hello world!', var: 'x' },
      { msg: 'b', var: 'x' },
    ],
  ],
  [
    'another name of the same',
    pauseSchema,
    [
      { seconds: 1, echo: true },
      { seconds: 2, echo: 'no' },
      { seconds: 'x', echo: 'no' },
    ],
  ],
];

for (const [title, schema, list] of rounds)
  test(`an item that has ${title} comes to what it comes to alone`, () => {
    const revalidate = createRevalidate(schema, { name: 'mine', rules: [] });
    for (const values of list) {
      const { params, problems } = validateParams(schema, values, { name: 'mine', rules: [] });
      assert.deepEqual(revalidate(values), { params, problems });
    }
  });

test('what one item does to its parameters the next does not see', () => {
  const revalidate = createRevalidate(debugSchema, { rules: [] });
  for (const msg of ['a', 'b', 'c']) {
    const { params } = revalidate({ msg });
    assert.deepEqual({ ...params }, { msg, verbosity: 0 });
    params['verbosity'] = 9;
    params['more'] = 1;
  }
});

test('rules are asked of every item that differs', () => {
  const rules = [
    (params: Values) => (params['msg'] === 'bad' ? [{ code: 'rule', message: 'bad', path: ['msg'] }] : []),
  ];
  const revalidate = createRevalidate(debugSchema, { rules });
  assert.deepEqual(
    ['good', 'bad', 'good'].map((msg) => revalidate({ msg }).problems.length),
    [0, 1, 0],
  );
});
