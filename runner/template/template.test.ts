import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writtenText } from './literal.ts';
import { Template } from './template.ts';
import { errorOf, render, renderFile, scopeOf, template } from './testing.ts';
import { Float, omit } from './values.ts';

const variables = {
  n: 3,
  list: [3, 1],
  dict: { b: 1, a: 'x' },
  nested: { a: { b: { c: [10, 20] } } },
  nothing: null,
  yes: true,
};

test('a lone expression keeps the value itself', () => {
  assert.equal(render('{{ n }}', variables), 3);
  assert.equal(render('{{ n + 1 }}', variables), 4);
  assert.equal(render('{{ yes }}', variables), true);
  assert.equal(render('{{ nothing }}', variables), null);
  assert.equal(render("{{ '5' }}"), '5');
  assert.deepEqual(render('{{ list }}', variables), [3, 1]);
  assert.deepEqual(render('{{ dict }}', variables), { b: 1, a: 'x' });
  assert.deepEqual(Object.keys(render('{{ dict }}', variables) as object), ['b', 'a']);
  assert.deepEqual(render('{{ 10 / 2 }}'), new Float(5));
  assert.equal(render('{{ 2 ** 64 }}'), 2n ** 64n);
  assert.equal(render('{{ nosuch | default(omit) }}'), omit);
});

test('statements that print nothing, and a last newline, leave a lone expression its value', () => {
  assert.deepEqual(render('{% set x = [1] %}{{ x }}'), [1]);
  assert.deepEqual(render('{{ list }}\n', variables), [3, 1]);
  assert.equal(render('{{ "a" }}\n'), 'a\n');
  assert.deepEqual(render('{% if yes %}{{ list }}{% else %}none{% endif %}', variables), [3, 1]);
  assert.equal(render('{% if not yes %}{{ list }}{% else %}none{% endif %}', variables), 'none');
});

test('text around an expression makes text', () => {
  assert.equal(render('port-{{ n }}', variables), 'port-3');
  assert.equal(render('{{ n }}{{ n }}', variables), '33');
  assert.equal(render(' {{ n }}', variables), ' 3');
  assert.equal(render('t={{ yes }} n={{ nothing }} {{ dict }}', variables), "t=True n= {'b': 1, 'a': 'x'}");
  assert.equal(render('{% for i in list %}{{ i }}{% endfor %}', { list: [1] }), '1');
});

/** Text put together by a template, and what it stands for; recorded from ansible-core 2.14. */
const composed: readonly (readonly [string, unknown])[] = [
  ['[{{ n }}, {{ n }}]', [3, 3]],
  ["{'k': {{ n }} }", { k: 3 }],
  ['{"a": true, "b": null, "c": [1.5, -{{ n }}]}', { a: true, b: null, c: [1.5, -3] }],
  ["[{% for i in list %}'{{ i }}',{% endfor %}]", ['3', '1']],
  ["['a' 'b{{ n }}']\n", ['ab3']],
  ['[(1, {{ n }})]', [[1, 3]]],
  ['[0x1{{ n }}]', [19]],
  ['{% if yes %}[{{ n }}]{% endif %}', [3]],
  ['{% if yes %}True{% else %}False{% endif %}', true],
  ["{{ 'Fal' }}se", false],
  ["{{ 'tr' }}ue", 'true'],
  ["{{ 'No' }}ne", 'None'],
  [' [{{ n }}]', ' [3]'],
  ["[{{ 'prod' }}]", '[prod]'],
  ['[{{ n }}+1]', '[3+1]'],
  ["[len('{{ n }}')]", "[len('3')]"],
  ['[x for x in [{{ n }}]]', '[x for x in [3]]'],
  ['[1 if {{ n }} else 2]', '[1 if 3 else 2]'],
  ["{'a': 'x' + '{{ n }}'}", "{'a': 'x' + '3'}"],
  ['[{{ n }}] says', '[3] says'],
  ['[{{ n }}', '[3'],
];

test('text put together that spells a list, a dict or a boolean stands for it', () => {
  for (const [text, expected] of composed) assert.deepEqual(render(text, variables), expected, text);
});

