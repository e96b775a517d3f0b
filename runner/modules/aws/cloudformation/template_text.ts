import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml';
import { PlayError } from '../../../diagnostics.ts';
import { type Data, isRecord } from './data.ts';
import type { Template } from './template.ts';

/**
 * A template, YAML or JSON, as data: short forms such as `!Ref x` are spelled out. What only AWS can tell (types of resources, their
 * properties) is not looked at. Throws PlayError at the place of the mistake.
 *
 * @param file where the text stands; for messages
 */
export function parseTemplate(text: string, file: string): Template {
  const lines = new LineCounter();
  // Words like `yes` are booleans as in YAML 1.1, and dates stay text.
  const options = { version: '1.1', schema: 'yaml-1.1', customTags: withoutTimestamps, lineCounter: lines } as const;
  const document = parseDocument(text, { ...options, merge: false, logLevel: 'error' });
  const at = (offset: number) => ({ line: lines.linePos(offset).line, column: lines.linePos(offset).col });
  const [error] = document.errors;
  if (error) throw mistake(file, `the template cannot be read: ${firstLine(error.message)}`, at(error.pos[0]));
  const data = readNode(document.contents, (node, message) => mistake(file, message, at(node.range?.[0] ?? 0)));
  if (!isRecord(data) || !isRecord(data['Resources']) || Object.keys(data['Resources']).length === 0)
    throw mistake(file, 'the template has no Resources', { hint: 'a CloudFormation template describes at least one' });
  for (const [name, resource] of Object.entries(data['Resources']))
    if (!/^Fn::/.test(name) && (!isRecord(resource) || typeof resource['Type'] !== 'string'))
      throw mistake(file, `resource ${name} of the template has no Type`, { hint: 'say e.g. Type: AWS::S3::Bucket' });
  return data as unknown as Template;
}

const withoutTimestamps = <T extends { tag?: string } | string>(tags: T[]): T[] =>
  tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:timestamp');

const firstLine = (message: string): string => message.split(/ at line \d+|\n/)[0]!;

interface At {
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
}

function mistake(file: string, message: string, { line, column, hint }: At): PlayError {
  const place = line === undefined ? '' : `${file}:${line}:${column}: `;
  return new PlayError({ code: 'stack-template', message: `${place}${message}`, ...(hint && { hint }) });
}

type Blame = (node: Node, message: string) => PlayError;

function readNode(node: ParsedNode | Node | null, blame: Blame): Data {
  if (node === null) return null;
  if (isAlias(node)) throw blame(node, 'the template uses a YAML alias, which CloudFormation does not take');
  const plain = plainOf(node, blame);
  const tag = node.tag;
  return tag?.startsWith('!') && tag !== '!' ? spelledOut(tag.slice(1), plain) : plain;
}

function plainOf(node: Node, blame: Blame): Data {
  if (isSeq(node)) return node.items.map((item) => readNode(item as Node, blame));
  if (isMap(node))
    return Object.fromEntries(
      node.items.map(({ key, value }) => [
        String(isScalar(key) ? key.value : key),
        readNode(value as Node | null, blame),
      ]),
    );
  return isScalar(node) ? (node.value as Data) : null;
}

/** `!GetAtt A.B` as `{Fn::GetAtt: [A, B]}`. */
function spelledOut(tag: string, value: Data): Data {
  if (tag === 'Ref' || tag === 'Condition') return { [tag]: value };
  if (tag === 'GetAtt' && typeof value === 'string') {
    const [name = '', ...attribute] = value.split('.');
    return { 'Fn::GetAtt': [name, attribute.join('.')] };
  }
  return { [`Fn::${tag}`]: value };
}
