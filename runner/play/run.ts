import type { Diagnostic } from '../diagnostics.ts';
import type { Recap } from '../engine/events.ts';
import { createRunFolder } from '../engine/run_folder.ts';
import { runPlaybook } from '../engine/run_playbook.ts';
import { unanswerable } from '../engine/vars_prompt.ts';
import { checkPlaybook } from './check_playbook.ts';
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

/** Loads a playbook, checks all of it, and only if there is no mistake runs it. The whole of Play as one function. */
export async function play(options: PlayOptions): Promise<PlayEnd> {
  const checked = await checkPlaybook(options);
  const open = checked.playbook && !options.prompt ? unanswerable(checked.playbook, checked.extraVars) : [];
  if (!checked.playbook || open.length > 0) {
    if (options.signal?.aborted) return { code: 130, diagnostics: [] };
    const diagnostics = [...checked.diagnostics, ...open];
    options.onDiagnostics?.(diagnostics);
    return { code: 4, diagnostics };
  }
  const folder = createRunFolder();
  try {
    const { failed, error, recap } = await runPlaybook(
      await runOptions(options, checked, checked.playbook, folder.path),
    );
    const stopped = error && withoutSecrets(error, checked.redactor);
    if (stopped) options.onDiagnostics?.([stopped]);
    const code = recap.interrupted ? 130 : failed ? 2 : 0;
    return { code, recap, diagnostics: stopped ? [stopped] : [] };
  } finally {
    folder.remove();
  }
}
