import { isOpen } from './coerce.ts';
import type { PropertySchema } from './schema.ts';

/** Names and indexes that lead to a part of a value. */
export type Path = readonly (string | number)[];

/** One way in which a part of a value is not what its schema asks for. */
export interface Mismatch {
  /** The word of the schema that is not met. */
  readonly keyword: keyof PropertySchema;
  readonly path: Path;
  readonly schema: PropertySchema;
  readonly value: unknown;
  /** Whether the value is secret, or inside something that is. */
  readonly secret: boolean;
  /** The name that is missing, or that nobody knows. */
  readonly name?: string;
  /** Of `anyOf`, what keeps the value from being each of them. */
  readonly branches?: readonly (readonly Mismatch[])[];
}

type Place = Pick<Mismatch, 'path' | 'secret'>;
type Dict = Readonly<Record<string, unknown>>;
type Keyword = Mismatch['keyword'];

/**
 * Every way in which a value is not what its schema asks for, where JSON Schema's words mean what they mean there; none where
 * `conforms` says yes. A template or an unknown value fits everywhere.
 */
export function mismatches(schema: PropertySchema, value: unknown, around?: Place): Mismatch[] {
  if (isOpen(value)) return [];
  const at = { path: around?.path ?? [], secret: (around?.secret ?? false) || schema.secret === true };
  const own: Keyword[] = ofType(schema.type, value) ? [] : ['type'];
  own.push(...boundsMissed(schema, value));
  if (schema.const !== undefined && schema.const !== value) own.push('const');
  if (schema.enum && !schema.enum.includes(value)) own.push('enum');
  return [
    ...own.map((keyword) => ({ keyword, schema, value, ...at })),
    ...ofChoice(schema, value, at),
    ...inside(schema, value, at),
  ];
}

function ofType(type: PropertySchema['type'], value: unknown): boolean {
  if (type === undefined) return true;
  if (Array.isArray(value)) return type === 'array';
  if (typeof value === 'number')
    return type === 'integer' ? Number.isInteger(value) : type === 'number' && Number.isFinite(value);
  return value !== null && typeof value === type;
}

/** The limits of numbers, texts and lists that the value does not keep, and the form of texts. */
function boundsMissed(schema: PropertySchema, value: unknown): Keyword[] {
  const missed = (
    number: number,
    least: 'minimum' | 'minLength' | 'minItems',
    most: 'maximum' | 'maxLength' | 'maxItems',
  ) => [
    ...(number > (schema[most] ?? Infinity) ? [most] : []),
    ...(number < (schema[least] ?? -Infinity) ? [least] : []),
  ];
  if (typeof value === 'number') return missed(value, 'minimum', 'maximum');
  if (Array.isArray(value)) return missed(value.length, 'minItems', 'maxItems');
  if (typeof value !== 'string') return [];
  const hasForm = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value);
  return [...missed([...value].length, 'minLength', 'maxLength'), ...(hasForm ? [] : ['pattern' as const])];
}

function ofChoice(schema: PropertySchema, value: unknown, at: Place): Mismatch[] {
  const branches = schema.anyOf?.map((branch) => mismatches(branch, value, at)) ?? [];
  if (schema.anyOf === undefined || branches.some(({ length }) => length === 0)) return [];
  return [{ keyword: 'anyOf', schema, value, ...at, branches }];
}

function inside(schema: PropertySchema, value: unknown, { path, secret }: Place): Mismatch[] {
  const below = (inner: PropertySchema, part: string | number, each: unknown) =>
    mismatches(inner, each, { path: [...path, part], secret });
  const { items } = schema;
  if (Array.isArray(value)) return items ? value.flatMap((item, index) => below(items, index, item)) : [];
  if (typeof value !== 'object' || value === null) return [];
  const { properties = {}, required = [], additionalProperties: more } = schema;
  const dict = value as Dict;
  const named = (keyword: Keyword, name: string): Mismatch => ({ keyword, schema, value, path, secret, name });
  const others = Object.keys(dict).filter((name) => !Object.hasOwn(properties, name));
  return [
    ...required.filter((name) => dict[name] === undefined).map((name) => named('required', name)),
    ...(more === false ? others.filter((name) => !isSpread(name, properties)) : []).map((name) =>
      named('additionalProperties', name),
    ),
    ...(typeof more === 'object' ? others.flatMap((name) => below(more, name, dict[name])) : []),
    ...Object.entries(properties).flatMap(([name, inner]) =>
      dict[name] === undefined ? [] : below(inner, name, dict[name]),
    ),
  ];
}

/** `_variable_params` may stand anywhere the engine spreads it. */
const isSpread = (name: string, properties: object) =>
  name === '_variable_params' && Object.keys(properties).length > 0;
