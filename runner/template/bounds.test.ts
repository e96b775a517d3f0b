import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, render } from './testing.ts';

const doubling = (start: string, next: string, use: string) =>
  `{% set ns = namespace(x=${start}) %}{% for i in range(100) %}{% set ns.x = ${next} %}{% endfor %}{{ ${use} }}`;
const twice = (use: string) => doubling('[1]', '[ns.x, ns.x]', use);
const endless = (use: string) => `{% set d = {} %}{% set e = d.update({'a': d}) %}{{ ${use} }}`;

const tooLarge: readonly string[] = [
  ...["'a' * 10 ** 9", '[1] * 10 ** 9', "'{:999999999}'.format(1)", "'%999999999d' % 1", "'%.999f' % 1.5"],
  ...["'{:.99999999f}'.format(1e300)", "'%999999999s' | format(1)", "'a'.center(10 ** 9)", "'a' | center(10 ** 9)"],
  ...["'a'.ljust(10 ** 9)", "'a'.zfill(10 ** 9)", "'a\nb' | indent(10 ** 9)", "'a\t'.expandtabs(10 ** 9)"],
  ...["{'a': {'b': 1}} | to_nice_json(indent=10 ** 8)", "{'a': {'b': 1}} | to_nice_yaml(indent=10 ** 8)"],
  ...[
    "'x' | comment(prefix_count=10 ** 9)",
    "('a' * 10 ** 6).replace('', 'b' * 10 ** 4)",
    "('a' * 10 ** 6) | list | join('b' * 10 ** 6)",
  ],
  ...["('a' * 10 ** 6) | regex_replace('a', 'b' * 1000)", 'range(10 ** 9)', '2 ** (10 ** 9)', '10 ** 9999999'],
  ...[
    'range(1000) | product(range(1000), range(1000))',
    'range(30) | permutations',
    'range(60) | combinations(30)',
    "'ab' | permutations(-1)",
    "'ab' | combinations(10 ** 20 + 1) | first",
    '3 | wordwrap(-1)',
  ],
  ...["[1] | batch(10 ** 9, 'x')", '[1] | slice(10 ** 9)', "lookup('sequence', 'count=999999999')"],
  ...["lookup('sequence', 'count=9 format=%0999999999d')", "lookup('password', '/dev/null length=999999999')"],
  ...["'x' | password_hash('bcrypt', rounds=31)", "'x' | password_hash('sha512', rounds=999999999)"],
  ...["'10.0.0.0/8' | usable_range", "'a' is match('a|' * 10 ** 6)", "'%Y' | strftime(10 ** 17)"],
  ...[
    "('[' * 10 ** 5) | from_json",
    "('[' * 10 ** 5) | from_yaml",
    "('- ' * 10 ** 4) | from_yaml",
    "'a: &a {b: *a}' | from_yaml",
  ],
];

test('what would make too large a value is refused', () => {
  for (const expression of tooLarge) {
    const started = performance.now();
    const { place } = errorOf(() => assert.fail(String(render(`{{ ${expression} }}`)).slice(0, 80) + expression));
    assert.equal(place?.file, 'test.yml', expression);
    assert.ok(performance.now() - started < 10_000, expression);
  }
});

test('values that hold themselves, or the same again and again, end in an error', () => {
  for (const text of [
    ...['ns.x', 'ns.x | flatten', 'ns.x | hash', 'ns.x | to_json', 'ns.x | to_nice_yaml', '[ns.x] | unique'].map(twice),
    ...["'%s' % [ns.x]", 'ns.x | to_paths', "ns.x | json_query('[][][]')", 'ns.x | pprint'].map(twice),
    doubling("'a'", 'ns.x ~ ns.x', 'ns.x | length'),
    doubling('[1]', 'ns.x + ns.x', 'ns.x | length'),
    doubling('7', 'ns.x * ns.x', 'ns.x'),
    ...['d', 'd | to_json', 'd | to_nice_yaml', 'd | combine(d, recursive=true)', '[d] | unique'].map(endless),
  ])
    assert.ok(errorOf(() => render(text)).message.length > 0, text);
});

test('loops, macros and regular expressions that never end are ended', () => {
  for (const text of [
    '{% for a in range(1000000) %}{% for b in range(1000000) %}{% endfor %}{% endfor %}',
    '{% macro m(n) %}{% if n > 0 %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}',
    '{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}',
    '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}',
    "{{ ('a' * 40 ~ 'b') | regex_search('(a+)+$') }}",
    "{{ (['a' * 40 ~ 'b'] * 100) | select('match', '(a|a)*$') | list }}",
    "{{ ('a' * 12) is search('((((a*)*)*)*)*b') }}",
  ]) {
    const started = performance.now();
    assert.ok(errorOf(() => render(text)).place, text);
    assert.ok(performance.now() - started < 30_000, text);
  }
});