test('a lone expression that gives text stays text, whatever it spells', () => {
  for (const text of ['[1, 2]', '{"a": 1}', 'True']) assert.equal(render('{{ x }}', { x: text }), text);
  assert.equal(render('{{ list | to_json }}', variables), '[3, 1]');
});

test('who takes text gets what the author wrote', () => {
  const text = '{ "a":  {{ n }} }\n';
  assert.equal(writtenText(render(text, variables)), '{ "a":  3 }\n');
  assert.equal(writtenText(render('{{ dict }}', variables)), "{'b': 1, 'a': 'x'}");
  assert.equal(writtenText(render('{{ x }}', { x: '[ 1,{{ 2 }} ]' })), '[ 1,2 ]');
});

test('an expression that comes to none gives empty text, a variable that is none stays none', () => {
  assert.equal(render('{{ nothing | default(1) }}', variables), '');
  assert.equal(render('{{ dict.get("zz") }}', variables), '');
  assert.equal(render('{{ nothing }}', variables), null);
  assert.equal(render('{{ x is none }}', { x: '{{ nothing }}', nothing: null }), true);
  assert.deepEqual(render('{{ [nothing] }}', variables), [null]);
});

test('a lone tuple is text to modules, a list to what loops over it, itself to templates', () => {
  assert.equal(render('{{ (1, 2) }}'), '(1, 2)');
  assert.equal(render('{{ x[0] }}', { x: "{{ 'a.b' | splitext }}" }), 'a');
});

test('a tuple becomes a list', () => {
  const pairs = render('{{ dict.items() | list }}', variables) as unknown[][];
  assert.deepEqual(pairs, [
    ['b', 1],
    ['a', 'x'],
  ]);
  assert.equal(Object.getPrototypeOf(pairs[0]), Array.prototype);
});

test('a template file always gives text, ending as it does', () => {
  assert.equal(renderFile('{{ list }}', variables), '[3, 1]');
  assert.equal(renderFile('{{ n }}\n', variables), '3\n');
  assert.equal(renderFile('{% for i in list %}\n- {{ i }}\n{% endfor %}\n', variables), '- 3\n- 1\n');
  assert.equal(renderFile('{% if false %}x{% endif %}\n'), '\n');
});

test('trim_blocks and lstrip_blocks are options', () => {
  const text = 'a\n  {% if true %}\nb\n  {% endif %}\nc\n';
  assert.equal(renderFile(text), 'a\n  b\n  c\n');
  assert.equal(renderFile(text, {}, { trimBlocks: false }), 'a\n  \nb\n  \nc\n');
  assert.equal(renderFile(text, {}, { lstripBlocks: true }), 'a\nb\nc\n');
  assert.equal(renderFile('a\n  {%+ if true +%}\nb\n  {% endif %}\n', {}, { lstripBlocks: true }), 'a\n  \nb\n');
});

test('backslashes in quotes are literal in YAML and escapes in files and statements', () => {
  assert.equal(render(String.raw`{{ 'a\nb' | length }}`), 4);
  assert.equal(render(String.raw`{{ '\d' }}`), String.raw`\d`);
  assert.equal(render(String.raw`{{ 'it\'s' }}`), "it's");
  assert.equal(renderFile(String.raw`{{ 'a\nb' | length }}`), '3');
  assert.equal(render(String.raw`{% set x = 'a\nb' %}{{ x | length }}`), 3);
});

