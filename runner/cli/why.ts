import type { PlayOptions } from '../play.ts';
import { complain } from './complain.ts';
import { type Flags, usage } from './options.ts';
import { vaultOptions } from './vault_options.ts';
import { whyJson } from './why_json.ts';
import { whyText } from './why_text.ts';

/** `play why VAR [PLAYBOOK]`: what a variable is, and why. Returns the exit code. */
export async function whyCommand(
  [variable, playbook = 'playbook.yml', ...rest]: readonly string[],
  flags: Flags,
): Promise<number> {
  if (variable === undefined) throw usage('why which variable?', 'play why VAR [PLAYBOOK], e.g. play why app_port');
  if (rest.length > 0)
    throw usage(`one variable of one playbook, not also ${rest.join(' ')}`, 'play why VAR [PLAYBOOK]');
  const format = formatOf(flags);
  const { ask, canAsk } = await import('./prompts.ts');
  const options: PlayOptions = {
    playbook,
    ...(flags['extra-vars'] && { extraVars: flags['extra-vars'] }),
    ...vaultOptions(flags),
    ...(canAsk() && { prompt: ask }),
  };
  const { why } = await import('../play.ts');
  const task = flags.task === undefined ? {} : { task: flags.task };
  const { explanations, diagnostics } = await why({ ...options, variable, ...task });
  if (!explanations) {
    complain(diagnostics, { color: process.stderr.isTTY && !flags['no-color'] });
    return 4;
  }
  process.stdout.write(format === 'json' ? whyJson(variable, explanations) : whyText(variable, explanations));
  return 0;
}

function formatOf({ output = process.env['PLAY_OUTPUT'] }: Flags): 'json' | 'text' {
  if (output === 'json') return 'json';
  if (output === undefined || ['', 'lines', 'tree'].includes(output)) return 'text';
  throw usage(`there is no output format ${output}`, 'lines or json');
}
