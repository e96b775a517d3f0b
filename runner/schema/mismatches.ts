import { isOpen } from './coerce.ts';
import type { PropertySchema } from './schema.ts';

/** Names and indexes that lead to a part of a value. */
export type Path = readonly (string | number)[];

/** A part of a value with the schema it has to fit. */
export interface Held {
  readonly schema: PropertySchema;
  readonly value: unknown;
  readonly path: Path;
  /** Whether it is secret or inside something that is. */
  readonly secret: boolean;
}

/** A word of JSON Schema that a value breaks. */
export type Keyword = Exclude<
  keyof PropertySchema,
  'description' | 'aliases' | 'default' | 'items' | 'properties' | 'format' | 'secret' | 'file' | 'expression'
>;

/** One way in which a value does not fit its schema. */
export interface Mismatch extends Held {
  readonly keyword: Keyword;
  /** What is missing (`required`) or unknown (`additionalProperties`). */
  readonly name?: string;
  /** Of `anyOf`: what is wrong with the value by each of the choices. */
  readonly choices?: readonly (readonly Mismatch[])[];
}

/**
 * All ways in which a value that was brought into the types of its schema does not fit it, by the rules of JSON Schema (draft 7). What
 * nobody knows yet fits everywhere, and so does a choice that only waits for it.
 */
export function mismatches(schema: PropertySchema, value: unknown): Mismatch[] {
  const found: Mismatch[] = [];
  hold({ schema, value, path: [], secret: schema.secret === true }, found);
  return found;
}

function hold(at: Held, found: Mismatch[]): void {
  const { schema, value } = at;
  if (isOpen(value)) return;
  if (schema.type && !isA(schema.type, value)) found.push({ ...at, keyword: 'type' });
  if (schema.const !== undefined && schema.const !== value) found.push({ ...at, keyword: 'const' });
  if (schema.enum && !schema.enum.includes(value)) found.push({ ...at, keyword: 'enum' });
  if (schema.anyOf) holdToAny(at, schema.anyOf, found);
  if (typeof value === 'string') holdText(at, value, found);
  else if (isA('number', value)) holdSize(at, value as number, 'minimum', 'maximum', found);
  else if (Array.isArray(value)) holdList(at, value, found);
  else if (isA('object', value)) holdDict(at, value as Record<string, unknown>, found);
}

function isA(type: NonNullable<PropertySchema['type']>, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return Number.isFinite(value);
  if (type === 'array') return Array.isArray(value);
  return typeof value === type && (type !== 'object' || (value !== null && !Array.isArray(value)));
}

function holdToAny(at: Held, choices: readonly PropertySchema[], found: Mismatch[]): void {
  const wrong: Mismatch[][] = [];
  for (const schema of choices) {
    const inside: Mismatch[] = [];
    hold({ ...at, schema, secret: at.secret || schema.secret === true }, inside);
    if (inside.length === 0) return;
    wrong.push(inside);
  }
  found.push({ ...at, keyword: 'anyOf', choices: wrong });
}

function holdText(at: Held, value: string, found: Mismatch[]): void {
  const { pattern, minLength, maxLength } = at.schema;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) found.push({ ...at, keyword: 'pattern' });
  if ((minLength ?? maxLength) !== undefined) holdSize(at, [...value].length, 'minLength', 'maxLength', found);
}

function holdList(at: Held, value: readonly unknown[], found: Mismatch[]): void {
  holdSize(at, value.length, 'minItems', 'maxItems', found);
  const { items } = at.schema;
  if (items) for (const [index, item] of value.entries()) hold(part(at, items, index, item), found);
}

function holdDict(at: Held, value: Readonly<Record<string, unknown>>, found: Mismatch[]): void {
  const { properties = {}, additionalProperties: more, required = [] } = at.schema;
  for (const name of required) if (value[name] === undefined) found.push({ ...at, keyword: 'required', name });
  for (const [name, each] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known) {
      if (each !== undefined) hold(part(at, known, name, each), found);
    } else if (typeof more === 'object') hold(part(at, more, name, each), found);
    // The engine spreads what a variable holds into its place.
    else if (more === false && name !== '_variable_params')
      found.push({ ...at, keyword: 'additionalProperties', name });
  }
}

const part = ({ path, secret }: Held, schema: PropertySchema, name: string | number, value: unknown): Held => ({
  schema,
  value,
  path: [...path, name],
  secret: secret || schema.secret === true,
});

type Bound = 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems';

function holdSize(at: Held, size: number, least: Bound, most: Bound, found: Mismatch[]): void {
  if (size < (at.schema[least] ?? -Infinity)) found.push({ ...at, keyword: least });
  if (size > (at.schema[most] ?? Infinity)) found.push({ ...at, keyword: most });
}
