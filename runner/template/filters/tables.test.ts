import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, holdTo, type Recorded, render } from '../testing.ts';

const variables = {
  line: '\n',
  open: 'a\n"x',
  csv: 'name,qty\napple,3\n"pear, big","4"\n',
  csvt: 'a\tb\n1\t2\n',
  csvs: 'a, b\n1, 2\n',
};

/** Recorded from community.general 6.5. */
const recorded: Recorded = [
  [
    'csv|community.general.from_csv',
    [
      { name: 'apple', qty: '3' },
      { name: 'pear, big', qty: '4' },
    ],
  ],
  ["csvt|community.general.from_csv(dialect='excel-tab')", [{ a: '1', b: '2' }]],
  ['csvs|community.general.from_csv(skipinitialspace=true)', [{ a: '1', b: '2' }]],
  [
    "csv|community.general.from_csv(fieldnames=['x','y'])",
    [
      { x: 'name', y: 'qty' },
      { x: 'apple', y: '3' },
      { x: 'pear, big', y: '4' },
    ],
  ],
  ["'a,b\\n1\\n1,2,3\\n'|community.general.from_csv", []],
];

test('CSV and INI behave as in Ansible', () => holdTo(recorded, variables));

test('INI texts are read and written', () => {
  const text = '[DEFAULT]\nbase = /x\n[a]\nPath = %(base)s/y\n; note\nlong = 1\n  2\npct = 5%%\n[b]\nk: v';
  holdTo(
    [
      ['text | from_ini', { a: { base: '/x', Path: '/x/y', long: '1\n2', pct: '5%' }, b: { base: '/x', k: 'v' } }],
      ["{'a': {'x': 1, 'y': 'z'}, 'b': {}} | to_ini", '[a]\nx = 1\ny = z\n\n[b]\n'],
    ],
    { text },
  );
});

/** An expression, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ["csv | from_csv(dialect='zork')", /unknown dialect/],
  ["csv | from_csv(delimiter='--')", /one character/],
  ['open | from_csv(strict=true)', /never closed/],
  ["'x = 1' | from_ini", /before the first/],
  ["('[a]' ~ line ~ 'x') | from_ini", /no key = value/],
  ["('[a]' ~ line ~ 'x=%(y)s') | from_ini", /stands for no key/],
  ['[1] | to_ini', /must be a dict/],
];

test('CSV and INI say what is wrong', () => {
  for (const [text, message] of bad)
    assert.match(errorOf(() => render(`{{ ${text} }}`, variables)).message, message, text);
});
