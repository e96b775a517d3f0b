import type { ModuleSchema } from '../runner/schema/schema.ts';
import { roleOptions } from './parts/role_options.ts';

/** Parameters of `import_role`; the loader puts the role's tasks in its place. */
export const importRoleSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Puts a role in its place before anything runs.',
  additionalProperties: false,
  required: ['name'],
  properties: roleOptions,
  examples: [{ name: 'web' }, { name: 'web', tasks_from: 'restart' }],
} as const satisfies ModuleSchema;
