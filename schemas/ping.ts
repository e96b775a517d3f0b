import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `ping`. */
export const pingSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Answers, to show that tasks run.',
  additionalProperties: false,
  properties: {
    data: { type: 'string', default: 'pong', description: 'What to answer; `crash` fails on purpose.' },
  },
  examples: [{}, { data: 'hello' }],
} as const satisfies ModuleSchema;
