import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `slurp`. */
export const slurpSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Reads a file and returns its content in base64.',
  additionalProperties: false,
  required: ['src'],
  properties: {
    src: { type: 'string', aliases: ['path'], description: 'File to read.' },
  },
  examples: [{ src: '/etc/hosts' }],
} as const satisfies ModuleSchema;
