import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `set_fact`: any names, besides `cacheable`. */
export const setFactSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description:
    'Sets variables for the rest of the run. Each parameter is one variable; its value is rendered once, here.',
  additionalProperties: true,
  properties: {
    cacheable: {
      type: 'boolean',
      default: false,
      description: 'Also keep the values as facts of the host. A run has no cache that outlives it.',
    },
  },
  examples: [
    { greeting: 'hello', ports: [80, 443] },
    { one_fact: 'something', cacheable: true },
  ],
} as const satisfies ModuleSchema;
