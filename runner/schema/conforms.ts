import { isOpen } from './coerce.ts';
import type { PropertySchema } from './schema.ts';

type Dict = Readonly<Record<string, unknown>>;

/**
 * Whether a value is what its schema asks for. Most are; of the others, ajv's validator says what is wrong. Its code would take longer
 * to be loaded than this takes for all the tasks of a playbook. A test holds the two to the same answers.
 */
export function conforms(schema: PropertySchema, value: unknown): boolean {
  if (isOpen(value)) return true;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (schema.const !== undefined && schema.const !== value) return false;
  if (schema.anyOf && !schema.anyOf.some((choice) => conforms(choice, value))) return false;
  if (typeof value === 'string') return isOneOf(schema, 'string') && textConforms(schema, value);
  if (typeof value === 'number') return numberConforms(schema, value);
  if (Array.isArray(value)) return isOneOf(schema, 'array') && listConforms(schema, value);
  if (typeof value === 'object' && value !== null)
    return isOneOf(schema, 'object') && dictConforms(schema, value as Dict);
  return typeof value === 'boolean' ? isOneOf(schema, 'boolean') : schema.type === undefined;
}

const noProperties: NonNullable<PropertySchema['properties']> = {};
const none: readonly string[] = [];

const isOneOf = ({ type }: PropertySchema, wanted: PropertySchema['type']) => type === undefined || type === wanted;

const patterns = new Map<string, RegExp>();

function textConforms({ pattern, minLength = 0, maxLength }: PropertySchema, text: string): boolean {
  if (pattern !== undefined) {
    const known = patterns.get(pattern) ?? new RegExp(pattern, 'u');
    patterns.set(pattern, known);
    if (!known.test(text)) return false;
  }
  if (minLength === 0 && maxLength === undefined) return true;
  const { length } = [...text];
  return length >= minLength && length <= (maxLength ?? length);
}

function numberConforms({ type, minimum = -Infinity, maximum = Infinity }: PropertySchema, value: number): boolean {
  if (type === 'integer' && !Number.isInteger(value)) return false;
  if (type !== undefined && type !== 'integer' && type !== 'number') return false;
  return value >= minimum && value <= maximum && (type === undefined || Number.isFinite(value));
}

function listConforms({ items, minItems = 0, maxItems = Infinity }: PropertySchema, list: readonly unknown[]): boolean {
  if (list.length < minItems || list.length > maxItems) return false;
  return items === undefined || list.every((item) => conforms(items, item));
}

function dictConforms(
  { properties = noProperties, required = none, additionalProperties: more }: PropertySchema,
  dict: Dict,
): boolean {
  if (required.some((name) => dict[name] === undefined)) return false;
  return Object.keys(dict).every((name) => {
    const value = dict[name];
    if (Object.hasOwn(properties, name)) return value === undefined || conforms(properties[name]!, value);
    if (more === undefined || more === true) return true;
    return more === false ? name === '_variable_params' && Object.keys(properties).length > 0 : conforms(more, value);
  });
}
