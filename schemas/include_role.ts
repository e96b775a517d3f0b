import type { ModuleSchema } from '../runner/schema/schema.ts';
import { roleOptions } from './parts/role_options.ts';

/** Parameters of `include_role`; the engine runs it. */
export const includeRoleSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Loads and runs a role when its turn comes; name and conditions may depend on results.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    ...roleOptions,
    apply: {
      type: 'object',
      additionalProperties: true,
      description: 'Keywords (`tags`, `when`, `become` …) that every task of the role takes over.',
    },
  },
  examples: [{ name: 'web' }, { name: 'web', tasks_from: 'restart', apply: { tags: ['restart'] }, public: true }],
} as const satisfies ModuleSchema;
