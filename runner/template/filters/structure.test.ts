import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, holdTo, type Recorded, render } from '../testing.ts';

const variables = {
  nest: { a: { b: { c: [1, { d: 2 }], 'e.f': 3 } }, z: [] },
  intf: [
    { name: 'eth0', admin: { up: true, mtu: 1500 }, ips: [] },
    { name: 'eth1', admin: { up: false } },
  ],
};

/** Recorded from ansible.utils 2.8. */
const recorded: Recorded = [
  ["nest | get_path('a.b.c[0]')", 1],
  [`nest | get_path("a.b['e.f']")`, 3],
  ["nest | get_path('a.b.c[1].d', wantlist=true)", [2]],
  ["nest | get_path('a.b.c[-1].d')", 2],
  ["nest | get_path('a.nope') | default('none')", 'none'],
  ['nest|ansible.utils.to_paths', { 'a.b.c[0]': 1, 'a.b.c[1].d': 2, "a.b['e.f']": 3, z: [] }],
  ["nest|ansible.utils.to_paths(prepend='v')", { 'v.a.b.c[0]': 1, 'v.a.b.c[1].d': 2, "v.a.b['e.f']": 3, 'v.z': [] }],
  ['nest|ansible.utils.to_paths(wantlist=true)', [{ 'a.b.c[0]': 1, 'a.b.c[1].d': 2, "a.b['e.f']": 3, z: [] }]],
  ['[1,[2]]|ansible.utils.to_paths', { '[0]': 1, '[1][0]': 2 }],
  [
    "intf|ansible.utils.keep_keys(target=['up','name'])",
    [
      { name: 'eth0', admin: { up: true } },
      { name: 'eth1', admin: { up: false } },
    ],
  ],
  ["intf|ansible.utils.keep_keys(target=['up'])", [{ admin: { up: true } }, { admin: { up: false } }]],
  [
    "intf|ansible.utils.keep_keys(target=['na'],matching_parameter='starts_with')",
    [{ name: 'eth0' }, { name: 'eth1' }],
  ],
  ["intf|ansible.utils.keep_keys(target=['^.*e$'],matching_parameter='regex')", [{ name: 'eth0' }, { name: 'eth1' }]],
  ["intf|ansible.utils.remove_keys(target=['up','name'])", [{ admin: { mtu: 1500 }, ips: [] }, { admin: {} }]],
  ["intf|ansible.utils.remove_keys(target=['admin'])", [{ name: 'eth0', ips: [] }, { name: 'eth1' }]],
  [
    "intf|ansible.utils.remove_keys(target=['me'],matching_parameter='ends_with')",
    [{ admin: { up: true, mtu: 1500 }, ips: [] }, { admin: { up: false } }],
  ],
  [
    "intf|ansible.utils.replace_keys(target=[{'before':'name','after':'n'},{'before':'up','after':'u'}])",
    [
      { admin: { mtu: 1500, u: true }, ips: [], n: 'eth0' },
      { admin: { u: false }, n: 'eth1' },
    ],
  ],
  [
    "intf|ansible.utils.replace_keys(target=[{'before':'na','after':'n'}],matching_parameter='starts_with')",
    [
      { admin: { up: true, mtu: 1500 }, ips: [], n: 'eth0' },
      { admin: { up: false }, n: 'eth1' },
    ],
  ],
  ["[1,2,3,2]|ansible.utils.index_of('eq',2)", [1, 3]],
  ["[1,2,3]|ansible.utils.index_of('eq',2)", 1],
  ["[1,2,3]|ansible.utils.index_of('eq',2,wantlist=true)", [1]],
  ["[1,2,3]|ansible.utils.index_of('!=',2)", [0, 2]],
  ["[1,2,3]|ansible.utils.index_of('in',[1,3])", [0, 2]],
  ["[1,2,3]|ansible.utils.index_of('not in',[1,3])", 1],
  ["intf|ansible.utils.index_of('eq','eth1','name')", 1],
  ["intf|ansible.utils.index_of('regex','^eth','name')", [0, 1]],
  ["['a','b']|ansible.utils.index_of('!match','a')", 1],
  ["[1,2]|ansible.utils.index_of('odd')", 0],
];

test('filters on nested data behave as in Ansible', () => holdTo(recorded, variables));

/** An expression, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ["nest | get_path('a[')", /is no path/],
  ["nest | get_path('nope.x') | string", /has no key 'nope'/],
  ["1 | keep_keys(target=['a'])", /needs a dict or a list/],
  ["nest | keep_keys(target=['a'], matching_parameter='zork')", /unknown matching_parameter/],
  ["intf | index_of('eq', 'x', 'nope', fail_on_missing=true)", /has no key 'nope'/],
  ["[1] | index_of('eq', 1, 'k')", /must be a dict/],
];

test('filters on nested data say what is wrong', () => {
  for (const [text, message] of bad)
    assert.match(errorOf(() => render(`{{ ${text} }}`, variables)).message, message, text);
});
