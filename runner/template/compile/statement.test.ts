import assert from 'node:assert/strict';
import { test } from 'node:test';
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
