import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Template } from '../template/template.ts';
import { Float } from '../template/values.ts';
import { at, nodeAt } from './node.ts';
import { parseSource } from './source.ts';

const parse = (text: string) => parseSource('f.yml', text);
const valueOfText = (text: string) => parse(text).root?.value as Record<string, unknown>;

/** Where the first variable of the template at `path` stands, as line:column. */
function variableAt(text: string, path: (string | number)[], name: string): string {
  const { value } = nodeAt(parse(text).root!, path).node;
  assert.ok(value instanceof Template);
  const variable = value.freeVariables().find((each) => each.name === name);
  return `${variable?.place?.line}:${variable?.place?.column}+${variable?.place?.width}`;
}

test('plain scalars mean what PyYAML takes them for', () => {
  const cases: [string, unknown][] = [
    ['yes', true],
    ['Off', false],
    ['y', 'y'],
    ['~', null],
    ['', null],
    ['017', 15],
    ['08', '08'],
    ['0o17', '0o17'],
    ['0x1F', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['1:30', 90],
    ['1e3', '1e3'],
    ['1.5e+3', new Float(1500)],
    ['1.0', new Float(1)],
    ['.5', 0.5],
    ['12345678901234567890', 12345678901234567890n],
    ['2001-01-01', '2001-01-01'],
  ];
  for (const [text, value] of cases) assert.deepEqual(valueOfText(`k: ${text}\n`)['k'], value, text);
});

test('quoted scalars are text whatever they look like', () => {
  assert.deepEqual(parse(`- "yes"\n- '017'\n- "~"\n`).root?.value, ['yes', '017', '~']);
});

test('integer-like and other keys that are no plain names make a map that keeps their type and order', () => {
  const value = parse('{b: 1, 2: x, true: y, "3": z}\n').root?.value;
  assert.deepEqual(
    [...(value as Map<unknown, unknown>)],
    [
      ['b', 1],
      [2, 'x'],
      [true, 'y'],
      ['3', 'z'],
    ],
  );
});

test('merge keys bring what the mapping does not say itself, the first of several winning', () => {
  const value = valueOfText('a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {z: 3, <<: [*a, *b]}\n');
  assert.deepEqual(value['c'], { x: 1, y: 1, z: 3 });
});

test('a template knows its place in every kind of scalar', () => {
  const cases: [string, string, string][] = [
    ['plain', 'k: a {{ name }}\n', '1:9+4'],
    ['plain over two lines', 'k: a b\n  c {{ name }}\n', '2:8+4'],
    ['double quoted', 'k: "a {{ name }}"\n', '1:10+4'],
    ['double quoted with escapes', 'k: "\\t\\u00e9\\" {{ name }}"\n', '1:19+4'],
    ['double quoted with an emoji', 'k: "\\U0001F600 {{ name }}"\n', '1:19+4'],
    ['double quoted over two lines', 'k: "a\n   {{ name }}"\n', '2:7+4'],
    ['double quoted with an escaped line end', 'k: "a\\\n   {{ name }}"\n', '2:7+4'],
    ['single quoted', "k: 'it''s {{ name }}'\n", '1:14+4'],
    ['literal block', 'k: |\n  first\n    {{ name }}\n', '3:8+4'],
    ['literal block after empty lines', 'k: |\n\n\n  x {{ name }}\n', '4:8+4'],
    ['folded block', 'k: >-\n  first\n  second {{ name }}\n', '3:13+4'],
    ['folded block with a comment in its header', 'k: > # note\n  {{ name }}\n', '2:6+4'],
    ['block with an indentation indicator', 'k: |2\n    {{ name }}\n', '2:8+4'],
    ['lines that end with a carriage return', 'k: |\r\n  a\r\n  {{ name }}\r\n', '3:6+4'],
  ];
  for (const [kind, text, place] of cases) assert.equal(variableAt(text, ['k'], 'name'), place, kind);
});

test('parts of a value know their places, and those of their keys', () => {
  const written = at(parse('a:\n  - b: 1\n    "c d": {e: x}\n').root!);
  const place = (path: (string | number)[], of?: 'key' | 'value') => {
    const { line, column, width } = written.within(path, of);
    return `${line}:${column}+${width}`;
  };
  assert.equal(place(['a', 0, 'b']), '2:8+1');
  assert.equal(place(['a', 0, 'b'], 'key'), '2:5+1');
  assert.equal(place(['a', 0, 'c d'], 'key'), '3:5+5');
  assert.equal(place(['a', 0, 'c d', 'e']), '3:16+1');
  assert.equal(place(['a', 0, 'nope', 'e']), '2:5+1', 'the nearest part that exists');
});

test('!unsafe text is data', () => {
  assert.equal(valueOfText('k: !unsafe "{{ x }}"\n')['k'], '{{ x }}');
});

test('keys are never templates', () => {
  assert.deepEqual(Object.keys(valueOfText('"{{ x }}": 1\n')), ['{{ x }}']);
});

test('an alias gives the same value at the place of its anchor', () => {
  const { root } = parse('a: &x [1]\nb: *x\n');
  assert.deepEqual(root?.value, { a: [1], b: [1] });
});

test('what keeps a file from being read is told with code, place and hint', () => {
  const cases: [string, string, string, RegExp | undefined][] = [
    ['k: {{ x }}\n', 'yaml-key', '1:4', /quotes/],
    ['k: {{ x }}/b\n', 'yaml-syntax', '1:4', /quotes/],
    ['k: "x\n', 'yaml-syntax', '1:4', /close/],
    ['k: a: b\n', 'yaml-syntax', '1:4', /indentation/],
    ['- a: 1\n   b: 2\n', 'yaml-syntax', '1:6', /indentation/],
    ['\tk: 1\n', 'yaml-syntax', '1:1', /spaces/],
    ['k: [1, 2\n', 'yaml-syntax', '2:1', /close/],
    ['k: @x\n', 'yaml-syntax', '1:4', /quotes/],
    ['k: "\\d"\n', 'yaml-syntax', '1:5', /backslash/],
    ['a: 1\n---\nb: 2\n', 'yaml-syntax', '2:1', /split/],
    ['k: *x\n', 'yaml-alias', '1:4', /&x/],
    ['k: &x [*x]\n', 'yaml-alias', '1:8', /&x/],
    ['k: {<<: 1}\n', 'yaml-merge', '1:9', /alias/],
    ['k: !vault |\n  abc\n', 'vault-format', '1:11', /ANSIBLE_VAULT/],
    ['k: !foo x\n', 'yaml-tag', '1:9', /quote/],
    ['k: !!int x\n', 'yaml-tag', '1:10', undefined],
    ['? [a]\n: 1\n', 'yaml-key', '1:3', undefined],
    ['a: 1\nb: 2\na: 3\n', 'duplicate-key', '3:1', /line 1, column 1/],
  ];
  for (const [text, code, place, hint] of cases) {
    const [first] = parse(text).diagnostics;
    assert.equal(first?.code, code, text);
    assert.equal(`${first?.place?.line}:${first?.place?.column}`, place, text);
    if (hint) assert.match(first?.hint ?? '', hint, text);
  }
});

test('an empty file is null', () => {
  assert.deepEqual(parse('# nothing\n').root?.value, null);
});

test('a file whose aliases expand without end, or that is nested too deeply, is refused', () => {
  const names = [...'abcdefgh'];
  const bomb = names.map(
    (name, index) => `${name}: &${name} [${Array(9).fill(index === 0 ? 'x' : `*${names[index - 1]}`)}]`,
  );
  for (const text of [bomb.join('\n'), `x: ${'['.repeat(3_000)}${']'.repeat(3_000)}`, '- '.repeat(10_000)]) {
    const { root, diagnostics } = parseSource('x.yml', text);
    assert.equal(root, undefined);
    assert.match(diagnostics[0]?.message ?? '', /expand to more than|nested too deeply/);
  }
});
