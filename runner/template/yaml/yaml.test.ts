import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFile } from '../testing.ts';

const variables = () => ({
  n: 3,
  d: { b: 1, a: 2 },
  users: [
    { id: 1, name: 'bob', g: 'w' },
    { id: 2, name: 'al', g: 'u' },
    { id: 3, name: 'cy', g: 'w' },
  ],
  long: 'the quick brown fox jumps over the lazy dog and runs away from everything it has ever known, leaving nothing behind but dust',
});

/** An expression, and the text Jinja 3.1 (with PyYAML) makes of it. */
const table: readonly (readonly [string, string])[] = [
  ['d|to_yaml', '{a: 2, b: 1}\n'],
  ['users|to_yaml', '- {g: w, id: 1, name: bob}\n- {g: u, id: 2, name: al}\n- {g: w, id: 3, name: cy}\n'],
  [
    'users|to_nice_yaml',
    '-   g: w\n    id: 1\n    name: bob\n-   g: u\n    id: 2\n    name: al\n-   g: w\n    id: 3\n    name: cy\n',
  ],
  ["{'k': {'n': [1, 2]}}|to_nice_yaml(indent=2)", 'k:\n  n:\n  - 1\n  - 2\n'],
  ["{'k': [1, 2], 'z': 'text'}|to_yaml", 'k: [1, 2]\nz: text\n'],
  ["{'b': 1, 'a': ['x', 'yes', none]}|to_nice_yaml", "a:\n- x\n- 'yes'\n- null\nb: 1\n"],
  [
    "{'a': 'yes', 'b': 'null', 'c': '1', 'd': '1.5', 'e': '', 'f': ' lead', 'g': 'trail ', 'h': 'a: b', 'i': 'a #b', 'j': '- x', 'k': '@x', 'l': \"it's\", 'm': 'x\"y', 'n': 'a\\nb', 'o': 'tab\\there', 'p': '2001-01-01', 'q': '0x1F', 'r': '~', 's': '[x]', 't': 'a, b', 'u': '{', 'v': '?', 'w': ':', 'x': 'x:', 'y': '=', 'z': '<<'}|to_nice_yaml",
    "a: 'yes'\nb: 'null'\nc: '1'\nd: '1.5'\ne: ''\nf: ' lead'\ng: 'trail '\nh: 'a: b'\ni: 'a #b'\nj: '- x'\nk: '@x'\nl: it's\nm: x\"y\nn: 'a\n\n    b'\no: \"tab\\there\"\np: '2001-01-01'\nq: '0x1F'\nr: '~'\ns: '[x]'\nt: a, b\nu: '{'\nv: '?'\nw: ':'\nx: 'x:'\ny: '='\nz: '<<'\n",
  ],
  [
    "['yes', 'a, b', 'a: b', '?x', 'x?y', 'a:b', '-', '- a', '--- x', '...', '!t', '&a', '*b', '%x', '`x', '1:30', '1e3', '.5', '1.', '0o17', '017', 'é', '日本', 'a\\\\b', \"both ' and \\\"\"]|to_yaml",
    "['yes', 'a, b', 'a: b', '?x', 'x?y', 'a:b', '-', '- a', '--- x', '...', '!t', '&a',\n  '*b', '%x', '`x', '1:30', 1e3, '.5', '1.', 0o17, '017', é, 日本, a\\b, both ' and \"]\n",
  ],
  [
    "{'multi': 'line one\\nline two\\n', 'm2': 'a\\n b', 'm3': '\\nlead', 'm4': 'x \\ny', 'm5': 'a\\n\\n\\nb'}|to_nice_yaml",
    "m2: \"a\\n b\"\nm3: '\n\n    lead'\nm4: \"x \\ny\"\nm5: 'a\n\n\n\n    b'\nmulti: 'line one\n\n    line two\n\n    '\n",
  ],
  [
    "{'long': long, 'l2': long ~ ': ' ~ long, 'tab': long ~ '\\t' ~ long}|to_nice_yaml",
    'l2: \'the quick brown fox jumps over the lazy dog and runs away from everything it\n    has ever known, leaving nothing behind but dust: the quick brown fox jumps over\n    the lazy dog and runs away from everything it has ever known, leaving nothing\n    behind but dust\'\nlong: the quick brown fox jumps over the lazy dog and runs away from everything it\n    has ever known, leaving nothing behind but dust\ntab: "the quick brown fox jumps over the lazy dog and runs away from everything it\\\n    \\ has ever known, leaving nothing behind but dust\\tthe quick brown fox jumps over\\\n    \\ the lazy dog and runs away from everything it has ever known, leaving nothing\\\n    \\ behind but dust"\n',
  ],
  [
    '[long, long]|to_nice_yaml',
    '- the quick brown fox jumps over the lazy dog and runs away from everything it has\n    ever known, leaving nothing behind but dust\n- the quick brown fox jumps over the lazy dog and runs away from everything it has\n    ever known, leaving nothing behind but dust\n',
  ],
  [
    "[long.split(' ')]|to_yaml",
    "- [the, quick, brown, fox, jumps, over, the, lazy, dog, and, runs, away, from, everything,\n  it, has, ever, 'known,', leaving, nothing, behind, but, dust]\n",
  ],
  [
    "long.split(' ')|to_yaml",
    "[the, quick, brown, fox, jumps, over, the, lazy, dog, and, runs, away, from, everything,\n  it, has, ever, 'known,', leaving, nothing, behind, but, dust]\n",
  ],
  [
    "{'a': long.split(' ')}|to_yaml",
    "a: [the, quick, brown, fox, jumps, over, the, lazy, dog, and, runs, away, from, everything,\n  it, has, ever, 'known,', leaving, nothing, behind, but, dust]\n",
  ],
  ['[[1,[2,3]],[4]]|to_nice_yaml', '-   - 1\n    -   - 2\n        - 3\n-   - 4\n'],
  ['[[1,[2,3]],[4]]|to_yaml', '- - 1\n  - [2, 3]\n- [4]\n'],
  ["[{'a': [{'b': 1, 'c': [1]}]}]|to_nice_yaml", '-   a:\n    -   b: 1\n        c:\n        - 1\n'],
  ["{'e': [], 'f': {}, 'g': [[]], 'h': [{}]}|to_nice_yaml", 'e: []\nf: {}\ng:\n- []\nh:\n- {}\n'],
  ["{'e': [], 'f': {}, 'g': [[]], 'h': [{}]}|to_yaml", 'e: []\nf: {}\ng:\n- []\nh:\n- {}\n'],
  ["{1: 'a', 2.5: 'b', true: 'c', none: 'd'}|to_nice_yaml", '1: c\n2.5: b\nnull: d\n'],
  ["[1.0, 1e20, 1e-7, 0.1, 'inf'|float, 'nan'|float]|to_yaml", '[1.0, 1.0e+20, 1.0e-07, 0.1, .inf, .nan]\n'],
  ["'text'|to_yaml", 'text\n'],
  ["'yes'|to_yaml", "'yes'\n"],
  ['5|to_yaml', '5\n'],
  ['[]|to_yaml', '[]\n'],
  [
    "{'k' * 130: 1}|to_yaml",
    '{? kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n  : 1}\n',
  ],
  [
    "{'k' * 130: [1]}|to_nice_yaml",
    '? kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n:   - 1\n',
  ],
  ["{'x': 'a'}|to_yaml(explicit_start=true)", '--- {x: a}\n'],
  ["[{'x': 1}]|to_nice_yaml(explicit_start=true, sort_keys=false)", '---\n-   x: 1\n'],
  [
    "{'s': 'word ' * 30}|to_nice_yaml",
    "s: 'word word word word word word word word word word word word word word word word\n    word word word word word word word word word word word word word word '\n",
  ],
  [
    '{\'s\': "it\'s " ~ long ~ " \'"}|to_nice_yaml(width=40)',
    "s: it's the quick brown fox jumps over the\n    lazy dog and runs away from everything\n    it has ever known, leaving nothing behind\n    but dust '\n",
  ],
  [
    "'a: 1\\nb: [x, yes]\\nc: 017\\nd: 1:30\\ne: 1e3\\nf: y\\ng: 1_000\\nh: 0x1f\\ni: .5\\nj: ~\\nk:'|from_yaml",
    "{'a': 1, 'b': ['x', True], 'c': 15, 'd': 90, 'e': '1e3', 'f': 'y', 'g': 1000, 'h': 31, 'i': 0.5, 'j': None, 'k': None}",
  ],
  ["'- &a {x: 1}\\n- *a\\n- {<<: *a, y: 2}'|from_yaml", "[{'x': 1}, {'x': 1}, {'x': 1, 'y': 2}]"],
  ["'1: a\\n2: b\\n'|from_yaml", "{1: 'a', 2: 'b'}"],
  ["'a: |\\n  x\\n  y\\nb: >\\n  p\\n  q\\n'|from_yaml", "{'a': 'x\\ny\\n', 'b': 'p q\\n'}"],
  ['\'a: !!str 5\\nb: !!int "7"\\nc: "5"\'|from_yaml', "{'a': '5', 'b': 7, 'c': '5'}"],
];

test('YAML is read and written as PyYAML does', () => {
  for (const [text, expected] of table) assert.equal(renderFile(`{{ ${text} }}`, variables()), expected, text);
});
