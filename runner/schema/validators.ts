import type { ErrorObject } from 'ajv';
import type { ModuleSchema } from './schema.ts';

/** What ajv makes of a schema: says whether a value fits, and in `errors` why it does not. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly ErrorObject[] | null;
}

const loaders = new WeakMap<ModuleSchema, () => Validator>();

/**
 * Says where the validator of a schema comes from. The build has ajv compile them all, and has each file with schemas end with this for
 * its own (scripts/validators.mjs), so that no run loads ajv; V8 compiles such a validator when a value is wrong.
 */
export function hasValidator(schema: ModuleSchema, load: () => Validator): void {
  loaders.set(schema, load);
}

/** ajv's validator of a schema, loaded when first asked for. Throws Error for a schema that the build has not seen. */
export function validatorOf(schema: ModuleSchema): Validator {
  const validator = loaders.get(schema)?.();
  if (!validator) throw new Error('the build has compiled no validator for this schema (scripts/validators.mjs)');
  return validator;
}
