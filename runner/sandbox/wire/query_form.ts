import type { NormalizedSchema } from '@smithy/core/schema';
import { readScalar } from './scalars.ts';
import { xmlName } from './xml.ts';

interface FormNode {
  value?: string;
  children?: Map<string, FormNode>;
}

/** The input of a query operation: `Filter.1.Value.2=x` back into structures, lists and maps. */
export function readQueryForm(schema: NormalizedSchema, form: URLSearchParams, dialect: 'awsQuery' | 'ec2Query') {
  return readNode(schema, toTree(form), dialect === 'ec2Query', '');
}

function toTree(form: URLSearchParams): FormNode {
  const root: FormNode = {};
  for (const [key, value] of form) {
    let node = root;
    for (const part of key.split('.')) {
      node.children ??= new Map();
      let next = node.children.get(part);
      if (!next) {
        next = {};
        node.children.set(part, next);
      }
      node = next;
    }
    node.value = value;
  }
  return root;
}

function readNode(schema: NormalizedSchema, node: FormNode, ec2: boolean, path: string): unknown {
  if (schema.isUnitSchema()) return undefined;
  if (schema.isStructSchema()) return readStruct(schema, node, ec2, path);
  const { xmlFlattened } = schema.getMergedTraits();
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const holder = ec2 || xmlFlattened ? node : node.children?.get(xmlName(item, 'member'));
    return numbered(holder).map((child, index) => readNode(item, child, ec2, `${path}.${index + 1}`));
  }
  if (schema.isMapSchema()) {
    const entries = numbered(xmlFlattened ? node : node.children?.get('entry'));
    return readMap(schema, entries, ec2, path);
  }
  return readScalar(schema, node.value ?? '', path);
}

function readStruct(schema: NormalizedSchema, node: FormNode, ec2: boolean, path: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const key = formKey(member, name, ec2);
    const child = node.children?.get(key);
    if (child) out[name] = readNode(member, child, ec2, path ? `${path}.${key}` : key);
  }
  return out;
}

/** EC2 spells its form keys with a capital, or as `ec2QueryName` says. */
function formKey(member: NormalizedSchema, name: string, ec2: boolean): string {
  const traits = member.getMemberTraits() as { xmlName?: string; ec2QueryName?: string };
  if (!ec2) return traits.xmlName ?? name;
  const plain = traits.xmlName ?? name;
  return traits.ec2QueryName ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

function readMap(schema: NormalizedSchema, entries: FormNode[], ec2: boolean, path: string): Record<string, unknown> {
  const value = schema.getValueSchema();
  const keyName = xmlName(schema.getKeySchema(), 'key');
  const valueName = xmlName(value, 'value');
  return Object.fromEntries(
    entries.map((entry) => [
      entry.children?.get(keyName)?.value ?? '',
      readNode(value, entry.children?.get(valueName) ?? { value: '' }, ec2, path),
    ]),
  );
}

/** The children `.1`, `.2`, … in order. */
function numbered(node: FormNode | undefined): FormNode[] {
  return [...(node?.children ?? [])]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
