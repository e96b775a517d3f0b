import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `tempfile`. */
export const tempfileSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Makes a file or folder with a name of its own that only its owner can read.',
  additionalProperties: false,
  properties: {
    state: { type: 'string', enum: ['directory', 'file'], default: 'file', description: 'What to make.' },
    path: {
      type: 'string',
      description: "Folder to make it in; the system's folder for temporary files when not given.",
    },
    prefix: { type: 'string', default: 'ansible.', description: 'What the name starts with.' },
    suffix: { type: 'string', default: '', description: 'What the name ends with.' },
  },
  examples: [{}, { state: 'directory', prefix: 'build.', suffix: '.d' }],
} as const satisfies ModuleSchema;
