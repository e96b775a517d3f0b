import { Ajv, type ValidateFunction } from 'ajv';
import { isOpen } from './coerce.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';

const ajv = new Ajv({ allErrors: true, strict: false, verbose: false, validateFormats: false, addUsedSchema: false });
ajv.addKeyword({ keyword: 'closed', schemaType: 'boolean', validate: (_: boolean, value: unknown) => !isOpen(value) });

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

/** Our schema as JSON Schema, in which a value that is not known yet fits everywhere. */
function jsonSchema(schema: PropertySchema): Json {
  const own: Json = {};
  for (const word of words) if (schema[word] !== undefined) own[word] = schema[word];
  if (schema.items) own['items'] = jsonSchema(schema.items);
  if (schema.anyOf) own['anyOf'] = schema.anyOf.map(jsonSchema);
  if (schema.properties) own['properties'] = mapValues(schema.properties, jsonSchema);
  const { additionalProperties: more } = schema;
  if (more !== undefined) own['additionalProperties'] = typeof more === 'object' ? jsonSchema(more) : more;
  if (schema.properties && more === false)
    own['properties'] = { ...(own['properties'] as Json), _variable_params: true };
  return Object.keys(own).length === 0 ? {} : { if: { closed: true }, then: own };
}

const mapValues = <T>(record: Readonly<Record<string, T>>, map: (value: T) => Json): Json =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
