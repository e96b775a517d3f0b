import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, holdTo, type Recorded, render } from '../testing.ts';

const variables = {
  people: [
    { name: 'ann', age: 30, tags: ['a', 'b'], state: { name: 'up' } },
    { name: 'bob', age: 25, tags: [], state: { name: 'down' } },
    { name: 'cy', age: null, state: null },
  ],
  inst: {
    instances: [
      { instance_id: 'i-1', tags: { Name: 'web' }, state: { name: 'running' }, nics: [{ ip: '10.0.0.1' }] },
      { instance_id: 'i-2', tags: { Name: 'db' }, state: { name: 'stopped' }, nics: [] },
    ],
  },
};

const all = { people: variables.people };

/** Recorded from community.general 6.5 with jmespath 1.0. */
const recorded: Recorded = [
  ['all | community.general.json_query("people[*].name")', ['ann', 'bob', 'cy']],
  ['all | community.general.json_query("people[?age > `26`].name")', ['ann']],
  [`all | community.general.json_query("people[?name=='ann'].tags[]")`, ['a', 'b']],
  ['all | community.general.json_query("people[].tags | [0]")', ['a', 'b']],
  ['all | community.general.json_query("inst")', null],
  [`all | community.general.json_query("people[?state.name=='up'].{n: name, a: age}")`, [{ n: 'ann', a: 30 }]],
  ['all | community.general.json_query("sort_by(people[?age], &age)[*].name")', ['bob', 'ann']],
  ['all | community.general.json_query("max_by(people[?age],&age).name")', 'ann'],
  ['all | community.general.json_query("length(people)")', 3],
  [`all | community.general.json_query("join(',', people[*].name)")`, 'ann,bob,cy'],
  [`all | community.general.json_query("people[?contains(name, 'n')].name")`, ['ann']],
  [`all | community.general.json_query("people[?starts_with(name, 'a')].name")`, ['ann']],
  [
    'all | community.general.json_query("people[*].[name, age]")',
    [
      ['ann', 30],
      ['bob', 25],
      ['cy', null],
    ],
  ],
  ['all | community.general.json_query("people[?!age].name")', ['cy']],
  ['all | community.general.json_query("people[?age==null].name")', ['cy']],
  ['all | community.general.json_query("not_null(zz, people[0].name)")', 'ann'],
  ['all | community.general.json_query("map(&name, people)")', ['ann', 'bob', 'cy']],
  ['all | community.general.json_query("people[:2].name")', ['ann', 'bob']],
  [`all | community.general.json_query("people[?tags[0]=='a'] | [0].name")`, 'ann'],
  ['all | community.general.json_query("keys(people[0])")', ['name', 'age', 'tags', 'state']],
  ['all | community.general.json_query("values(people[1].state)")', ['down']],
  ['all | community.general.json_query("sum(people[?age].age)")', 55],
  ['all | community.general.json_query("avg(people[?age].age)")', 27.5],
  ['all | community.general.json_query("to_string(people[1].tags)")', '[]'],
  ['all | community.general.json_query("type(people)")', 'array'],
  ['all | community.general.json_query("reverse(people[*].name)")', ['cy', 'bob', 'ann']],
  [`inst | community.general.json_query("instances[?state.name=='running'].instance_id")`, ['i-1']],
  ["inst | community.general.json_query('instances[].nics[].ip')", ['10.0.0.1']],
  ["inst.instances | community.general.json_query('[].tags.Name')", ['web', 'db']],
];

test('queries behave as in Ansible', () => holdTo(recorded, { ...variables, all }));

/** An expression, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ["inst | json_query('people[0')", /fails/],
  ["inst | json_query('nope(@)')", /has no function nope\(\)/],
  ["inst | json_query('constructor')", /cannot ask for the key 'constructor'/],
  ["inst | json_query('a.__proto__.x')", /'__proto__'/],
  ["inst | json_query('{toString: a}')", /'toString'/],
  ["inst | json_query('group_by(instances, &instance_id)')", /no function group_by/],
  ["inst | json_query('let $x = instances in $x')", /variable/],
  ["inst | json_query('length(`1`)')", /fails/],
];

test('queries say what is wrong', () => {
  for (const [text, message] of bad)
    assert.match(errorOf(() => render(`{{ ${text} }}`, variables)).message, message, text);
});
