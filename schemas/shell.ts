import type { ModuleSchema } from '../runner/schema/schema.ts';
import { commandOptions } from './parts/command.ts';

/** Parameters of `shell`. */
export const shellSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Runs a command line or a small script with a shell.',
  additionalProperties: false,
  free_form: '_raw_params',
  properties: {
    _raw_params: { type: 'string', description: 'The command line, written after the name of the module.' },
    cmd: { type: 'string', description: 'The command line.' },
    executable: { type: 'string', description: 'Full path of the shell; `/bin/sh` when not given.' },
    ...commandOptions,
  },
  required_one_of: [['_raw_params', 'cmd']],
  mutually_exclusive: [['_raw_params', 'cmd']],
  examples: [{ cmd: 'echo one | wc -l' }, { cmd: 'echo "$0"', executable: '/bin/sh', chdir: '/tmp' }],
} as const satisfies ModuleSchema;
