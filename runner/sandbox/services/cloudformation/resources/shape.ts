import type { NormalizedSchema } from '@smithy/core/schema';
import { type Fields, isFields, isList, LATER, type Value } from '../template/value.ts';

/** The form of a property's value. */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'flag' | 'json' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | {
      readonly kind: 'struct';
      readonly members: Readonly<Record<string, Shape>>;
      readonly required: readonly string[];
    };

/** A property, and whether its change takes a new resource. */
export interface Property {
  readonly shape: Shape;
  readonly required?: true;
  readonly replaces?: true;
}

export const text: Shape = { kind: 'text' };
export const number: Shape = { kind: 'number' };
export const flag: Shape = { kind: 'flag' };
/** A document whose inside is not looked at, such as a policy. */
export const json: Shape = { kind: 'json' };

/** A list of values of one shape. */
export function list(of: Shape): Shape {
  return { kind: 'list', of };
}

/** An object with known members; those after the bar must be there: `struct({ Key: text }, 'Key')`. */
export function struct(members: Readonly<Record<string, Shape>>, ...required: readonly string[]): Shape {
  return { kind: 'struct', members, required };
}

export const tags: Shape = list(struct({ Key: text, Value: text }, 'Key', 'Value'));

/** The shape of a member of the API: templates write its names with a capital. */
export function shapeOf(schema: NormalizedSchema): Shape {
  if (schema.isListSchema()) return { kind: 'list', of: shapeOf(schema.getValueSchema()) };
  if (schema.isMapSchema()) return { kind: 'map', of: shapeOf(schema.getValueSchema()) };
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].map(([name, member]): [string, Shape] => [
      capital(name),
      shapeOf(member),
    ]);
    return { kind: 'struct', members: Object.fromEntries(members), required: [] };
  }
  if (schema.isBooleanSchema()) return flag;
  return schema.isNumericSchema() ? number : text;
}

/** The shape of one member of an operation's input. */
export function memberShape(input: NormalizedSchema, name: string): Shape {
  return shapeOf(input.getMemberSchema(name));
}

/** A template's value as the API takes it: names in the API's spelling, maps as they are. */
export function forApi(schema: NormalizedSchema, value: Value): unknown {
  if (schema.isListSchema() && isList(value)) return value.map((each) => forApi(schema.getValueSchema(), each));
  if (!schema.isStructSchema() || !isFields(value)) return value;
  const names = new Map([...schema.structIterator()].map(([name, member]) => [capital(name), { name, member }]));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      const found = names.get(key);
      return found ? [[found.name, forApi(found.member, each)]] : [];
    }),
  );
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** A value brought into its shape, and what is wrong with it, in CloudFormation's words. */
export function shaped(shape: Shape, value: Value, path = '#'): { readonly value: Value; readonly problems: string[] } {
  switch (shape.kind) {
    case 'json':
      return { value, problems: [] };
    case 'list':
      return shapedList(shape.of, value, path);
    case 'map':
    case 'struct':
      return shapedObject(shape, value, path);
    default:
      return shapedScalar(shape.kind, value, path);
  }
}

/** Text stands for numbers and flags and they for text: a parameter's value is always text. */
function shapedScalar(kind: 'text' | 'number' | 'flag', value: Value, path: string) {
  if (value === LATER) return { value, problems: [] };
  const plain = typeof value === 'object' ? undefined : value;
  if (kind === 'text' && plain !== undefined) return { value: String(plain), problems: [] };
  if (kind === 'number' && plain !== undefined && String(plain).trim() !== '' && !Number.isNaN(Number(plain))) {
    return { value: Number(plain), problems: [] };
  }
  if (kind === 'flag' && /^(true|false)$/i.test(String(plain))) {
    return { value: String(plain).toLowerCase() === 'true', problems: [] };
  }
  const expected = { text: 'String', number: 'Number', flag: 'Boolean' }[kind];
  return { value, problems: [`${path}: expected type: ${expected}, found: ${nameOf(value)}`] };
}

function shapedList(of: Shape, value: Value, path: string) {
  if (value === LATER) return { value, problems: [] };
  if (!isList(value)) return { value, problems: [`${path}: expected type: JSONArray, found: ${nameOf(value)}`] };
  const items = value.map((each, index) => shaped(of, each, `${path}/${index}`));
  return { value: items.map((item) => item.value), problems: items.flatMap(({ problems }) => problems) };
}

function shapedObject(shape: Extract<Shape, { kind: 'map' } | { kind: 'struct' }>, value: Value, path: string) {
  if (!isFields(value)) return { value, problems: [`${path}: expected type: JSONObject, found: ${nameOf(value)}`] };
  const members = Object.entries(value).map(([key, each]) => {
    const own = shape.kind === 'map' ? shape.of : shape.members[key];
    const result = own
      ? shaped(own, each, `${path}/${key}`)
      : { value: each, problems: [`${path}: extraneous key [${key}] is not permitted`] };
    return { key, ...result };
  });
  const required = shape.kind === 'map' ? [] : shape.required;
  const missing = required
    .filter((key) => value[key] === undefined)
    .map((key) => `${path}: required key [${key}] not found`);
  return {
    value: Object.fromEntries(members.map((member) => [member.key, member.value])) as Fields,
    problems: [...missing, ...members.flatMap(({ problems }) => problems)],
  };
}

function nameOf(value: Value): string {
  if (value === null) return 'Null';
  if (isList(value)) return 'JSONArray';
  if (isFields(value)) return 'JSONObject';
  return typeof value === 'string' ? 'String' : typeof value === 'number' ? 'Integer' : 'Boolean';
}
