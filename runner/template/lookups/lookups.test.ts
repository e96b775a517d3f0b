import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runLookup } from '../lookup.ts';
import { errorOf, hostIn, render, scopeOf } from '../testing.ts';
import { plain } from '../values.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-lookups-'));
const host = hostIn(folder, { WORD: 'lantern', TWO: '2' });

before(() => {
  for (const name of ['files', 'templates']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'note.txt'), 'first\nsecond\n\n');
  writeFileSync(join(folder, 'files/inner.txt'), '  inner\n');
  writeFileSync(join(folder, 'files/b.conf'), 'b');
  writeFileSync(join(folder, 'files/a.conf'), 'a');
  writeFileSync(join(folder, 'templates/t.j2'), 'n={{ n }}{{ extra | default("") }}\n');
  writeFileSync(join(folder, 'templates/macros.j2'), '{% macro hi(x) %}hi {{ x }}{% endmacro %}{% set answer = 42 %}');
  writeFileSync(
    join(folder, 'templates/base.j2'),
    '<{% block title %}base{% endblock %}|{% block body %}{{ n }}{% endblock %}>',
  );
  writeFileSync(
    join(folder, 'templates/child.j2'),
    '{% extends "base.j2" %}{% block title %}child of {{ super() }}{% endblock %}',
  );
  writeFileSync(join(folder, 'templates/bad.j2'), 'one\ntwo {{ nosuch }}\n');
});
after(() => rmSync(folder, { recursive: true }));

const variables = {
  d: { b: 1, a: 2 },
  n: 7,
  lazy: '{{ n }}',
  users: [{ n: 'ann', keys: ['k1', 'k2'], x: { l: [1] } }, { n: 'bob' }],
  broken: '{{ nosuch }}',
};

/** An expression, and its value. */
const table: readonly (readonly [string, unknown])[] = [
  ["lookup('env', 'WORD')", 'lantern'],
  ["lookup('env', 'NOT_SET')", ''],
  ["lookup('env', 'NOT_SET', default='x')", 'x'],
  ["query('env', 'WORD', 'TWO')", ['lantern', '2']],
  ["lookup('ansible.builtin.env', 'WORD')", 'lantern'],
  ["lookup('file', 'note.txt')", 'first\nsecond'],
  ["lookup('file', 'note.txt', rstrip=false)", 'first\nsecond\n\n'],
  ["lookup('file', 'inner.txt')", '  inner'],
  ["lookup('file', 'inner.txt', lstrip=true)", 'inner'],
  ["lookup('file', 'note.txt', 'inner.txt')", 'first\nsecond,  inner'],
  ["query('file', 'note.txt', 'inner.txt')", ['first\nsecond', '  inner']],
  ["[lookup('file', '/nowhere', errors='ignore')]", [null]],
  ["query('file', '/nowhere', errors='warn')", []],
  ["lookup('template', 't.j2')", 'n=7\n'],
  ["lookup('template', 't.j2', template_vars={'extra': '!', 'n': 1})", 'n=1!\n'],
  ["lookup('vars', 'n')", 7],
  ["lookup('vars', 'lazy')", 7],
  ["lookup('vars', 'none_such', default='n/a')", 'n/a'],
  ["lookup('vars', 'broken', default='n/a')", 'n/a'],
  ["lookup('vars', 'broken') | default('x')", 'x'],
  ["lookup('vars', 'n', 'd')", [7, { b: 1, a: 2 }]],
  ["lookup('varnames', '^.$')", 'd,n'],
  ["lookup('pipe', 'printf \"a\\n\\n\"')", 'a'],
  ["lookup('pipe', 'echo $WORD; pwd')", `lantern\n${folder}`],
  ["query('lines', 'echo a; echo b')", ['a', 'b']],
  [
    "lookup('dict', d)",
    [
      { key: 'b', value: 1 },
      { key: 'a', value: 2 },
    ],
  ],
  ["query('dict', {'x': 1})", [{ key: 'x', value: 1 }]],
  ["lookup('dict', {'x': 1})", { key: 'x', value: 1 }],
  ["query('items', [1, [2, 3]], 4)", [1, [2, 3], 4]],
  ["lookup('items', ['a', 'b'])", 'a,b'],
  ["lookup('items', 'a', wantlist=true)", ['a']],
  ["query('list', ['a'], ['b'])", [['a'], ['b']]],
  ["query('flattened', [1, [2, [3]]], 4)", [1, 2, 3, 4]],
  [
    "query('indexed_items', ['a', 'b'])",
    [
      [0, 'a'],
      [1, 'b'],
    ],
  ],
  [
    "query('nested', ['a', 'b'], [1, 2])",
    [
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['b', 2],
    ],
  ],
  [
    "query('together', ['a', 'b'], [1])",
    [
      ['a', 1],
      ['b', null],
    ],
  ],
  [
    "query('subelements', users, 'keys', {'skip_missing': true})",
    [
      [{ n: 'ann', x: { l: [1] } }, 'k1'],
      [{ n: 'ann', x: { l: [1] } }, 'k2'],
    ],
  ],
  ["query('subelements', users, 'x.l', {'skip_missing': true})", [[{ n: 'ann', keys: ['k1', 'k2'], x: {} }, 1]]],
  ["query('random_choice', 'a', 'a')", ['a']],
  ["query('fileglob', '*.conf') | map('basename') | list", ['a.conf', 'b.conf']],
  ["query('fileglob', 'files/[!a].c?nf') | map('basename') | list", ['b.conf']],
  ["query('fileglob', '*.nope')", []],
  ["'*.txt' | fileglob | map('basename') | list", ['note.txt']],
  ["lookup('first_found', ['nope', 'inner.txt', 'note.txt']) | basename", 'inner.txt'],
  ["query('first_found', {'files': ['t.j2'], 'paths': ['x', 'templates']}) | map('basename') | list", ['t.j2']],
  ["query('first_found', files='nope,note.txt', paths='.') | map('basename') | list", ['note.txt']],
  ["query('first_found', ['nope'], skip=true)", []],
  ["query('sequence', 'start=1 end=4')", ['1', '2', '3', '4']],
  ["query('sequence', 'start=0 end=9 stride=3 format=n%02d')", ['n00', 'n03', 'n06', 'n09']],
  ["query('sequence', 'count=3')", ['1', '2', '3']],
  ["query('sequence', '2-6/2:v%d')", ['v2', 'v4', 'v6']],
  ["query('sequence', '3')", ['1', '2', '3']],
  ["query('sequence', start=5, count=2)", ['5', '6']],
  ["query('sequence', 'start=4 end=1 stride=-2')", ['4', '2']],
  ["query('sequence', 'start=0x0f end=0x11 format=%x')", ['f', '10', '11']],
  ["query('sequence', 'count=0')", []],
  ["lookup('sequence', 'count=3')", '1,2,3'],
];

