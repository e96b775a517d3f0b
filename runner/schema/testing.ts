import { Ajv } from 'ajv';
import { jsonSchema } from './json_schema.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';
import { hasValidator } from './validators.ts';

const ajv = new Ajv({ allErrors: true, strict: false });

/** A schema that a test makes up, with its validator: the build compiles those of modules only. */
export function withValidator(schema: ModuleSchema): ModuleSchema {
  const validator = ajv.compile(jsonSchema(schema as PropertySchema));
  hasValidator(schema, () => validator);
  return schema;
}
