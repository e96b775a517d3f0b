import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlayError } from '../../diagnostics.ts';
import { renderFile } from '../testing.ts';

const variables = () => ({
  n: 3,
  f: 1.5,
  s: 'a,b,c',
  nul: null,
  empty: [],
  d: { b: 1, a: 2 },
  l: [3, 1, 2],
  users: [
    { id: 1, name: 'bob', g: 'w' },
    { id: 2, name: 'al', g: 'u' },
    { id: 3, name: 'cy', g: 'w' },
  ],
});

/** A template, and the text Jinja 3.1 makes of it. */
const table: readonly (readonly [string, string])[] = [
  [
    '{% for i in l %}{{ loop.index }}/{{ loop.index0 }}/{{ loop.revindex }}/{{ loop.revindex0 }}/{{ loop.first }}/{{ loop.last }}/{{ loop.length }}/{{ loop.depth }};{% endfor %}',
    '1/0/3/2/True/False/3/1;2/1/2/1/False/False/3/1;3/2/1/0/False/True/3/1;',
  ],
  [
    '{% for i in l %}{{ loop.cycle("a","b") }}{{ loop.previtem|default("-") }}{{ loop.nextitem|default("-") }}{% endfor %}',
    'a-1b32a1-',
  ],
  ['{% for i in [1,1,2] %}{{ loop.changed(i) }} {% endfor %}', 'True False True '],
  ['{% for i in [] %}x{% else %}empty{% endfor %}', 'empty'],
  ['{% for i in l if i > 1 %}{{ i }}{{ loop.length }}{% else %}none{% endfor %}', '3222'],
  ['{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}', 'b=1;a=2;'],
  ['{% for k in d %}{{ k }}{% endfor %}', 'ba'],
  ['{% for a, (b, c) in [(1,(2,3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}', '123'],
  ['{% for c in "abc" recursive %}{{ c }}{% endfor %}', 'abc'],
  [
    '{% for n in [{"v":1,"c":[{"v":2,"c":[]}]}] recursive %}{{ n.v }}{{ loop.depth }}({{ loop(n.c) }}){% endfor %}',
    '11(22())',
  ],
  ['{% set x = 1 %}{% for i in l %}{% set x = x + i %}{{ x }},{% endfor %}{{ x }}', '4,2,3,1'],
  ['{% set ns = namespace(x=0) %}{% for i in l %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}', '6'],
  ['{% if false %}{% set y = 1 %}{% else %}{% set y = 2 %}{% endif %}{{ y }}', '2'],
  ['{% set a, b = 1, 2 %}{{ a }}{{ b }}', '12'],
  ['{% set q %}x{{ n }}y{% endset %}{{ q }}', 'x3y'],
  ['{% set q | upper | replace("X","z") %}x{{ n }}y{% endset %}{{ q }}', 'z3Y'],
  ['{% if n > 5 %}big{% elif n > 2 %}mid{% else %}small{% endif %}', 'mid'],
  [
    '{% macro m(a, b=2, c=a) %}{{ a }}-{{ b }}-{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, c=5) }} {{ m(b=7, a=0) }}',
    '1-2-1 1-2-5 0-7-0',
  ],
  ['{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}', "(1, 2){'x': 3}"],
  ['{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }}', 'False'],
  ['{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}in{{ n }}{% endcall %}', '<in3>'],
  [
    '{% macro m(xs) %}{% for x in xs %}<{{ caller(x) }}>{% endfor %}{% endmacro %}{% call(x) m(l) %}{{ x * 2 }}{% endcall %}',
    '<6><2><4>',
  ],
  ['{% macro f(k) %}{% if k > 0 %}{{ k }}{{ f(k-1) }}{% endif %}{% endmacro %}{{ f(3) }}', '321'],
  ['{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a is defined }}', '3False'],
  ['{% with %}{% set a = 1 %}{{ a }}{% endwith %}{{ a is defined }}', '1False'],
  ['{% filter upper %}abc{{ s }}{% endfilter %}', 'ABCA,B,C'],
  ['{% filter replace("a","b")|upper %}aaa{% endfilter %}', 'BBB'],
  [
    '{% for i in [1,2,3,4] %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}',
    '13',
  ],
  ['{% do l.append(9) %}{{ l }}', '[3, 1, 2, 9]'],
  ['{% set _ = d.update({"z": 1}) %}{{ d }}', "{'b': 1, 'a': 2, 'z': 1}"],
  ['{% raw %}{{ x }}{% y %}{% endraw %}!', '{{ x }}{% y %}!'],
  ['a{# c #}b', 'ab'],
  ['a {#- c -#} b', 'ab'],
  ['a  {{- n -}}  b', 'a3b'],
  ['a\n  {%- if true -%}\n x \n{%- endif %}\n b', 'ax b'],
  ['{% if true %}\nx\n{% endif %}\ny\n', 'x\ny\n'],
  ['{% if true +%}\nx\n{% endif %}', '\nx\n'],
  ['x\n{% for i in l %}\n- {{ i }}\n{% endfor %}\nend', 'x\n- 3\n- 1\n- 2\nend'],
  ['  {% if true %}a{% endif %}  ', '  a  '],
  ['a {%+ if true %} b{% endif %}', 'a  b'],
  ['{{ n }}\n', '3\n'],
  ['{{ n }}\n\n', '3\n\n'],
  ['\n{{ n }}', '\n3'],
  ['x\r\ny', 'x\ny'],
  ['{% raw -%}  x  {%- endraw %}', 'x'],
  ['{% set x = joiner(",") %}{% for i in l %}{{ x() }}{{ i }}{% endfor %}', '3,1,2'],
  [
    '{% set c = cycler("a","b") %}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.next() }}{% set _ = c.reset() %}{{ c.current }}',
    'abaaa',
  ],
  [
    '{% for i in range(3) %}{% for j in range(2) %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}',
    '121 122 123 ',
  ],
  ['{% block x %}abc{% endblock %}', 'abc'],
  ['{% for i in 1, 2 %}{{ i }}{% endfor %}', '12'],
  ['{{ [1,2,] }}{{ {"a":1,} }}{{ (1,) }}', "[1, 2]{'a': 1}(1,)"],
  ['{% for (a, b) in d|dictsort %}{{ a }}{{ b }}{% endfor %}', 'a2b1'],
  ["{{ '{{' }}", '{{'],
  ['{% set x %}{% endset %}[{{ x }}]', '[]'],
  ['{%if n%}y{%endif%}', 'y'],
  ['{{n}}', '3'],
  ['{{-n-}}', '3'],
  ['{% for i in l %}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}', '3, 1, 2'],
  ['{% for u in users | selectattr("g", "eq", "w") %}{{ u.name }} {% endfor %}', 'bob cy '],
  ['{% macro a(x) %}[{{ x }}]{% endmacro %}{{ l | map("string") | map("upper") | join }}{{ a(x=l|length) }}', '312[3]'],
  ['{% set items = [] %}{% for i in l %}{% set _ = items.append(i * 2) %}{% endfor %}{{ items }}', '[6, 2, 4]'],
  ['{% set d2 = dict(d, **{"q": 1}) %}{{ d2 }}', "{'b': 1, 'a': 2, 'q': 1}"],
  ['{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(*[1, 2]) }}{{ m(**{"a": 3, "b": 4}) }}', '1234'],
  ["{% if 'x' in {'x': 1} %}ok{% endif %}", 'ok'],
  ['{% if not empty %}e{% endif %}{% if nul %}n{% endif %}', 'e'],
];

