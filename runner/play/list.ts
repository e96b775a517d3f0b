import type { Diagnostic } from '../diagnostics.ts';
import { type ListedPlay, listPlays } from '../engine/list_tasks.ts';
import { checkPlaybook } from './check_playbook.ts';
import type { PlayOptions } from './options.ts';
import { runOptions } from './run_options.ts';

/** What `--list-tasks` and `--list-tags` show; nothing is run. Without `plays` the playbook did not pass its checks. */
export async function list(
  options: PlayOptions,
): Promise<{ readonly plays?: readonly ListedPlay[]; readonly diagnostics: readonly Diagnostic[] }> {
  const checked = await checkPlaybook(options);
  if (!checked.playbook) return { diagnostics: checked.diagnostics };
  const plays = listPlays(await runOptions(options, checked, checked.playbook));
  return { plays: checked.redactor.redact(plays), diagnostics: [] };
}
