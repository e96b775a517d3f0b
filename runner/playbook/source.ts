import { readFileSync } from 'node:fs';
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  YAMLParseError,
} from 'yaml';
import type { Diagnostic } from '../diagnostics.ts';
import { newDict } from '../template/values.ts';
import { parseYaml } from '../template/yaml/parse.ts';
import { type Keyring, noKeyring } from '../vault/keyring.ts';
import { decryptedText } from './encrypted.ts';
import { type Ignore, ignoresIn } from './ignores.ts';
import { type Lines, linesOf, placeOf } from './locate.ts';
import { isList, isMapping, type Node, type Pair } from './node.ts';
import { scalarNode } from './scalar_node.ts';
import { syntaxDiagnostic } from './syntax_errors.ts';

/** A YAML or JSON file read into values with places. Without `root` it did not parse; an empty file is null. */
export interface Source {
  readonly file: string;
  readonly root?: Node;
  readonly diagnostics: readonly Diagnostic[];
  /** The whole file is a vault. */
  readonly encrypted?: boolean;
  /** Its comments that switch a rule off. */
  readonly ignores?: readonly Ignore[];
}

/** Reads a file of a playbook. Throws as `readFileSync` does when it cannot be read. */
export const readSource = (file: string, keyring?: Keyring): Source =>
  parseSource(file, readFileSync(file, 'utf8'), keyring);

/**
 * Parses YAML 1.1 as PyYAML reads it, for Ansible's files: booleans like `yes`, octal numbers, merge keys, `!unsafe`. Duplicate keys,
 * which YAML forbids and Ansible only warns about, are mistakes. What is encrypted as a whole is decrypted first.
 */
export function parseSource(file: string, written: string, keyring: Keyring = noKeyring): Source {
  const { text, encrypted, problem } = decryptedText(file, written, keyring);
  if (problem) return { file, diagnostics: [problem], encrypted };
  const lines = linesOf(file, text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
  const documents = parseYaml(lines.text, yamlOptions, true);
  if (!documents) return { file, diagnostics: [tooMuch(lines, 'the file is nested too deeply')], encrypted };
  const [document, second] = documents as [Document.Parsed, Document.Parsed?];
  const error = document.errors[0] ?? (second && severalDocuments(second));
  if (error) return { file, diagnostics: [syntaxDiagnostic(lines, error, document, encrypted)], encrypted };
  const diagnostics: Diagnostic[] = [];
  const reader: Reader = { lines, diagnostics, keyring, encrypted, anchors: new Map(), open: new Set() };
  const contents = document.contents as ParsedNode | null;
  const root = contents ? readNode(reader, contents) : nothing(lines);
  const ignores = ignoresIn(lines);
  if (expandsTooMuch(root))
    return {
      file,
      diagnostics: [tooMuch(lines, `the aliases of the file expand to more than ${maxParts} parts`)],
      encrypted,
      ignores,
    };
  return { file, root, diagnostics, encrypted, ignores };
}

const yamlOptions = {
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

const severalDocuments = ({ range: [start, end] }: Document.Parsed) =>
  new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'the file holds several documents');

/** Parts that a file may have, those behind aliases counted each time; more is an attack. */
const maxParts = 2_000_000;

function expandsTooMuch(root: Node): boolean {
  const sizes = new Map<Node, number>();
  const sizeOf = (node: Node): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    const parts = [...(node.items ?? []), ...(node.pairs ?? []).map((pair) => pair.node)];
    const size = parts.reduce((sum, part) => sum + sizeOf(part), 1);
    sizes.set(node, size);
    return size;
  };
  return sizeOf(root) > maxParts;
}

const tooMuch = (lines: Lines, message: string): Diagnostic => ({
  code: 'yaml-syntax',
  message,
  place: placeOf(lines, 0),
  hint: 'a file of a playbook is never that large: something else made it',
});

interface Reader {
  readonly lines: Lines;
  readonly diagnostics: Diagnostic[];
  readonly keyring: Keyring;
  readonly encrypted: boolean;
  readonly anchors: Map<string, Node>;
  /** Anchors whose node is being read: an alias to one of them would be endless. */
  readonly open: Set<string>;
}

const nothing = (lines: Lines): Node => ({ value: null, place: placeOf(lines, 0) });

