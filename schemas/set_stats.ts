import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `set_stats`. */
export const setStatsSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Keeps values of your own for the summary at the end of the run.',
  additionalProperties: false,
  required: ['data'],
  properties: {
    data: { type: 'object', additionalProperties: {}, description: 'Names and values.' },
    per_host: { type: 'boolean', default: false, description: 'Keep them for the host instead of for the run.' },
    aggregate: {
      type: 'boolean',
      default: true,
      description:
        'Add to a value that is there: numbers are summed, texts and lists joined, dictionaries merged. With false it is replaced.',
    },
  },
  examples: [{ data: { images_built: 1 } }, { data: { urls: ['http://one'] }, per_host: true, aggregate: false }],
} as const satisfies ModuleSchema;