test('lookups find what they do in Ansible', () => {
  for (const [text, expected] of table) {
    const value = plain(render(`{{ ${text.replaceAll('\\\\', '\\')} }}`, variables, host));
    assert.deepEqual(value, expected, text);
  }
});

/** An expression, and why it fails. */
const bad: readonly (readonly [string, string, RegExp])[] = [
  ["lookup('file', 'nope')", 'missing-file', /nope/],
  ["lookup('vars', 'none_such')", 'variable-undefined', /none_such/],
  ["lookup('vars', 'broken')", 'variable-undefined', /nosuch/],
  ["lookup('pipe', 'echo oops >&2; exit 3')", 'template', /ended with code 3: oops/],
  ["lookup('sequence', 'start=1')", 'template', /either 'end' or 'count'/],
  ["lookup('sequence', 'nonsense')", 'template', /'nonsense' is no sequence/],
  ["lookup('sequence', 'start=5 end=1')", 'template', /stride must be negative/],
  ["lookup('dict', [1])", 'template', /must be a dict, not int/],
  ["lookup('nope', 1, errors='ignore')", 'lookup-unknown', /nope/],
  ["lookup('first_found', ['x', 'y'])", 'template', /none of these files is there: x, y/],
  ["lookup('subelements', users, 'keys')", 'variable-undefined', /has no key 'keys'/],
  ["lookup('template', 'bad.j2')", 'variable-undefined', /nosuch/],
];

test('lookups say why they find nothing', () => {
  for (const [text, code, message] of bad) {
    const error = errorOf(() => render(`{{ ${text} }}`, variables, host));
    assert.equal(error.code, code, text);
    assert.match(error.message, message, text);
    assert.ok(error.place, text);
  }
});

test('an error in a looked-up template has its place in that file', () => {
  const { place } = errorOf(() => render("{{ lookup('template', 'bad.j2') }}", variables, host));
  assert.deepEqual(place, { file: join(folder, 'templates/bad.j2'), line: 2, column: 8, width: 6 });
});

test('loops run lookups by name', () => {
  const scope = scopeOf(variables, host);
  assert.deepEqual(runLookup('items', [1, [2, 3]], new Map(), scope), [1, 2, 3]);
  assert.deepEqual(plain(runLookup('dict', [{ x: 1 }], new Map(), scope)), [{ key: 'x', value: 1 }]);
  const place = { file: 'p.yml', line: 3, column: 5 };
  const error = errorOf(() => runLookup('nope', [], new Map(), scope, { place }));
  assert.deepEqual([error.code, error.place?.line], ['lookup-unknown', 3]);
});

/** A template, and its text: other files are included, imported and extended. */
const files: readonly (readonly [string, string])[] = [
  ["[{% include 't.j2' %}]", '[n=7]'],
  ["{% set n = 1 %}{% include 't.j2' %}", 'n=1'],
  ["<{% include 'nope.j2' ignore missing %}>", '<>'],
  ["{% include ['nope.j2', 't.j2'] %}", 'n=7'],
  ["{% import 'macros.j2' as m %}{{ m.hi('you') }} {{ m.answer }}", 'hi you 42'],
  ["{% from 'macros.j2' import hi, answer as a %}{{ hi(a) }}", 'hi 42'],
  ["{% extends 'base.j2' %}ignored{% block body %}new{% endblock %}", '<base|new>'],
  ["{% extends 'child.j2' %}{% block body %}{{ super() }}!{% endblock %}", '<child of base|7!>'],
  ["{% extends 'child.j2' %}{% block title %}[{{ super() }}]{% endblock %}", '<[child of base]|7>'],
];

test('templates include, import and extend others', () => {
  for (const [text, expected] of files) assert.equal(render(text, variables, host), expected, text);
});

test('a template that is not there is an error at the place that asks for it', () => {
  const error = errorOf(() => render("a {% include 'nope.j2' %}", variables, host));
  assert.deepEqual([error.code, error.place?.column], ['missing-file', 6]);
});