test('statements behave as in Jinja', () => {
  for (const [text, expected] of table) assert.equal(renderFile(text, variables()), expected, text);
});

/** Corners of statements and of the text around them: what ansible-core 2.14 gives; undefined where it refuses the template. */
const corners: readonly (readonly [string, string | undefined])[] = [
  ['{{ v +}}', undefined],
  ['{{ 007 }}', undefined],
  ['{{ v is string is true }}', undefined],
  ['{{ 1 if false }}', ''],
  ['[{{ 1 if false }}]', '[]'],
  ['{% set x = 1 if false %}[{{ x }}]', '[]'],
  ['{% set ns = namespace(a=1) %}{{ ns }}', "<Namespace {'a': 1}>"],
  ['{% for i in [] %}{% else %}{% set z = 1 %}{% endfor %}{{ z is defined }}', 'False'],
  ['{% for loop in l %}{{ loop }}{% endfor %}', undefined],
  ['{% macro m() %}x{% endmacro %}{% call m() %}in{% endcall %}', undefined],
  [
    '{% macro m(a, b=1) %}{% endmacro %}{{ m.name }}{{ m.arguments }}{{ m.catch_kwargs }}{{ m.catch_varargs }}{{ m.caller }}',
    "m('a', 'b')FalseFalseFalse",
  ],
  [
    '{% macro m() %}{{ varargs }}{{ kwargs }}{{ caller }}{% endmacro %}{{ m.name }}{{ m.arguments }}{{ m.catch_kwargs }}{{ m.catch_varargs }}{{ m.caller }}',
    'm()TrueTrueTrue',
  ],
  ['{% macro m() %}x{% endmacro %}{{ m }}', "<Macro 'm'>"],
  ['{% macro m() %}x{% endmacro n %}{{ m() }}', undefined],
  ['{% macro m(true) %}{% endmacro %}', undefined],
  ['{% macro m(a="d") %}{{ a }}{% endmacro %}{{ m(none) }}', ''],
  ['{% macro m(a) %}{{ a }}{% endmacro %}{{ m(none) }}', ''],
  ['{% macro m(a) %}{% endmacro %}{{ m(1, a=2) }}', undefined],
  ['{% macro m(caller=none) %}{{ caller is none }}{% endmacro %}{{ m() }}{% call m() %}{% endcall %}', 'TrueFalse'],
  ['{% macro m(a, kwargs) %}{{ kwargs }}{% endmacro %}{{ m(1, 2) }}', '2'],
  ['{% macro m(varargs) %}{{ varargs }}{% endmacro %}{{ m(1) }}', '1'],
  ['{% macro m() %}{{ self is defined }}{% endmacro %}{{ m() }}', 'True'],
  ["{{ 'a\n' }}\n", 'a\n'],
  ['{% if true %}x{% endif %}\n', 'x\n'],
  ['x\r', 'x'],
  ['x\r\ny\r', 'x\ny'],
  ['a\u001c{%- if true %}{% endif %}', 'a'],
  ['a\ufeff{%- if true %}{% endif %}', 'a\ufeff'],
  ['a\u0085{%- if true %}{% endif %}', 'a'],
];

test('statements and blanks behave as in Ansible at their corners, too', () => {
  for (const [text, expected] of corners) assert.equal(given(text), expected, text);
});

function given(text: string): unknown {
  try {
    return renderFile(text, { v: 'V', l: [1, 2, 3] });
  } catch (error) {
    assert.ok(error instanceof PlayError, text);
    return undefined;
  }
}
