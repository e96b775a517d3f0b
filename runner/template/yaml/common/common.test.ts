import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Document, ParsedNode } from 'yaml';
import { packageRoot } from '../../../package_root.ts';
import { libraryNode } from '../library_nodes.ts';
import type { YamlNode } from '../nodes.ts';
import { parseYaml } from '../parse.ts';
import { commonYaml } from './common.ts';

const options = {
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** What the whole parser makes of a text; undefined when it finds a mistake or nothing. */
function wholly(text: string): YamlNode | undefined {
  const [document, second] = parseYaml(text, options, true) as [Document.Parsed, Document.Parsed?];
  if (second || document.errors.length > 0 || document.warnings.length > 0 || !document.contents) return undefined;
  return libraryNode(document.contents as ParsedNode);
}

/** Where lists and mappings end nobody asks. */
function shape(node: YamlNode | undefined): unknown {
  if (!node || node.kind === 'alias') return node;
  const { kind, start } = node;
  if (node.kind === 'list') return { kind, start, items: node.items.map(shape) };
  if (node.kind === 'mapping')
    return { kind, start, pairs: node.pairs.map(({ key, value }) => [shape(key), shape(value)]) };
  return { kind, text: node.text, style: node.style, start, end: node.end, tag: node.tag, anchor: node.anchor };
}

/** Whether the text was read; if it was, the whole parser reads it in the same way. */
function isReadAlike(text: string): boolean {
  const read = commonYaml(text);
  if (read) assert.deepEqual(shape(read), shape(wholly(text)), JSON.stringify(text));
  return read !== undefined;
}

const textsBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

const texts = [
  ...['roles', 'runner'].flatMap((folder) => textsBelow(join(packageRoot(), folder))),
  ...['playbook.yml', 'cloudformation.yml', 'package.json'].map((name) =>
    readFileSync(join(packageRoot(), name), 'utf8'),
  ),
];

test('files that are written plainly are read as the whole parser reads them', () => {
  const read = texts.filter(isReadAlike);
  assert.ok(read.length > 25 && read.length > texts.length * 0.75, `${read.length} of ${texts.length}`);
});

test('what is common in playbooks is read', () => {
  const common = [
    '---\n# a comment\n- name: x\n  hosts: [a, b]\n',
    'a:\n- b\n- c: 1\n  d:\n    - e\nf: # nothing\ng:\n',
    'a: {b: 1, "c": [x, {d: e}], \'f\': ""}\n',
    'a: [\n    b,\n    c: d,\n  ]\n'.replace('c: d', '{ c: d }'),
    '- - a\n  - b\n-\n  - c\n-\n- d\n',
    'a: some text\n  that goes on\n\n  in several lines # but not here\nb: 1\n',
    'a:\n  text below\n  its key\n',
    'a: |\n  one\n\n    two\n  three\n\n\nb: >-\n  one\n  two\n\n  three\n   four\n  five\n',
    'a: |+\n  keep\n\n\nb: >+\n  keep\n\nc: >\n\n  late\n',
    '- "a \\" \\n \\u00e9 \\\\"\n- \'it\'\'s\'\n- a: "b: c # d"\n  "e f": g\n',
    "when: x == 'y' and z != \"q\"\nmsg: it's 10:30, see http://x/#y\n",
    '- name: x\n\n  # a comment\n  # another\n  debug: msg="a b" # no more\n',
    '{"json": [1, 2.5, true, null, "a\\/b"],"x":{"y":{}},"z":[]}\n',
    '{\n  "json": [\n    1,\n    {"a": "b"}\n  ]\n}\n',
    'a: -1\nb: .5\nc: -x\nd: a-b\ne: <<\nf: ~\n',
  ];
  for (const text of common) assert.ok(isReadAlike(text), text);
});

test('what is rare, and every mistake, is left to the whole parser', () => {
  const left = [
    'a: &x 1\nb: *x\n',
    'a: !unsafe x\n',
    '? a\n: b\n',
    '%YAML 1.1\n---\na: 1\n',
    'a: 1\n---\nb: 2\n',
    'a: 1\n...\n',
    'a:\t1\n',
    'a: 1\r\n',
    'a: "two\n  lines"\n',
    'a: |2\n    x\n',
    'a: [b: c]\n',
    'a: {b}\n',
    'a: {{ b }}\n',
    'a: b: c\n',
    'a: 1\n  b: 2\n',
    'a:\n    b: 1\n  c: 2\n',
    '- a\nb: 1\n',
    'a: "b" c\n',
    'a: @b\n',
    'a: [b\n',
    "a: 'b\n",
    'a: "\\q"\n',
    'text\n',
    '# nothing\n',
    '',
    `${'- '.repeat(200)}a\n`,
    `a: ${'['.repeat(200)}${']'.repeat(200)}\n`,
  ];
  for (const text of left) assert.equal(commonYaml(text), undefined, text);
});

/** Numbers below `limit`, the same ones in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const pieces =
  `a|b: |: |:|- |-|\n|\n|\n  |\n    |  | # c|#|'|"|[|]|{|}|, |,|x y|>|>-\n|? |& |*a|!t |---\n|...\n|<<: |\\n|\\|1|"q"|'r'|"k": |é|@`
    .split('|')
    .concat('|', '|\n  ', '|\n ');

test('whatever is read, the whole parser reads in the same way: random texts', () => {
  const below = numbers(1);
  let read = 0;
  for (let round = 0; round < 6_000; round++) {
    const text = Array.from({ length: 2 + below(14) }, () => pieces[below(pieces.length)]).join('');
    if (isReadAlike(text)) read++;
  }
  assert.ok(read > 100, String(read));
});

test('whatever is read, the whole parser reads in the same way: files with a part left out, doubled or moved', () => {
  const below = numbers(2);
  const short = texts.filter(({ length }) => length < 3_000);
  for (let round = 0; round < 1_200; round++) {
    const text = short[below(short.length)]!;
    const from = below(text.length);
    const to = from + 1 + below(6);
    const changed = [text.slice(0, from) + text.slice(to), text.slice(0, to) + text.slice(from)];
    const piece = pieces[below(pieces.length)];
    isReadAlike([...changed, text.slice(0, from) + piece + text.slice(from)][round % 3]!);
  }
});
