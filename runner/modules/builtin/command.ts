import { commandSchema } from '../../../schemas/command.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown } from '../../template/values.ts';
import { action } from '../module.ts';
import { expand } from './paths.ts';
import { runCommand } from './run_command.ts';
import { shellWords } from './shell_words.ts';

/** Runs a program without a shell (Ansible: `ansible.builtin.command`). */
export const command = action({
  name: 'command',
  schema: commandSchema,
  check: 'predicts',
  run(params, context) {
    const written = params.argv ?? params._raw_params ?? params.cmd;
    if (containsUnknown(written)) return runCommand({ argv: [], shown: String(written) }, params, context);
    const words = Array.isArray(written) ? written : shellWords(written ?? '');
    if (words.length === 0 || words[0] === '') throw nothingToRun();
    const argv = params.expand_argument_vars ? words.map((word) => expand(word, context.environment)) : words;
    return runCommand({ argv, shown: words }, params, context);
  },
});

function nothingToRun(): PlayError {
  return new PlayError({
    code: 'no-command',
    message: 'there is no command to run',
    hint: 'give it after the name of the module, or with "cmd" or "argv"',
  });
}
