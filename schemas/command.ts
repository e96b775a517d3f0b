import type { ModuleSchema } from '../runner/schema/schema.ts';
import { commandOptions } from './parts/command.ts';

/** Parameters of `command`. */
export const commandSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Runs a program without a shell: pipes, redirections and patterns have no meaning.',
  additionalProperties: false,
  free_form: '_raw_params',
  properties: {
    _raw_params: { type: 'string', description: 'The command, written after the name of the module.' },
    cmd: { type: 'string', description: 'The command as text; words are split as a shell would, quotes included.' },
    argv: {
      type: 'array',
      items: { type: 'string' },
      description: 'The command as a list of words that are not split.',
    },
    ...commandOptions,
    expand_argument_vars: {
      type: 'boolean',
      default: true,
      description: 'Put the values of environment variables (`$HOME`) and `~` into the words.',
    },
  },
  required_one_of: [['_raw_params', 'cmd', 'argv']],
  mutually_exclusive: [['_raw_params', 'cmd', 'argv']],
  examples: [
    { cmd: 'uname -s' },
    { argv: ['printf', '%s', 'two words'] },
    { cmd: 'touch done', chdir: '/tmp', creates: '/tmp/done' },
    { cmd: 'cat', stdin: 'text', stdin_add_newline: false, strip_empty_ends: false },
  ],
} as const satisfies ModuleSchema;
