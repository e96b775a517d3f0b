import type { ModuleSchema } from '../runner/schema/schema.ts';
import { commandOptions } from './parts/command.ts';

/** Parameters of `script`. */
export const scriptSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Runs a script that comes with the playbook.',
  additionalProperties: false,
  free_form: '_raw_params',
  properties: {
    _raw_params: {
      type: 'string',
      description:
        'The script with its arguments, written after the name of the module. It is looked up in `files/` of the role, then beside the playbook.',
    },
    cmd: { type: 'string', description: 'The script with its arguments.' },
    executable: { type: 'string', description: 'Program to run the script with; otherwise its first line says.' },
    chdir: commandOptions.chdir,
    creates: commandOptions.creates,
    removes: commandOptions.removes,
    decrypt: { type: 'boolean', default: true, description: 'Open a script that is a vault.' },
  },
  required_one_of: [['_raw_params', 'cmd']],
  mutually_exclusive: [['_raw_params', 'cmd']],
  examples: [{ cmd: 'setup.sh --fast' }, { cmd: 'setup.py', executable: 'python3', creates: '/tmp/play/done' }],
} as const satisfies ModuleSchema;
