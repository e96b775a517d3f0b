import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { dictEntries, isDict, newDict } from '../python/dict.ts';
import { Fault, type Value } from '../python/types.ts';
import { parseYaml } from './parse.ts';
import { plainScalar, readFloat, readInt } from './scalar.ts';

/** The value of a YAML text, read as PyYAML reads it. */
export function loadYaml(text: string): Value {
  const documents = documentsOf(text);
  if (documents.length > 1)
    throw new Fault('the text holds several YAML documents', { hint: 'read them with | from_yaml_all' });
  return documents[0] ? documentValue(documents[0]) : null;
}

/** The values of all documents of a YAML text. */
export const loadYamlAll = (text: string): Value[] => documentsOf(text).map(documentValue);

function documentsOf(text: string): Document.Parsed[] {
  const documents = parseYaml(text, { schema: 'failsafe', version: '1.1', uniqueKeys: false, logLevel: 'silent' });
  if (!documents) throw new Fault('the text is no YAML that can be read: it is nested too deeply');
  const [error] = documents.flatMap((document) => document.errors);
  if (!error) return documents;
  const before = text.slice(0, error.pos[0]).split('\n');
  const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
  throw new Fault(`the text is no YAML: ${error.message.split(':\n')[0]} at ${place}`);
}

/** Nodes that aliases may expand to; more is an attack. */
const maxNodes = 100_000;
const maxLevels = 600;

function documentValue(document: Document.Parsed): Value {
  let nodes = 0;
  const read = (node: unknown, depth = 0): Value => {
    if (depth > maxLevels)
      throw new Fault('the YAML text is nested too deeply, or an alias stands inside its own anchor');
    if (++nodes > maxNodes) throw new Fault('the YAML text is too large, or its aliases expand to too much');
    if (isAlias(node)) return read(node.resolve(document), depth + 1);
    if (isScalar(node)) return scalar(node);
    if (isSeq(node)) return node.items.map((item) => read(item, depth + 1));
    if (!isMap(node)) return null;
    const inside = (part: unknown) => read(part, depth + 1);
    return mapping(
      node.items.map(({ key, value }) => ({ merge: isMerge(key), key: inside(key), value: inside(value) })),
    );
  };
  return read(document.contents);
}

const isMerge = (key: unknown): boolean => isScalar(key) && key.value === '<<' && key.type === 'PLAIN';

interface Pair {
  readonly merge: boolean;
  readonly key: Value;
  readonly value: Value;
}

/** `<<` puts the entries of other mappings under those written here. */
function mapping(pairs: readonly Pair[]): Value {
  const merged = pairs
    .filter(({ merge }) => merge)
    .flatMap(({ value }) => (Array.isArray(value) ? [...value].reverse() : [value]))
    .flatMap((value) => (isDict(value) ? dictEntries(value) : []));
  return newDict([...merged, ...pairs.filter(({ merge }) => !merge).map(({ key, value }) => [key, value] as const)]);
}

const core = 'tag:yaml.org,2002:';

function scalar(node: Scalar): Value {
  const text = String(node.value ?? '');
  const tag = (node as Node & { tag?: string }).tag;
  if (tag === undefined) return node.type === 'PLAIN' || node.type === undefined ? plainScalar(text) : text;
  if (tag === `${core}int`) return readInt(text);
  if (tag === `${core}float`) return readFloat(text);
  return tag === `${core}bool` || tag === `${core}null` ? plainScalar(text) : text;
}
