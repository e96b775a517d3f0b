import { Unknown } from '../template/values.ts';
import type { PropertySchema } from './schema.ts';

/**
 * What is not known yet in the shape it will have: a list with something unknown in it, an object with all that it must have. So
 * modules find lists where the schema says lists.
 */
export function openUp(value: unknown, schema: PropertySchema | undefined): unknown {
  if (schema === undefined || typeof value !== 'object' || value === null) return value;
  if (value instanceof Unknown) return shapeOf(value, schema);
  if (Array.isArray(value)) return schema.items ? value.map((each) => openUp(each, schema.items)) : value;
  if (!schema.properties || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, openUp(each, schema.properties![name])]),
  );
}

function shapeOf(value: Unknown, { type, items, properties, required }: PropertySchema): unknown {
  if (type === 'array') return [openUp(value, items)];
  if (type !== 'object' || !properties || !required) return value;
  return Object.fromEntries(required.map((name) => [name, openUp(value, properties[name])]));
}
