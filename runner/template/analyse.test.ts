import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionOf } from './condition.ts';
import { Expression } from './expression.ts';
import { template } from './testing.ts';

/** A template, and the variables it reads: `?` marks a guarded one. */
const reads: readonly (readonly [string, string])[] = [
  ['{{ a }}', 'a'],
  ['{{ a.b.c[d] }} {{ e | upper }}', 'a d e'],
  ['{{ a | default(b) }}', 'a? b'],
  ['{{ a.b.c | d(1) }}', 'a?'],
  ['{{ a | default(b) | default(c) }}', 'a? b? c'],
  ['{{ a | upper | default(1) }}', 'a?'],
  ['{{ (a + b) | default(1) }}', 'a b'],
  ['{{ a is defined }}', 'a?'],
  ['{{ a.b is undefined }}', 'a?'],
  ['{{ a is defined and a.b }}', 'a?'],
  ['{{ a.b is defined and a.b == c }}', 'a? c'],
  ['{{ a is not defined or a > 1 }}', 'a?'],
  ['{{ a is undefined or a > 1 }}', 'a?'],
  ['{{ a is defined or a > 1 }}', 'a'],
  ['{{ a is undefined and a > 1 }}', 'a'],
  ['{{ not (a is undefined or b is undefined) and a + b }}', 'a? b?'],
  ['{{ a if a is defined else b }}', 'a? b'],
  ['{{ b if a is undefined else a }}', 'a? b'],
  ['{{ a if b else c }}', 'b a c'],
  ["{{ 'a' in vars and a }}", 'a?'],
  ['{% if a is defined %}{{ a }}{{ b }}{% else %}{{ a }}{% endif %}', 'a b'],
  ['{% if a is defined %}{{ a }}{% endif %}', 'a?'],
  ['{% if a is undefined %}x{% elif a %}{{ a }}{% endif %}', 'a?'],
  ['{% for x in xs if x.on and y %}{{ x }}{{ loop.index }}{{ z }}{% endfor %}{{ x }}', 'xs y z x'],
  ['{% for a, b in c %}{{ a }}{{ b }}{% else %}{{ a }}{% endfor %}', 'c a'],
  ['{% for x in xs if b is defined %}{{ b }}{% endfor %}', 'xs b?'],
  ['{% set x = a %}{{ x }}{% set x = x %}', 'a'],
  ['{% set x %}{{ a }}{% endset %}{{ x }}', 'a'],
  ['{% if c %}{% set x = 1 %}{% endif %}{{ x }}', 'c'],
  ['{% set ns = namespace(a=b) %}{% set ns.a = c %}{{ ns.a }}', 'b c'],
  ['{% macro m(a, b=c) %}{{ a }}{{ b }}{{ d }}{{ varargs }}{% endmacro %}{{ m(e) }}', 'c d e'],
  ['{% call(x) m(a) %}{{ x }}{{ y }}{% endcall %}', 'm a y'],
  ['{% with a = b %}{{ a }}{% endwith %}{{ a }}', 'b a'],
  ['{{ range(n) }} {{ lookup("env", "HOME") }} {{ omit }} {{ now() }}', 'n'],
  ["{{ vars['a'] }} {{ vars.b }}", 'a b'],
  ["{{ hostvars['localhost'].a }} {{ hostvars[inventory_hostname]['b'] }}", 'a hostvars b inventory_hostname'],
  [
    "{{ lookup('vars', 'a') }} {{ lookup('ansible.builtin.vars', 'b', default=1) }} {{ query('vars', 'c', 'd') }}",
    'a b? c d',
  ],
  ['{{ a[b:c] }} {{ [d, (e,), {f: g}] }} {{ -h }} {{ i ~ j }} {{ k < l < m }}', 'a b c d e f g h i j k l m'],
  ['{{ f(*a, **b) }} {{ x is divisibleby(y) }} {{ z | join(w, attribute=v) }}', 'f a b x y z w v'],
  ['{% raw %}{{ a }}{% endraw %}{# {{ b }} #}', ''],
  ['{{ a | default(1) }}{{ a }}', 'a'],
  ['{{ true or none and loop_var }}', 'loop_var'],
];

const shown = (variables: readonly { readonly name: string; readonly guarded: boolean }[]): string =>
  variables.map(({ name, guarded }) => name + (guarded ? '?' : '')).join(' ');

test('the variables a template reads are known, and which of them may be undefined', () => {
  for (const [text, expected] of reads) assert.equal(shown(template(text).freeVariables()), expected, text);
});

test('a variable has the place of its first reading that needs it', () => {
  const [a] = template('{{ a is defined }}\n  {{ a.b }}').freeVariables();
  assert.deepEqual(a, { name: 'a', guarded: false, place: { file: 'test.yml', line: 2, column: 6, width: 1 } });
});

