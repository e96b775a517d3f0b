import { wasText, writtenText } from '../template/literal.ts';
import { dictEntries, Float, isDict, Omit, Unknown } from '../template/values.ts';
import { Renderable } from '../template/written.ts';
import { scalarText, toBoolean, toInteger, toNumber } from './scalars.ts';
import type { PropertySchema } from './schema.ts';
import { parsePairs, parseStructure } from './structures.ts';

/** A value nobody knows yet: a template before it is rendered, or what AWS will assign. It fits everywhere. */
export const isOpen = (value: unknown): boolean => value instanceof Renderable || value instanceof Unknown;

/** Called for each parameter that was written under another name, with the path to it. */
export type OnAlias = (path: readonly (string | number)[], own: string, written: string) => void;

type Properties = NonNullable<PropertySchema['properties']>;
type Path = readonly (string | number)[];

/**
 * Brings a value into the type its schema asks for, as Ansible's modules do: `"yes"` to true, `"80"` to 80, 80 to `"80"`, `"a,b"` and
 * single values to a list, `k=v` and JSON text to a mapping. What cannot be converted is returned as it is, for validation to refuse.
 */
export function coerce(schema: PropertySchema, value: unknown, onAlias: OnAlias = () => {}, path: Path = []): unknown {
  if (isOpen(value)) return value;
  if (schema.anyOf) return coerceAny(schema.anyOf, value, onAlias, path);
  switch (schema.type) {
    case 'boolean':
      return toBoolean(value) ?? value;
    case 'integer':
      return toInteger(value) ?? plainScalar(value);
    case 'number':
      return toNumber(value) ?? plainScalar(value);
    case 'string':
      return coerceText(schema, value);
    case 'array':
      return coerceList(schema, value, onAlias, path);
    case 'object':
      return coerceDict(schema, value, onAlias, path);
    default:
      return schema.enum ? chosen(schema.enum, value) : plainDeep(value);
  }
}

function coerceText(schema: PropertySchema, value: unknown): unknown {
  const wanted = schema.enum ? chosen(schema.enum, value) : value;
  return scalarText(wanted) ?? (wasText(value) ? writtenText(value) : value);
}

/** `yes` unquoted is true in YAML: among choices it still means the choice "yes". */
function chosen(choices: readonly unknown[], value: unknown): unknown {
  if (choices.includes(value)) return value;
  if (typeof value === 'boolean') {
    const same = choices.filter((choice) => typeof choice === 'string' && toBoolean(choice) === value);
    if (same.length === 1) return same[0];
  }
  const text = scalarText(value);
  return choices.find((choice) => text !== undefined && scalarText(choice) === text) ?? value;
}

function coerceList(schema: PropertySchema, value: unknown, onAlias: OnAlias, path: Path): unknown {
  const list = listOf(value);
  if (!list) return value;
  const { items } = schema;
  return items ? list.map((item, index) => coerce(items, item, onAlias, [...path, index])) : list.map(plainDeep);
}

function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') {
    const parsed = value.trim().startsWith('[') ? parseStructure(value) : undefined;
    if (Array.isArray(parsed)) return parsed;
    return value.split(',').map((part) => part.trim());
  }
  const text = scalarText(value);
  return text === undefined || typeof value === 'boolean' ? undefined : [text];
}

function coerceDict(schema: PropertySchema, value: unknown, onAlias: OnAlias, path: Path): unknown {
  const dict = typeof value === 'string' ? (parseStructure(value) ?? parsePairs(value)) : value;
  if (!isDict(dict)) return value;
  const { properties = noProperties, additionalProperties } = schema;
  const own = ownNames(properties);
  const rest = typeof additionalProperties === 'object' ? additionalProperties : {};
  const result: Record<string, unknown> = {};
  for (const [key, each] of dictEntries(dict)) {
    const written = String(key);
    const name = own.get(written) ?? written;
    const known = Object.hasOwn(properties, name) ? properties[name]! : undefined;
    if (each instanceof Omit || (known && each === null && !takesNull(known))) continue;
    if (name !== written) onAlias(path, name, written);
    if (name !== written && Object.hasOwn(result, name)) continue;
    define(result, name, coerce(known ?? rest, each, onAlias, [...path, name]));
  }
  return fillDefaults(properties, result);
}

/** A schema without a type takes null as a value of its own. */
const takesNull = ({ type, anyOf, enum: choices }: PropertySchema): boolean =>
  anyOf ? anyOf.some(takesNull) : !type && !choices;

function fillDefaults(properties: Properties, given: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of defaultsOf(properties))
    if (!Object.hasOwn(given, name)) given[name] = typeof value === 'object' ? structuredClone(value) : value;
  return given;
}

const knownDefaults = new WeakMap<Properties, readonly (readonly [string, unknown])[]>();

function defaultsOf(properties: Properties): readonly (readonly [string, unknown])[] {
  let defaults = knownDefaults.get(properties);
  if (!defaults) {
    defaults = Object.entries(properties).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    knownDefaults.set(properties, defaults);
  }
  return defaults;
}

const knownNames = new WeakMap<Properties, ReadonlyMap<string, string>>();

/** Every name a property can be given by, with the property's own. */
export function ownNames(properties: Properties): ReadonlyMap<string, string> {
  const known = knownNames.get(properties);
  if (known) return known;
  const names = new Map<string, string>();
  for (const [name, { aliases }] of Object.entries(properties)) {
    names.set(name, name);
    for (const alias of aliases ?? []) names.set(alias, name);
  }
  knownNames.set(properties, names);
  return names;
}

const noProperties: Properties = {};

/** The first choice the value has the type of already, or else the first it can be brought to. */
function coerceAny(choices: readonly PropertySchema[], value: unknown, onAlias: OnAlias, path: Path): unknown {
  const plain = wasText(value) ? writtenText(value) : plainScalar(value);
  const direct = choices.find((choice) => hasType(choice, plain));
  const chosenSchema = direct ?? choices.find((choice) => fits(choice, coerce(choice, value)));
  return chosenSchema ? coerce(chosenSchema, value, onAlias, path) : plainDeep(value);
}

/** Whether a converted value, with its items, is what the schema asks for. */
const fits = (schema: PropertySchema, value: unknown): boolean =>
  hasType(schema, value) && (!Array.isArray(value) || value.every((item) => hasType(schema.items ?? {}, item)));

/** Whether the value is of the schema's type, or one of its choices. */
export function hasType(schema: PropertySchema, value: unknown): boolean {
  if (isOpen(value)) return true;
  if (schema.anyOf) return schema.anyOf.some((choice) => hasType(choice, value));
  if (schema.enum) return schema.enum.includes(value);
  switch (schema.type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isDict(value);
    case undefined:
      return true;
    default:
      return typeof value === schema.type;
  }
}

const plainScalar = (value: unknown) => (value instanceof Float ? value.value : value);

/** Data as modules get it: plain objects and numbers, no placeholders of `omit`. Templates and unknown values stay. */
function plainDeep(value: unknown): unknown {
  if (isOpen(value)) return value;
  if (Array.isArray(value)) return value.filter((item) => !(item instanceof Omit)).map(plainDeep);
  if (!isDict(value)) return plainScalar(value);
  const result: Record<string, unknown> = {};
  for (const [key, each] of dictEntries(value))
    if (!(each instanceof Omit)) define(result, String(key), plainDeep(each));
  return result;
}

function define(record: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}
