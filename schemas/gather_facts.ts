import type { ModuleSchema } from '../runner/schema/schema.ts';
import { factOptions } from './parts/facts.ts';

/** Parameters of `gather_facts`. */
export const gatherFactsSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Gathers facts about this machine, as a play does at its start. The same as `setup`.',
  additionalProperties: false,
  properties: {
    parallel: { type: 'boolean', description: 'Accepted for playbooks that name it; there is one module to run.' },
    ...factOptions,
  },
  examples: [{}, { gather_subset: ['min'] }],
} as const satisfies ModuleSchema;
