import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `raw`. */
export const rawSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Runs a command line with a shell, and nothing around it. Here it is `shell` with fewer options.',
  additionalProperties: false,
  free_form: '_raw_params',
  required: ['_raw_params'],
  properties: {
    _raw_params: {
      type: 'string',
      aliases: ['free_form'],
      description: 'The command line, written after the name of the module.',
    },
    executable: { type: 'string', description: 'Full path of the shell; `/bin/sh` when not given.' },
  },
  examples: [{ _raw_params: 'echo hello' }, { _raw_params: 'echo $0', executable: '/bin/bash' }],
} as const satisfies ModuleSchema;
