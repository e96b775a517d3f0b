import type { Diagnostic } from '../diagnostics.ts';
import type { Recap } from '../engine/events.ts';
import { createRunFolder } from '../engine/run_folder.ts';
import { runPlaybook } from '../engine/run_playbook.ts';
import type { Playbook } from '../playbook/types.ts';
import type { Checked } from './check_playbook.ts';
import type { PlayOptions } from './options.ts';
import { runOptions } from './run_options.ts';
import { withoutSecrets } from './without_secrets.ts';

/** How a run ended. */
export interface PlayEnd {
  /** 0 fine; 2 a task failed; 4 the playbook did not pass its checks and nothing was touched; 130 interrupted. */
  readonly code: 0 | 2 | 4 | 130;
  readonly recap?: Recap;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs a playbook that passed its checks. */
export async function runChecked(options: PlayOptions, checked: Checked, playbook: Playbook): Promise<PlayEnd> {
  const folder = createRunFolder();
  try {
    const { failed, error, recap } = await runPlaybook(await runOptions(options, checked, playbook, folder.path));
    const stopped = error && withoutSecrets(error, checked.redactor);
    if (stopped) options.onDiagnostics?.([stopped]);
    const code = recap.interrupted ? 130 : failed ? 2 : 0;
    return { code, recap, diagnostics: stopped ? [stopped] : [] };
  } finally {
    folder.remove();
  }
}
