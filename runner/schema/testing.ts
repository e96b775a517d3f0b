import { Ajv } from 'ajv';
import { jsonSchema } from './json_schema.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';
import { validators } from './validators.ts';

const ajv = new Ajv({ allErrors: true, strict: false });

/** A schema that a test makes up, with its validator: the build compiles those of modules only. */
export function withValidator(schema: ModuleSchema): ModuleSchema {
  validators.set(schema, ajv.compile(jsonSchema(schema as PropertySchema)));
  return schema;
}
