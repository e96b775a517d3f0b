import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { PlayError } from '../diagnostics.ts';
import { filters } from './filters/index.ts';
import { globals } from './globals/index.ts';
import { lookups } from './lookups/index.ts';
import { Callable, Float, Omit, Thing, Undefined, Unknown } from './python/types.ts';
import { hostIn, scopeOf, template } from './testing.ts';
import { tests } from './tests/index.ts';

/** More rounds, from another start: `PLAY_FUZZ=100 PLAY_FUZZ_SEED=7`. */
const factor = Number(process.env['PLAY_FUZZ'] ?? 1);
const seed = Number(process.env['PLAY_FUZZ_SEED'] ?? 0);

/** Numbers below a limit, the same ones in every run. */
function generator(start: number): (limit: number) => number {
  let state = start + seed * 1_000_003;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__class__', 'length'];

/** Expressions for values of every kind, well and ill meant. */
const values = [
  ...['none', 'true', '0', '-1', '3', '2.5', '1e308', '99999999999999999999', "''", "'abc'", "'1.2.3'", "'a=b c'"],
  ...["'{{ secret }}'", '\'[1, {"a": null}]\'', "'10.0.0.0/8'", "'a,b\\n1,2'", "'(a+'", "'%s %d'", "'\u{1f600}\u0000'"],
  ...["'1h 30m'", "'utf-8'", "'x' * 300", '[]', '[3, 1, 2]', "['b', 'a', none]", '[[1, 2], [3]]', '[[[]]]', '(1, 2)'],
  ...["[{'key': 'a', 'value': 1}]", '{}', "{'a': 1}", '{1: 2, none: 3}', "{'a': {'b': [1]}}", "{'failed': true}"],
  ...[
    'nosuch',
    'range',
    'cycler(1, 2)',
    'namespace(a=1)',
    'now()',
    'omit',
    'secret',
    'secret.upper',
    "lookup('env', 'X')",
  ],
  ...names.map((name) => `'${name}'`),
  ...names.map((name) => `{'${name}': {'x': 1}}`),
];

const queries = [
  "'*'",
  "'[]'",
  "'a.b'",
  "'[?a==`1`]'",
  "'__proto__'",
  "'constructor.name'",
  "'length(@)'",
  "'[].'",
  "'&a'",
];
const patterns = [
  "'(a*)*b'",
  "'(?P<__proto__>.)'",
  "'[a-'",
  "'(?i)x'",
  "'a{99999}'",
  "'$'",
  "'\\\\1'",
  "'(a)|b'",
  "'\\\\b'",
];

const options = ['attribute', 'default', 'indent', 'recursive', 'key_name', 'strict', 'wantlist', ...names];

/** What templates may hold; nothing else of JavaScript may come out of one. */
function isClean(value: unknown, depth = 0): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (typeof value !== 'object' || value === null || depth > 50) return true;
  if (Array.isArray(value)) return value.every((part) => isClean(part, depth + 1));
  if (value instanceof Map) return [...value].every((pair) => isClean(pair, depth + 1));
  const kinds = [Float, Omit, Thing, Callable, Undefined, Unknown];
  if (kinds.some((kind) => value instanceof kind)) return true;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((part) => isClean(part, depth + 1));
}

const before = Object.getOwnPropertyNames(Object.prototype).sort();

/** What gives something else each time, or acts on the world. */
const unsteady = /random|shuffle|now|hash|vault|time|uuid|password|strftime|cycler/;
/** Milliseconds of the processor: other programs on the machine shall not fail this test. */
const longest = 6_000;

function tryOut(text: string): void {
  const started = process.cpuUsage();
  const { value, error } = attempt(text);
  const { user, system } = process.cpuUsage(started);
  const milliseconds = (user + system) / 1_000;
  assert.ok(milliseconds < longest, `${text} takes ${milliseconds} ms`);
  if (milliseconds < 100 && !unsteady.test(text)) {
    const again = attempt(text);
    assert.equal(inspect(again.error?.message ?? again.value), inspect(error?.message ?? value), text);
  }
  if (error !== undefined && !(error instanceof PlayError)) assert.fail(`${text} fails with ${error.stack}`);
  assert.ok(isClean(value), `${text} gives something of JavaScript`);
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), before, `${text} changes all objects`);
}

function attempt(text: string): { readonly value?: unknown; readonly error?: Error } {
  try {
    return { value: template(text).render(scopeOf({ secret: 's3cret' }, hostIn('/nowhere'))) };
  } catch (error) {
    return { error: error as Error };
  }
}

/** Every name of a table, many times, with what `make` writes around it. */
function fuzz(
  table: Readonly<Record<string, unknown>>,
  rounds: number,
  make: (name: string, args: string, value: string) => string,
) {
  const next = generator(42);
  const pick = (list: readonly string[]) => list[next(list.length)]!;
  for (const name of Object.keys(table))
    for (let round = 0; round < rounds * factor; round++) {
      const args = Array.from({ length: next(4) }, () => pick(values));
      if (next(3) === 0) args.push(`${pick(options)}=${pick(values)}`);
      tryOut(`{{ ${make(name, args.join(', '), pick(values))} }}`);
    }
}

test('no filter lets anything of JavaScript out, whatever it is given', () =>
  fuzz(filters, 12, (name, args, value) => `${value} | ${name}(${args})`));

test('no test does', () => fuzz(tests, 15, (name, args, value) => `(${value}) is ${name}(${args})`));

