import type { ModuleSchema } from '../runner/schema/schema.ts';
import { factOptions } from './parts/facts.ts';

/** Parameters of `setup`. */
export const setupSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description:
    'Gathers facts about this machine: user, system, time, processors, memory, disks and network. There are none about Python.',
  additionalProperties: false,
  properties: factOptions,
  examples: [{ gather_subset: ['!all', 'network'] }, { filter: ['ansible_distribution*', 'date_time'] }],
} as const satisfies ModuleSchema;
