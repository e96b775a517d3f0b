import type { Diagnostic } from '../diagnostics.ts';
import { newDict } from '../template/values.ts';
import type { YamlAlias, YamlList, YamlMapping, YamlNode } from '../template/yaml/nodes.ts';
import { placeOf } from './locate.ts';
import { isList, isMapping, type Node, type Pair } from './node.ts';
import { type ScalarReader, scalarNode } from './scalar_node.ts';

/** What reading the nodes of one file shares. */
export interface Reader extends ScalarReader {
  readonly anchors: Map<string, Node>;
  /** Anchors whose node is being read: an alias to one of them would be endless. */
  readonly open: Set<string>;
}

/** A node with its values, types and places; what is wrong with them is noted. */
export function readNode(reader: Reader, node: YamlNode): Node {
  if (node.kind === 'alias') return readAlias(reader, node);
  const { anchor } = node;
  if (anchor === undefined) return readContent(reader, node);
  reader.open.add(anchor);
  const read = readContent(reader, node);
  reader.open.delete(anchor);
  reader.anchors.set(anchor, read);
  return read;
}

function readContent(reader: Reader, node: Exclude<YamlNode, YamlAlias>): Node {
  if (node.kind === 'scalar') return scalarNode(reader, node);
  return node.kind === 'list' ? readList(reader, node) : readMapping(reader, node);
}

function readAlias({ anchors, open, lines, diagnostics }: Reader, { name, start, end }: YamlAlias): Node {
  const known = open.has(name) ? undefined : anchors.get(name);
  if (known) return known;
  const place = placeOf(lines, start, end);
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

function readList(reader: Reader, node: YamlList): Node {
  const items = node.items.map((item) => readNode(reader, item));
  return { value: items.map((item) => item.value), place: placeOf(reader.lines, node.start), items };
}

function readMapping(reader: Reader, node: YamlMapping): Node {
  const own = new Map<unknown, Pair>();
  const merged: Pair[] = [];
  for (const item of node.pairs) {
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
  const pairs =
    merged.length === 0
      ? [...own.values()]
      : [...new Map([...merged, ...own.values()].map((pair) => [pair.key, pair])).values()];
  return {
    value: newDict(pairs.map(({ key, node: { value } }) => [key, value])),
    place: placeOf(reader.lines, node.start),
    pairs,
  };
}

function readKey(reader: Reader, key: YamlNode) {
  const place = placeOf(reader.lines, key.start, key.end);
  if (key.kind === 'scalar' || key.kind === 'alias') {
    const isPlain = key.kind === 'scalar' && key.style === 'plain' && !key.tag;
    if (isPlain && key.text === '<<') return { value: '<<', place, merge: true };
    const { value } = key.kind === 'scalar' ? scalarNode(reader, key, 'key') : readNode(reader, key);
    if (value === null || typeof value !== 'object') return { value, place, merge: false };
  }
  const braces = reader.lines.text.slice(key.start - 1, key.start + 1) === '{{';
  reader.diagnostics.push({
    code: 'yaml-key',
    message: braces
      ? 'a value that starts with {{ is read as a mapping'
      : 'a key must be text, not a list or a mapping',
    place: braces ? placeOf(reader.lines, key.start - 1, key.start + 1) : place,
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
