import type { NormalizedSchema } from '@smithy/core/schema';

/** Kinds of values to send: plain ones, hostile ones, and empty ones. */
export const variants = ['plain', 'hostile', 'empty'] as const;
export type Variant = (typeof variants)[number];

/** Recursive shapes end here. */
const deepest = 13;

/** A value of that schema, the same at every run: what the round-trip test sends through the wire layer. */
export function generate(schema: NormalizedSchema, variant: Variant, depth = 0, key = 'x'): unknown {
  if (schema.isUnitSchema()) return undefined;
  if (schema.isStructSchema()) return generateStruct(schema, variant, depth);
  if (schema.isListSchema()) return generateList(schema, variant, depth, key);
  if (schema.isMapSchema()) {
    if (variant === 'empty' || depth > deepest) return {};
    const value = (name: string) => generate(schema.getValueSchema(), variant, depth + 1, name);
    return { k1: value(key), 'k.2': value(`${key}2`) };
  }
  return generateScalar(schema, variant, key);
}

function generateStruct(schema: NormalizedSchema, variant: Variant, depth: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  if (depth > deepest) return out;
  const required = (schema.getSchema() as unknown as { 6?: number })[6] ?? 0;
  let index = 0;
  for (const [name, member] of schema.structIterator()) {
    // A union has exactly one member.
    if (schema.isUnionSchema() && index > 0) break;
    // What must be there cannot be empty: query protocols would lose it.
    const own = variant === 'empty' && index < required && isCollection(member) ? 'plain' : variant;
    const value = member.isStreaming() ? undefined : generate(member, own, depth + 1, name);
    if (value !== undefined) out[name] = value;
    index += 1;
  }
  return out;
}

function isCollection(schema: NormalizedSchema): boolean {
  return schema.isListSchema() || schema.isMapSchema() || schema.isStructSchema();
}

function generateList(schema: NormalizedSchema, variant: Variant, depth: number, key: string): unknown[] {
  if (variant === 'empty' || depth > deepest) return [];
  const item = schema.getValueSchema();
  return [1, 2]
    .map((number) => generate(item, variant, depth + 1, `${key}${number}`))
    .filter((each) => each !== undefined);
}

function generateScalar(schema: NormalizedSchema, variant: Variant, key: string): unknown {
  if (schema.isStringSchema()) return text[variant](key);
  if (schema.isBooleanSchema()) return key.length % 2 === 0;
  if (schema.isBigIntegerSchema()) return 12n;
  if (schema.isNumericSchema()) return variant === 'hostile' ? -3 : key.length;
  if (schema.isTimestampSchema()) return new Date(variant === 'hostile' ? 1_700_000_000_123 : 1_700_000_000_000);
  if (schema.isBlobSchema()) return new Uint8Array(variant === 'empty' ? [] : [0, 1, 254, 255]);
  if (schema.isDocumentSchema()) return { a: 1 };
  throw new Error(`no values for ${schema.getName(true)}`);
}

const text: Record<Variant, (key: string) => string> = {
  plain: (key) => `s-${key}`,
  hostile: (key) => ` a<&>"'é\n\t]]>\u{1F600} %41+b=${key} `,
  empty: () => '',
};

/** A value in a form that compares: bytes and dates as text. */
export function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? {}, (_key, each: unknown) => {
      if (typeof each === 'bigint') return each.toString();
      return each instanceof Uint8Array ? { bytes: [...each] } : each;
    }),
  );
}

/** The same without what is empty: maps and structures, and lists too. */
export function withoutEmpty(value: unknown, what: 'maps' | 'lists and maps'): unknown {
  return prune(comparable(value), what === 'lists and maps') ?? {};
}

function prune(value: unknown, lists: boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const pruned = Object.entries(value)
    .map(([key, each]): [string, unknown] => [key, prune(each, lists)])
    .filter(([, each]) => each !== undefined);
  if (pruned.length === 0 && (lists || !Array.isArray(value))) return undefined;
  return Array.isArray(value) ? pruned.map(([, each]) => each) : Object.fromEntries(pruned);
}
