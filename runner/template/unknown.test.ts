import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionOf } from './condition.ts';
import { Expression } from './expression.ts';
import { errorOf, render, scopeOf } from './testing.ts';
import { unknown } from './values.ts';

const variables = {
  vpc: unknown,
  d: { id: unknown, name: 'x' },
  l: [unknown, 1],
  n: 3,
  users: [
    { id: unknown, name: 'a' },
    { id: 2, name: 'b' },
  ],
};

/** Expressions that are unknown. */
const unknowns = [
  'vpc',
  'vpc.id',
  "vpc['id']",
  'vpc[0]',
  'vpc.a.b.c',
  'd.id',
  'l[0]',
  'l[vpc]',
  'd[vpc]',
  'vpc[1:]',
  "'abc'[vpc:]",
  'vpc + 1',
  '1 + vpc',
  '-vpc',
  'vpc ~ "x"',
  '"x" ~ vpc',
  'vpc == 1',
  'vpc != 1',
  'vpc < 1',
  '1 in vpc',
  'vpc in [1]',
  '1 < n < vpc',
  'l == [1, 1]',
  'not vpc',
  'vpc and true',
  'vpc or true',
  '1 if vpc else 2',
  'vpc()',
  'vpc.upper()',
  'vpc.x(1)',
  'vpc | upper',
  'vpc | length',
  'vpc | to_json',
  'l | to_json',
  'd | to_yaml',
  'l | join(",")',
  'l | sort',
  'l | sum',
  'l | unique',
  'l | max',
  'vpc | default("x")',
  'd.id | default("x", true)',
  '"x" | replace("x", vpc)',
  'vpc | map("upper") | list',
  '5 in l',
  "'a' | regex_replace('a', vpc)",
  'vpc is none',
  'vpc is string',
  'vpc is match("a")',
  'n is in l',
  'vpc is changed',
  "lookup('env', vpc)",
  'range(vpc)',
  '"%s" % vpc',
  '"%s" % l',
  "'{}'.format(vpc)",
  "users | selectattr('id', 'eq', 3) | list",
  "users | map(attribute='id') | join",
  "users | groupby('id')",
  "users | sort(attribute='id')",
  'l | string',
  'l ~ ""',
  'vpc | list',
  'vpc | combine({})',
  '{} | combine(vpc)',
  'l | union([1])',
  'vpc | b64encode',
  'l[0].x',
  '{vpc: 1}',
  'vpc | ternary(1, 2)',
  'vpc | bool',
];

test('an unknown value passes through every operator, filter and test', () => {
  for (const text of unknowns) assert.equal(render(`{{ ${text} }}`, variables), unknown, text);
});

/** Expressions that are known although something unknown is inside, and their values. */
const known: readonly (readonly [string, unknown])[] = [
  ['vpc is defined', true],
  ['vpc is undefined', false],
  ['vpc.id is defined', true],
  ['l', [unknown, 1]],
  ['l | length', 2],
  ['l | list', [unknown, 1]],
  ['l | last', 1],
  ['l | reverse | list', [1, unknown]],
  ['[vpc, n]', [unknown, 3]],
  ["{'a': vpc}", { a: unknown }],
  ['l + [2]', [unknown, 1, 2]],
  ['d.name', 'x'],
  ['1 in l', true],
  ["'id' in d", true],
  ['d | combine({"b": 1})', { id: unknown, name: 'x', b: 1 }],
  ["users | map(attribute='id') | list", [unknown, 2]],
  ["users | map(attribute='name') | list", ['a', 'b']],
  ["users | selectattr('name', 'eq', 'b') | map(attribute='id') | list", [2]],
  ['d | dict2items | map(attribute="key") | list', ['id', 'name']],
  ['true or vpc', true],
  ['false and vpc', false],
  ['nope | default(vpc) | default(1) is defined', true],
  ['1 if true else vpc', 1],
  ['n | default(vpc)', 3],
];

test('what does not depend on it stays known', () => {
  for (const [text, value] of known) assert.deepEqual(render(`{{ ${text} }}`, variables), value, text);
});

test('text with an unknown part, and text an unknown decides on, is unknown', () => {
  for (const text of [
    'id: {{ vpc }}',
    '{% if vpc %}a{% endif %}',
    '{% if vpc == 1 %}a{% else %}b{% endif %}',
    '{% if n > 5 %}x{% elif vpc %}a{% endif %}',
    '{% for x in vpc %}{{ x }}{% endfor %}',
    '{% for x in l %}{{ x }}{% endfor %}',
    '{% for x in l if x == 5 %}a{% endfor %}',
    '{% set x = vpc %}{{ x }}!',
    '{% set x %}a{{ vpc }}{% endset %}{{ x }}',
    '{% macro m(a) %}{{ a }}{% endmacro %}{{ m(vpc) }}',
    '{% filter upper %}{{ vpc }}{% endfilter %}',
    '{% with a = vpc %}{{ a }}{% endwith %}',
    '{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ vpc }}{% endcall %}',
  ])
    assert.equal(render(text, variables), unknown, text);
});

test('a part that an unknown value is not needed for is printed', () => {
  assert.equal(render('{% if vpc is defined %}a{% endif %}{{ l | length }}', variables), 'a2');
  assert.equal(render('{% for u in users %}{{ u.name }}{% endfor %}', variables), 'ab');
});

test('a variable defined by an unknown value is unknown', () => {
  assert.equal(render('{{ name }}', { ...variables, name: 'vpc-{{ vpc }}' }), unknown);
  assert.deepEqual(render('{{ tags }}', { ...variables, tags: { id: '{{ vpc }}', n: '{{ n }}' } }), {
    id: unknown,
    n: 3,
  });
});

/** Conditions, and whether they hold. */
const conditions: readonly (readonly [unknown, unknown])[] = [
  ['vpc == 1', unknown],
  ['not vpc', unknown],
  ['vpc and false', false],
  ['vpc and true', unknown],
  ['vpc or true', true],
  ['vpc or false', unknown],
  ['vpc and nope.x', unknown],
  ['false and vpc', false],
  ['vpc is defined and n == 3', true],
  ['(vpc or n == 3) and not (vpc and n == 4)', true],
  [['n == 3', 'vpc == 1'], unknown],
  [['vpc == 1', 'n == 4'], false],
  [['vpc.changed', 'nope.x == 1'], unknown],
  [[], true],
];

test('a condition is decided where the unknown part cannot matter', () => {
  for (const [written, expected] of conditions)
    assert.equal(conditionOf(written).test(scopeOf(variables)), expected, JSON.stringify(written));
});

test('an undefined value is not hidden by an unknown one', () => {
  assert.equal(errorOf(() => render('{{ nope ~ vpc }}', variables)).code, 'variable-undefined');
  assert.equal(new Expression('vpc').test(scopeOf(variables)), unknown);
});
