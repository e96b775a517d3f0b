import type { NormalizedSchema } from '@smithy/core/schema';
import { writeTimestamp } from './scalars.ts';
import type { WireResponse } from './service_shape.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Text as XML content. A carriage return is escaped because parsers turn it into a line feed. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => escapes[character]!);
}

/** `<name>content</name>`; the content is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** The element name that a list item, map key or map value has, or the protocol's own. */
export function xmlName(schema: NormalizedSchema, fallback: string): string {
  return (schema.getMergedTraits() as { xmlName?: string }).xmlName ?? fallback;
}

/** An XML answer. */
export function xmlDocument(status: number, body: string, requestId: string): WireResponse {
  return {
    status,
    headers: { 'x-amzn-requestid': requestId, 'content-type': 'text/xml;charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

/** The members of a structure as XML. */
export function writeXmlMembers(schema: NormalizedSchema, value: unknown): string {
  if (schema.isUnitSchema() || !value) return '';
  let out = '';
  for (const [name, member] of schema.structIterator()) {
    const tag = (member.getMemberTraits() as { xmlName?: string }).xmlName ?? name;
    out += writeXml(member, (value as Record<string, unknown>)[name], tag);
  }
  return out;
}

/** One element, or one per item where the schema says that the list is flattened. */
function writeXml(schema: NormalizedSchema, value: unknown, name: string): string {
  if (value === null || value === undefined) return '';
  const flattened = schema.getMergedTraits().xmlFlattened !== undefined;
  if (schema.isStructSchema()) return element(name, writeXmlMembers(schema, value));
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const itemName = flattened ? name : xmlName(item, 'member');
    const items = (value as unknown[]).map((each) => writeXml(item, each, itemName)).join('');
    return flattened ? items : element(name, items);
  }
  if (schema.isMapSchema()) {
    const entries = writeEntries(schema, value as Record<string, unknown>, flattened ? name : 'entry');
    return flattened ? entries : element(name, entries);
  }
  return element(name, scalarText(schema, value));
}

function writeEntries(schema: NormalizedSchema, map: Record<string, unknown>, entryName: string): string {
  const key = schema.getKeySchema();
  const item = schema.getValueSchema();
  return Object.entries(map)
    .map(([name, value]) =>
      element(entryName, writeXml(key, name, xmlName(key, 'key')) + writeXml(item, value, xmlName(item, 'value'))),
    )
    .join('');
}

function scalarText(schema: NormalizedSchema, value: unknown): string {
  if (schema.isTimestampSchema()) return String(writeTimestamp(schema, value as Date, 'date-time'));
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64');
  return escapeXml(String(value));
}
