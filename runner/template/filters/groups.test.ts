import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, holdTo, type Recorded, render } from '../testing.ts';

const variables = {
  l1: [
    { name: 'foo', extra: true, l: [1, 2] },
    { name: 'bar', extra: false },
  ],
  l2: [
    { name: 'foo', path: '/foo', l: [3] },
    { name: 'baz', path: '/baz' },
  ],
  l3: [{ name: 'foo', l: [4], extra: false }],
};

/** Recorded from community.general 6.5. */
const recorded: Recorded = [
  ["[1, 2, 1, 'a']|community.general.counter", { 1: 2, 2: 1, a: 1 }],
  ["'abca'|community.general.counter", { a: 2, b: 1, c: 1 }],
  ["'x'|community.general.dict_kv('k')", { k: 'x' }],
  [
    "l1|community.general.groupby_as_dict('name')",
    { foo: { name: 'foo', extra: true, l: [1, 2] }, bar: { name: 'bar', extra: false } },
  ],
  [
    "l1|community.general.lists_mergeby(l2,'name')",
    [
      { name: 'bar', extra: false },
      { name: 'baz', path: '/baz' },
      { name: 'foo', extra: true, l: [3], path: '/foo' },
    ],
  ],
  [
    "[l1,l2,l3]|community.general.lists_mergeby('name')",
    [
      { name: 'bar', extra: false },
      { name: 'baz', path: '/baz' },
      { name: 'foo', extra: false, l: [4], path: '/foo' },
    ],
  ],
  [
    "l1|community.general.lists_mergeby(l2,l3,'name',recursive=true,list_merge='append')",
    [
      { name: 'bar', extra: false },
      { name: 'baz', path: '/baz' },
      { name: 'foo', extra: false, l: [1, 2, 3, 4], path: '/foo' },
    ],
  ],
  [
    "l1|community.general.lists_mergeby('name')",
    [
      { name: 'foo', extra: true, l: [1, 2] },
      { name: 'bar', extra: false },
    ],
  ],
  ["[]|community.general.lists_mergeby('name')", []],
  [
    "l1|community.general.lists_mergeby(l2,'name',list_merge='append')",
    [
      { name: 'bar', extra: false },
      { name: 'baz', path: '/baz' },
      { name: 'foo', extra: true, l: [1, 2, 3], path: '/foo' },
    ],
  ],
];

test('filters that count, group and merge behave as in Ansible', () => holdTo(recorded, variables));

test('operations on several lists keep each element once, in order', () =>
  holdTo([
    ['[1, 2, 2] | lists_union([3, 2], [4])', [1, 2, 3, 4]],
    ['[[1, 2], [2, 3]] | lists_union(flatten=true)', [1, 2, 3]],
    ['[1, 2, 3] | lists_intersect([3, 2], [2])', [2]],
    ['[1, 2, 3, 1] | lists_difference([2], [3])', [1]],
    ['[1, 2] | lists_symmetric_difference([2, 3])', [1, 3]],
  ]));

/** An expression, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ['[[1]] | counter', /cannot be counted/],
  ["(l1 + l2) | groupby_as_dict('name')", /two elements have 'foo'/],
  ["l1 | groupby_as_dict('nope')", /has no key 'nope'/],
  ['l1 | lists_mergeby', /needs the key/],
  ["[1] | lists_mergeby([2], 'name')", /must be a dict/],
  ["l1 | lists_mergeby(l2, 'name', zork=1)", /no argument 'zork'/],
];

test('filters that count, group and merge say what is wrong', () => {
  for (const [text, message] of bad)
    assert.match(errorOf(() => render(`{{ ${text} }}`, variables)).message, message, text);
});