test('no lookup does', () => {
  // These act on the world outside: they run commands, ask servers, write files.
  const { pipe: _, lines: __, url: ___, password: ____, ...harmless } = lookups;
  fuzz(harmless, 20, (name, args, value) => `query('${name}', ${value}${args === '' ? '' : `, ${args}`})`);
});

test('no function does', () => fuzz(globals, 20, (name, args) => `${name}(${args})`));

test('no method, attribute, index or operator does', () => {
  const next = generator(7);
  const pick = (list: readonly string[]) => list[next(list.length)]!;
  const methods = [
    'upper',
    'format',
    'split',
    'join',
    'replace',
    'items',
    'get',
    'update',
    'append',
    'pop',
    'keys',
    'sort',
  ];
  const forms = [
    () => `(${pick(values)}).${pick([...methods, ...names])}(${pick(values)}, ${pick(values)})`,
    () => `(${pick(values)}).${pick([...methods, ...names])}`,
    () => `(${pick(values)})[${pick(values)}]`,
    () => `(${pick(values)})[${pick(values)}:${pick(values)}]`,
    () =>
      `(${pick(values)}) ${pick(['+', '-', '*', '/', '//', '%', '**', '~', '<', '==', 'in', 'and', 'or'])} (${pick(values)})`,
    () => `{${pick(values)}: ${pick(values)}}`,
    () => `(${pick(values)}) if (${pick(values)}) else (${pick(values)})`,
  ];
  for (let round = 0; round < 2_000 * factor; round++) tryOut(`{{ ${pick(forms.map((form) => form()))} }}`);
});

test('no chain of filters and tests does', () => {
  const next = generator(11);
  const pick = (list: readonly string[]) => list[next(list.length)]!;
  const names = Object.keys(filters);
  const link = () => `${pick(names)}${['', `(${pick(values)})`, `(${pick(values)}, ${pick(values)})`][next(3)]}`;
  const forms = [
    () => Array.from({ length: 2 + next(4) }, link).join(' | '),
    () => `map('${pick(names)}', ${pick(values)}) | list`,
    () => `${pick(['select', 'reject'])}('${pick(Object.keys(tests))}', ${pick(values)}) | ${link()}`,
    () => `${pick(['map', 'groupby', 'sort', 'sum', 'max', 'unique'])}(attribute=${pick(values)}) | list | ${link()}`,
    () => `json_query(${pick(queries)}) | ${link()}`,
    () => `regex_${pick(['search', 'findall', 'replace'])}(${pick(patterns)}) | ${link()}`,
  ];
  for (let round = 0; round < 2_500 * factor; round++)
    tryOut(`{{ ${pick(values)} | ${forms[next(forms.length)]!()} }}`);
});

test('no statement does', () => {
  const next = generator(13);
  const pick = (list: readonly string[]) => list[next(list.length)]!;
  const inner = (depth: number): string => {
    const body = () => (depth > 2 ? pick(['x', '{{ loop.index }}', '{{ v }}']) : inner(depth + 1));
    const forms = [
      () => `{% for v in ${pick(values)} %}${body()}{% else %}${body()}{% endfor %}`,
      () => `{% for v in ${pick(values)} recursive %}{{ loop(v) }}${body()}{% endfor %}`,
      () => `{% for ${pick(names)}, v in ${pick(values)} if v %}${body()}{% endfor %}`,
      () => `{% if ${pick(values)} %}${body()}{% elif ${pick(values)} %}${body()}{% endif %}`,
      () => `{% set ${pick([...names, 'v'])} = ${pick(values)} %}${body()}`,
      () => `{% set v %}${body()}{% endset %}{{ v }}`,
      () => `{% macro ${pick([...names, 'm'])}(v=${pick(values)}) %}${body()}{% endmacro %}{{ m(${pick(values)}) }}`,
      () => `{% call(v) m(${pick(values)}) %}${body()}{% endcall %}`,
      () => `{% macro c() %}{{ caller(${pick(values)}) }}{% endmacro %}{% call(v) c() %}${body()}{% endcall %}`,
      () => `{% filter ${pick(Object.keys(filters))} %}${body()}{% endfilter %}`,
      () => `{% with v = ${pick(values)} %}${body()}{% endwith %}`,
      () =>
        `{% set n = namespace(${pick(names)}=1) %}{% set n.${pick(names)} = ${pick(values)} %}{{ n.${pick(names)} }}`,
      () => `{% do ${pick(values)} %}{% block ${pick([...names, 'b'])} %}${body()}{% endblock %}`,
      () => `{% include ${pick(values)} ignore missing %}{% import ${pick(values)} as v %}`,
      () => `{{ ${pick(values)} }}{% raw %}{{ x }}{% endraw %}`,
    ];
    return forms[next(forms.length)]!();
  };
  for (let round = 0; round < 1_200 * factor; round++) tryOut(inner(0));
});

test('text that is no template is an error of the author, never ours', () => {
  const next = generator(3);
  const pieces = [
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '#}',
    ' if ',
    ' for ',
    ' in ',
    ' set ',
    'x',
    '1',
    "'",
    '"',
    '(',
    ')',
    '[',
    ']',
  ];
  const more = [
    '|',
    '.',
    ',',
    ':',
    '~',
    '-',
    '\\',
    '\n',
    'endif',
    'endfor',
    'block',
    'macro',
    'call',
    'raw',
    'is',
    'not',
  ];
  const all = [...pieces, ...more];
  for (let round = 0; round < 2_000 * factor; round++)
    tryOut(Array.from({ length: 1 + next(14) }, () => all[next(all.length)]).join(next(2) === 0 ? '' : ' '));
});