const bad: readonly (readonly [
  text: string,
  code: string,
  line: number,
  column: number,
  width: number,
  message: RegExp,
  hint?: RegExp,
])[] = [
  ['{{ nope }}', 'variable-undefined', 1, 4, 4, /'nope' is undefined/],
  ['{{ ne }}', 'variable-undefined', 1, 4, 2, /'ne' is undefined/, /did you mean 'n'/],
  ['x: {{ nested.aa.b }}', 'variable-undefined', 1, 14, 2, /'nested.aa' is undefined/, /did you mean 'a'/],
  ['{{ nested.zzz.yyy }}', 'variable-undefined', 1, 11, 3, /'nested.zzz' is undefined/, /it has: a/],
  ['a\nb {{ nested.a["q"] }}', 'variable-undefined', 2, 15, 3, /'nested.a\['q'\]' is undefined/],
  ['{{ list[9] }}', 'variable-undefined', 1, 9, 1, /'list\[9\]' is undefined/, /the list has 2 elements/],
  ['{{ nothing.x }}', 'variable-undefined', 1, 12, 1, /'nothing.x' is undefined/, /none/],
  ['{{ n.x }}', 'variable-undefined', 1, 6, 1, /'n.x' is undefined/, /is a int/],
  ['{{ nope | upper }}', 'variable-undefined', 1, 4, 4, /'nope' is undefined/],
  ['{{ nope == 1 }}', 'variable-undefined', 1, 4, 4, /nope/],
  ['{{ [nope] }}', 'variable-undefined', 1, 5, 4, /nope/],
  ['{{ {"a": nope} }}', 'variable-undefined', 1, 10, 4, /nope/],
  ['{% if nope %}{% endif %}', 'variable-undefined', 1, 7, 4, /nope/],
  ['{% for x in nope %}{% endfor %}', 'variable-undefined', 1, 13, 4, /nope/],
  ['{{ (1 if false) | upper }}', 'variable-undefined', 1, 7, 2, /no 'else'/],
  ["{{ list | map(attribute='x') }}", 'variable-undefined', 1, 11, 3, /'int' has no key 'x'/],
  ['{{ [] | first }}', 'variable-undefined', 1, 9, 5, /empty/],
  ['{{ n + "1" }}', 'template', 1, 6, 1, /unsupported operand types for \+: 'int' and 'str'/, /~/],
  ["{{ '9' > 8 }}", 'template', 1, 8, 1, /'>' not supported between instances of 'str' and 'int'/],
  ['{{ 1 / 0 }}', 'template', 1, 6, 1, /division by zero/],
  ['ok\n{{ list | join(1, 2, 3) }}', 'template', 2, 11, 4, /filter 'join' takes at most 2 arguments, not 3/],
  ['{{ list | sort(foo=1) }}', 'template', 1, 11, 4, /filter 'sort' has no argument 'foo'/, /it takes: reverse/],
  ['{{ list | batch }}', 'template', 1, 11, 5, /filter 'batch' needs its argument 'linecount'/],
  ['{{ list.nomethod() }}', 'template', 1, 9, 8, /'list' has no method 'nomethod'/],
  ["{{ 'a'.uper() }}", 'template', 1, 8, 4, /'str' has no method 'uper'/, /did you mean 'upper'/],
  ['{{ n() }}', 'template', 1, 4, 1, /'int' cannot be called/],
  ['{{ n | uper }}', 'filter-unknown', 1, 8, 4, /unknown filter 'uper'/, /did you mean 'upper'/],
  ['{{ n is definde }}', 'test-unknown', 1, 9, 7, /unknown test 'definde'/, /did you mean 'defined'/],
  ["{{ lookup('fil', 'x') }}", 'lookup-unknown', 1, 4, 6, /unknown lookup 'fil'/, /did you mean 'file'/],
  ["{{ lookup('file', 'x', zz=1) }}", 'template', 1, 4, 6, /lookup 'file' has no option 'zz'|has no option 'zz'/],
  ['{% for a, b in [1] %}{% endfor %}', 'template', 1, 4, 3, /'int' object is not iterable/],
  ['{% for a, b in [[1, 2, 3]] %}{% endfor %}', 'template', 1, 4, 3, /cannot unpack 3 values into 2 names/],
  ['x\n{% if n > 1 %}\n{{ n }}', 'template-syntax', 2, 4, 2, /'if' is never closed/, /add \{% endif %\}/],
  ['{{ n ', 'template-syntax', 1, 1, 2, /'\{\{' is never closed/],
  ['{{ (n }}', 'template-syntax', 1, 7, 1, /unexpected '\}', expected '\)'/],
  ['{{ [1, 2 }}', 'template-syntax', 1, 10, 1, /expected '\]'/],
  ["{{ 'abc }}", 'template-syntax', 1, 4, 1, /text that starts with ' is never closed/],
  ['{{ a b }}', 'template-syntax', 1, 6, 1, /unexpected 'b'/],
  ['{{ n = 1 }}', 'template-syntax', 1, 6, 1, /unexpected '='/, /compare with ==/],
  ['{{ a && b }}', 'template-syntax', 1, 6, 1, /unexpected '&'/, /'and'/],
  ['{{ !a }}', 'template-syntax', 1, 4, 1, /unexpected '!'/, /'not'/],
  ['{{ }}', 'template-syntax', 1, 4, 2, /expected an expression, got '\}\}'/],
  ['{{ n | }}', 'template-syntax', 1, 8, 2, /expected a name, got '\}\}'/],
  ['{% foo %}', 'template-syntax', 1, 4, 3, /unknown statement 'foo'/],
  ['{% endif %}', 'template-syntax', 1, 4, 5, /unexpected 'endif': nothing is open here/],
  ['{% for x in y %}{% endif %}', 'template-syntax', 1, 20, 5, /unexpected 'endif', expected 'endfor'/],
  ['{# never', 'template-syntax', 1, 1, 2, /'\{#' is never closed/],
  ['{{ f(a=1, 2) }}', 'template-syntax', 1, 11, 1, /a plain argument cannot follow a named one/],
  ["{{ 'x' | regex_replace('(', '') }}", 'template', 1, 10, 13, /'\(' is no valid regular expression/],
  ["{{ '{' | from_json }}", 'template', 1, 10, 9, /no JSON: a key in double quotes is expected at line 1, column 2/],
  ["{{ 'a: b: c' | from_yaml }}", 'template', 1, 16, 9, /no YAML/],
];

test('an error has its code, its exact place, and says what to do', () => {
  for (const [text, code, line, column, width, message, hint] of bad) {
    const error = errorOf(() => render(text, variables));
    assert.equal(error.code, code, text);
    assert.match(error.message, message, text);
    assert.deepEqual(error.place, { file: 'test.yml', line, column, width }, text);
    if (hint) assert.match(error.hint ?? '', hint, text);
  }
});

test('the loader says where a character of the text stands', () => {
  const asked: number[][] = [];
  const own = new Template('a {{ nope }}', {
    kind: 'yaml',
    locate: (offset, width) => {
      asked.push([offset, width]);
      return { file: 'own.yml', line: 7, column: offset + 20, width };
    },
  });
  assert.deepEqual(errorOf(() => own.render(scopeOf())).place, { file: 'own.yml', line: 7, column: 25, width: 4 });
  assert.deepEqual(asked, [[5, 4]]);
});

test('the place of a scalar moves the places inside', () => {
  const place = { file: 'a.yml', line: 10, column: 12 };
  const error = errorOf(() => template('ab {{ nope }}', { place }).render(scopeOf()));
  assert.deepEqual(error.place, { file: 'a.yml', line: 10, column: 18, width: 4 });
});

test('two templates of the same text keep their own places', () => {
  const at = (line: number) => template('{{ nope }}', { place: { file: 'a.yml', line, column: 1 } });
  const [first, second] = [at(1), at(2)];
  assert.equal(errorOf(() => first.render(scopeOf())).place?.line, 1);
  assert.equal(errorOf(() => second.render(scopeOf())).place?.line, 2);
});

test('a branch that is not taken may hold anything', () => {
  assert.equal(render('{{ 1 if true else nosuch.thing | nofilter }}'), 1);
  assert.equal(render('{{ true or nosuch }}'), true);
});

test('runaway templates end with an error', () => {
  for (const text of [
    '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
    '{{ range(10 ** 9) }}',
    "{{ 'x' * 10 ** 9 }}",
    '{{ [0] * 10 ** 9 }}',
    '{{ 2 ** (10 ** 9) }}',
    `{{ a${'.b'.repeat(20_000)} }}`,
    `{{ ${'1+'.repeat(8_000)}1 }}`,
    `${'{% if 1 %}'.repeat(3_000)}${'{% endif %}'.repeat(3_000)}`,
    `{{ ${'('.repeat(500)}1${')'.repeat(500)} }}`,
    `{{ ${'-'.repeat(100_000)}1 }}`,
    '{% set l = [] %}{% set _ = l.append(l) %}{{ l }}',
    '{% set l = [] %}{% set _ = l.append(l) %}{{ l }}!',
    '{{ range(100) | product(range(100), range(1000)) | list }}',
  ]) {
    const error = errorOf(() => render(text));
    assert.match(error.code, /^template/, text);
    assert.ok(error.place, text);
  }
});
