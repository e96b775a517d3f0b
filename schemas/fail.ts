import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `fail`. */
export const failSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Fails with a message; usually under a `when`.',
  additionalProperties: false,
  properties: {
    msg: { description: 'Why it fails.', default: 'Failed as requested from task' },
  },
  examples: [{ msg: 'the region is not supported' }, {}],
} as const satisfies ModuleSchema;
