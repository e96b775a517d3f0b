import { Ajv, type ValidateFunction } from 'ajv';
import type { ModuleSchema, PropertySchema } from './schema.ts';

// Code that runs once is not worth optimising: that takes longer than everything else together.
const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: false,
  validateFormats: false,
  validateSchema: false,
  addUsedSchema: false,
  code: { optimize: false },
});

const compiled = new WeakMap<object, ValidateFunction>();

/** The compiled form of one of our schemas; compiled on first use. */
export function ajvFor(schema: ModuleSchema | PropertySchema): ValidateFunction {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(jsonSchema(schema as PropertySchema));
    compiled.set(schema, validate);
  }
  return validate;
}

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

/** Our schema as JSON Schema; `_variable_params` may stand anywhere the engine spreads it. */
function jsonSchema(schema: PropertySchema): Json {
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