test('a computed name may be any variable', () => {
  const any = [
    '{{ vars[a] }}',
    "{{ lookup('vars', a) }}",
    '{{ hostvars.localhost[a] }}',
    '{{ vars }}',
    '{{ vars.keys() }}',
    "{{ hostvars['localhost'].get(a) }}",
    '{{ lookup(a) }}',
    "{% include 'x.j2' %}",
  ];
  for (const text of any) assert.equal(template(text).readsAnyVariable(), true, text);
  for (const text of ["{{ vars['a'] }}", "{{ lookup('vars', 'a') }}", '{{ a[b] }}', "{{ 'a' in vars }}"])
    assert.equal(template(text).readsAnyVariable(), false, text);
});

/** Conditions, and the variables they read. */
const conditions: readonly (readonly [unknown, string])[] = [
  ['a is defined and a.b', 'a?'],
  [['a is defined', 'a.b == c'], 'a? a? c'],
  [['a.b == 1', 'a is defined'], 'a a?'],
  [true, ''],
  [null, ''],
  [template('{{ a }}'), 'a'],
];

test('an earlier condition of a list guards the later ones', () => {
  for (const [written, expected] of conditions)
    assert.equal(shown(conditionOf(written).freeVariables()), expected, JSON.stringify(written));
});

test('an expression tells what it makes sure of', () => {
  assert.deepEqual(
    [...new Expression('a is defined and (b.c is defined or not b is undefined)').assures()],
    ['a', 'b'],
  );
  assert.deepEqual([...new Expression('a or b is defined').assures()], []);
});

/** A template, and what is wrong with it: code, column, message, hint. */
const problems: readonly (readonly [string, string, number, RegExp, RegExp?])[] = [
  ['{{ a | uper }}', 'filter-unknown', 8, /unknown filter 'uper'/, /did you mean 'upper'/],
  ['{{ a | ansible.builtin.to_jsn }}', 'filter-unknown', 8, /to_jsn/, /did you mean 'to_json'/],
  ['{{ a is definde }}', 'test-unknown', 9, /unknown test/, /did you mean 'defined'/],
  ["{{ lookup('envv', 'a') }}", 'lookup-unknown', 11, /unknown lookup 'envv'/, /did you mean 'env'/],
  ["{{ a | map('uper') | list }}", 'filter-unknown', 12, /unknown filter 'uper'/],
  ["{{ a | select('definde') | list }}", 'test-unknown', 15, /unknown test 'definde'/],
  ["{{ a | selectattr('x', 'equaltoo', 1) }}", 'test-unknown', 24, /unknown test 'equaltoo'/],
  ['{{ a | join(1, 2, 3) }}', 'template-arguments', 8, /takes at most 2 arguments, not 3/],
  ['{{ a | upper(1) }}', 'template-arguments', 8, /takes no argument, not 1/],
  [
    '{{ a | sort(atribute=1) }}',
    'template-arguments',
    8,
    /has no argument 'atribute'/,
    /it takes: reverse, case_sensitive, attribute/,
  ],
  ['{{ a | batch }}', 'template-arguments', 8, /needs its argument 'linecount'/],
  ['{{ a is match }}', 'template-arguments', 9, /test 'match' needs its argument 'pattern'/],
  ['{{ range() }}', 'template-arguments', 4, /range\(\) needs its argument 'start'/],
  ['{% if a | nope %}{% endif %}', 'filter-unknown', 11, /unknown filter 'nope'/],
  ['{% filter nope %}{% endfilter %}', 'filter-unknown', 11, /unknown filter 'nope'/],
  ['{% for x in y | nope %}{% endfor %}', 'filter-unknown', 17, /unknown filter 'nope'/],
  ['{{ a | }}', 'template-syntax', 8, /expected a name/],
];

test('mistakes are found without running the template', () => {
  for (const [text, code, column, message, hint] of problems) {
    const [problem, ...more] = template(text).problems();
    assert.equal(more.length, 0, text);
    assert.equal(problem?.code, code, text);
    assert.equal(problem.place?.column, column, text);
    assert.match(problem.message, message, text);
    if (hint) assert.match(problem.hint ?? '', hint, text);
  }
});

test('all mistakes are reported at once', () => {
  const codes = template('{{ a | nope is nope }}{{ b | join(1, 2, 3) }}')
    .problems()
    .map(({ code }) => code);
  assert.deepEqual(codes, ['test-unknown', 'filter-unknown', 'template-arguments']);
});

test('a template without mistakes has no problem', () => {
  for (const text of [
    "{{ a | ansible.builtin.default(1, true) | map(attribute='x') | join(d=',') }}",
    '{{ a | join(*b) }}',
    '{{ a | batch(**b) }}',
    "{{ lookup(name, 'x') }}",
    '{{ a | combine(b, c, recursive=true) }}',
    "{{ a | selectattr('x') | map('regex_replace', 'a', 'b') }}",
    "{{ '%s' | format(1, 2, 3) }}",
  ])
    assert.deepEqual(template(text).problems(), [], text);
});
