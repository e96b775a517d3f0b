import { rawSchema } from '../../../schemas/raw.ts';
import { action } from '../module.ts';
import { absolutePath } from './paths.ts';
import { runCommand } from './run_command.ts';

/** Runs a command line with a shell and no more (Ansible: `ansible.builtin.raw`). */
export const raw = action({
  name: 'raw',
  schema: rawSchema,
  check: 'skips',
  async run({ _raw_params: line, executable }, context) {
    const program = executable === undefined ? '/bin/sh' : absolutePath(executable, context);
    const plainly = { stdin_add_newline: false, strip_empty_ends: false };
    return runCommand({ argv: [program, '-c', line], shown: line }, plainly, context);
  },
});
