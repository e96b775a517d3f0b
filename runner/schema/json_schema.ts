import type { PropertySchema } from './schema.ts';

type Json = Record<string, unknown>;

/** Words of JSON Schema that are taken over as they are. */
const words = [
  'type',
  'enum',
  'const',
  'required',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const;

/** One of our schemas as the JSON Schema that ajv compiles; `_variable_params` may stand anywhere the engine spreads it. */
export function jsonSchema(schema: PropertySchema): Json {
  const own: Json = {};
  for (const word of words) if (schema[word] !== undefined) own[word] = schema[word];
  if (schema.items) own['items'] = jsonSchema(schema.items);
  if (schema.anyOf) own['anyOf'] = schema.anyOf.map(jsonSchema);
  const { properties, additionalProperties: more } = schema;
  if (properties)
    own['properties'] = { ...mapValues(properties, jsonSchema), ...(more === false ? { _variable_params: true } : {}) };
  if (more !== undefined) own['additionalProperties'] = typeof more === 'object' ? jsonSchema(more) : more;
  return own;
}

const mapValues = <T>(record: Readonly<Record<string, T>>, map: (value: T) => Json): Json =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
