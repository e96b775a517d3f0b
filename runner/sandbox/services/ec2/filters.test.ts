import assert from 'node:assert/strict';
import test from 'node:test';
import { filtered } from './filters.ts';
import { ec2State } from './state.ts';

interface Thing {
  readonly id: string;
  readonly colour: string;
  readonly sizes: readonly number[];
}

const things: Thing[] = [
  { id: 'a', colour: 'red', sizes: [1, 2] },
  { id: 'b', colour: 'green', sizes: [] },
  { id: 'c', colour: 'r*d', sizes: [12] },
];
const state = ec2State.create();
state.tags.set('a', new Map([['Name', 'web-1']]));
state.tags.set(
  'b',
  new Map([
    ['Name', 'web-2'],
    ['env', 'test'],
  ]),
);

function find(...filters: [name: string, ...values: string[]][]): string {
  const asked = filters.map(([Name, ...Values]) => ({ Name, Values }));
  const fields = { colour: ({ colour }: Thing) => colour, size: ({ sizes }: Thing) => sizes };
  return filtered(things, asked, { state, idOf: ({ id }) => id, fields })
    .map(({ id }) => id)
    .join('');
}

for (const [title, actual, expected] of [
  ['no filter takes all', find(), 'abc'],
  ['one of several values is enough', find(['colour', 'red', 'green']), 'ab'],
  ['every filter must agree', find(['colour', 'red', 'green'], ['tag:env', 'test']), 'b'],
  ['* is a wildcard', find(['tag:Name', 'web*']), 'ab'],
  ['? is a wildcard', find(['tag:Name', 'web-?']), 'ab'],
  ['a backslash makes a wildcard plain', find(['colour', 'r\\*d']), 'c'],
  ['a dot is no wildcard', find(['colour', 're.']), ''],
  ['case counts', find(['colour', 'RED']), ''],
  ['the whole value must match', find(['colour', 're']), ''],
  ['any item of a list may match', find(['size', '2']), 'a'],
  ['numbers match as text', find(['size', '1*']), 'ac'],
  ['tag-key looks at keys', find(['tag-key', 'env']), 'b'],
  ['tag-value looks at values', find(['tag-value', 'web-1']), 'a'],
  ['a filter without values takes nothing', find(['colour']), ''],
] as const) {
  test(title, () => assert.equal(actual, expected));
}

test('an unknown filter is refused by name', () => {
  assert.throws(() => find(['weight', '1']), {
    name: 'InvalidParameterValue',
    message: "The filter 'weight' is invalid",
  });
  assert.throws(() => find(['constructor', '1']), { name: 'InvalidParameterValue' });
});
