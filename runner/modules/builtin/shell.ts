import { shellSchema } from '../../../schemas/shell.ts';
import { PlayError } from '../../diagnostics.ts';
import { action } from '../module.ts';
import { absolutePath } from './paths.ts';
import { runCommand } from './run_command.ts';

/** Runs a command line with a shell (Ansible: `ansible.builtin.shell`). */
export const shell = action({
  name: 'shell',
  schema: shellSchema,
  check: 'predicts',
  run(params, context) {
    const line = params._raw_params ?? params.cmd ?? '';
    if (line === '')
      throw new PlayError({
        code: 'no-command',
        message: 'there is no command line to run',
        hint: 'give it after the name of the module, or with "cmd"',
      });
    const program = params.executable === undefined ? '/bin/sh' : absolutePath(params.executable, context);
    return runCommand({ argv: [program, '-c', line], shown: line }, params, context);
  },
});
