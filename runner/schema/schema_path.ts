import { isOpen } from './coerce.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';

/** Names and indexes that lead to a part of a value. */
export type Path = readonly (string | number)[];

/** A part of a value with the schema it has to fit. */
export interface Found {
  readonly schema: PropertySchema;
  readonly value: unknown;
  readonly secret: boolean;
}

/** A JSON Pointer as a path; digits are indexes where the value there is a list. */
export function pathOf(pointer: string, params: unknown): Path {
  let value = params;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const name = unescaped(part);
      const key = Array.isArray(value) ? Number(name) : name;
      value = (value as Record<string | number, unknown>)?.[key];
      return key;
    });
}

const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Whether a value on the way there is not known yet. */
export function leadsToOpen(pointer: string, params: unknown): boolean {
  let value = params;
  return pathOf(pointer, params).some((part) => {
    value = (value as Record<string | number, unknown>)?.[part];
    return isOpen(value);
  });
}

/** The schemas of an `anyOf`, by the pointer to it that ajv's error gives. */
export function choicesAt(schema: ModuleSchema, pointer: string): readonly PropertySchema[] {
  let at: unknown = schema;
  for (const part of pointer.split('/').slice(1))
    at = (at as Record<string, unknown>)[unescaped(decodeURIComponent(part))];
  return at as readonly PropertySchema[];
}

/** The part of a value at a path, and whether it is secret or inside something that is. */
export function valueAt(schema: PropertySchema, params: unknown, path: Path): Found {
  let found: Found = { schema, value: params, secret: false };
  for (const part of path) {
    const inner = childSchema(found.schema, part);
    const value = (found.value as Record<string | number, unknown>)?.[part];
    found = { schema: inner, value, secret: found.secret || inner.secret === true };
  }
  return found;
}

/** The schema of a part, as far as it can be told. */
export function childSchema(schema: PropertySchema, part: string | number): PropertySchema {
  if (schema.anyOf) {
    const branch = schema.anyOf.find((each) =>
      typeof part === 'number' ? each.items : (each.properties ?? each.additionalProperties),
    );
    return branch ? childSchema(branch, part) : {};
  }
  if (typeof part === 'number') return schema.items ?? {};
  const { properties = {}, additionalProperties: more } = schema;
  return Object.hasOwn(properties, part) ? properties[part]! : typeof more === 'object' ? more : {};
}