function readNode(reader: Reader, node: ParsedNode): Node {
  if (isAlias(node)) return readAlias(reader, node.source, node.range);
  const anchor = node.anchor;
  if (anchor !== undefined) reader.open.add(anchor);
  const read = isMap(node)
    ? readMapping(reader, node)
    : isSeq(node)
      ? readList(reader, node)
      : scalarNode(reader, node as Scalar.Parsed);
  if (anchor !== undefined) {
    reader.open.delete(anchor);
    reader.anchors.set(anchor, read);
  }
  return read;
}

function readAlias({ anchors, open, lines, diagnostics }: Reader, name: string, range: readonly number[]): Node {
  const known = open.has(name) ? undefined : anchors.get(name);
  if (known) return known;
  const place = placeOf(lines, range[0]!, range[1]);
  diagnostics.push({
    code: 'yaml-alias',
    message: open.has(name)
      ? `the alias *${name} stands inside its own anchor`
      : `no anchor &${name} stands before its alias`,
    place,
    hint: `define it with &${name} above, or quote the text if a leading * was meant`,
  });
  return { value: null, place };
}

function readList(reader: Reader, node: { items: unknown[]; range: readonly number[] }): Node {
  const items = node.items.map((item) => readNode(reader, (isPair(item) ? item.value : item) as ParsedNode));
  return { value: items.map((item) => item.value), place: placeOf(reader.lines, node.range[0]!), items };
}

function readMapping(
  reader: Reader,
  node: { items: { key: ParsedNode; value: ParsedNode | null }[]; range: readonly number[]; tag?: string },
): Node {
  const own = new Map<unknown, Pair>();
  const merged: Pair[] = [];
  for (const item of node.items) {
    const key = readKey(reader, item.key);
    if (key === undefined) continue;
    const value = item.value ? readNode(reader, item.value) : { value: null, place: key.place };
    if (key.merge) merged.push(...mergedPairs(reader, value));
    else {
      const first = own.get(key.value);
      if (first) reader.diagnostics.push(duplicateKey(key.value, key.place, first));
      own.set(key.value, { key: key.value, place: key.place, node: value });
    }
  }
  const pairs = [...new Map([...merged, ...own.values()].map((pair) => [pair.key, pair])).values()];
  return {
    value: newDict(pairs.map(({ key, node: { value } }) => [key, value])),
    place: placeOf(reader.lines, node.range[0]!),
    pairs,
  };
}

function readKey(reader: Reader, key: ParsedNode) {
  const place = placeOf(reader.lines, key.range[0], key.range[1]);
  if (isScalar(key) || isAlias(key)) {
    const plain = isScalar(key) && key.type === 'PLAIN' && !key.tag;
    if (plain && key.value === '<<') return { value: '<<', place, merge: true };
    const { value } = isScalar(key) ? scalarNode(reader, key, 'key') : readNode(reader, key);
    if (value === null || typeof value !== 'object') return { value, place, merge: false };
  }
  const braces = reader.lines.text.slice(key.range[0] - 1, key.range[0] + 1) === '{{';
  reader.diagnostics.push({
    code: 'yaml-key',
    message: braces
      ? 'a value that starts with {{ is read as a mapping'
      : 'a key must be text, not a list or a mapping',
    place: braces ? placeOf(reader.lines, key.range[0] - 1, key.range[0] + 1) : place,
    ...(braces ? { hint: 'put the whole value in quotes: "{{ … }}"' } : {}),
  });
  return undefined;
}

/** What `<<: *base` or `<<: [*a, *b]` brings: the first of several wins, and every key of the mapping's own wins over them. */
function mergedPairs(reader: Reader, value: Node): readonly Pair[] {
  if (isMapping(value)) return value.pairs;
  if (isList(value) && value.items.every(isMapping))
    return value.items.toReversed().flatMap((item) => item.pairs ?? []);
  reader.diagnostics.push({
    code: 'yaml-merge',
    message: '<< merges mappings only',
    place: value.place,
    hint: 'give it an alias of a mapping, or a list of such aliases',
  });
  return [];
}

const duplicateKey = (key: unknown, place: Pair['place'], first: Pair): Diagnostic => ({
  code: 'duplicate-key',
  message: `"${String(key)}" is given twice in one mapping`,
  place,
  hint: `it is first given at line ${first.place.line}, column ${first.place.column}; keep one of them`,
});
