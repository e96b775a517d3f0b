import type { ErrorObject } from 'ajv';
import type { ModuleSchema } from './schema.ts';

/** What ajv makes of a schema: says whether a value fits, and in `errors` why it does not. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly ErrorObject[] | null;
}

/**
 * The validator of each schema. The build has ajv compile them and has each file with a schema put its own in here
 * (scripts/validators.mjs), so that no run loads ajv: to compile one schema takes it longer than a playbook takes to be checked.
 */
export const validators = new WeakMap<ModuleSchema, Validator>();
