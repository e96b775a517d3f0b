import { type CollectionTag, parseDocument, type ScalarTag, YAMLMap } from 'yaml';
import { invalid } from '../refuse.ts';
import { type Fields, isFields, type Value } from './value.ts';

/** The functions that have a short tag in YAML, and the key that each stands for (User guide: Intrinsic functions). */
const tagged: Readonly<Record<string, string>> = {
  '!Ref': 'Ref',
  '!Condition': 'Condition',
  ...Object.fromEntries(
    [
      'And Base64 Cidr Equals FindInMap ForEach GetAZs GetAtt If ImportValue Join Length Not Or Select Split Sub',
      'ToJsonString Transform',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [`!${name}`, `Fn::${name}`]),
  ),
};

/** Reads a template, JSON or YAML. */
export function parseTemplate(body: string): Fields {
  const template = body.trimStart().startsWith('{') ? parseJson(body) : parseYaml(body);
  if (!isFields(template)) throw invalid('Template format error: unsupported structure.');
  return template;
}

function parseJson(body: string): Value {
  try {
    return JSON.parse(body) as Value;
  } catch (error) {
    // YAML in flow style begins with a brace as well.
    const yaml = readYaml(body);
    if (yaml.error === undefined) return yaml.value;
    // Without a position it is the end that came too early.
    const at = Number(/position (\d+)/.exec(String(error))?.[1] ?? body.length);
    throw invalid(`Template format error: JSON not well-formed.${place(body, at)}`);
  }
}

function place(body: string, offset: number): string {
  const before = body.slice(0, offset).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`;
}

function parseYaml(body: string): Value {
  const { value, error } = readYaml(body);
  if (error !== undefined) throw invalid(`Template format error: YAML not well-formed. ${error}`);
  return value;
}

function readYaml(body: string): { readonly value: Value; readonly error?: string } {
  const document = parseDocument(body, { customTags: shortTags, version: '1.2', logLevel: 'silent' });
  const [problem] = [...document.errors, ...document.warnings];
  if (!problem) return { value: document.toJS({ maxAliasCount: 100 }) as Value };
  const [{ line, col } = { line: 1, col: 1 }] = problem.linePos ?? [];
  return { value: null, error: `(line ${line}, column ${col})` };
}

const shortTags = Object.entries(tagged).flatMap(([tag, key]): (ScalarTag | CollectionTag)[] => [
  // A scalar's value goes as it is into the document's, a collection as a node.
  { tag, resolve: (text: string) => ({ [key]: key === 'Fn::GetAtt' ? attributeOf(text) : text }) },
  { tag, collection: 'seq', resolve: (list) => call(key, list) },
  { tag, collection: 'map', resolve: (map) => call(key, map) },
]);

function call(key: string, argument: unknown): YAMLMap {
  const map = new YAMLMap();
  map.set(key, argument);
  return map;
}

/** `A.B.C` is the attribute `B.C` of `A`. */
function attributeOf(text: string): string[] {
  const [name = '', ...attribute] = text.split('.');
  return [name, attribute.join('.')];
}
