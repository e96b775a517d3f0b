import { unanswerable } from '../engine/vars_prompt.ts';
import { checkPlaybook } from './check_playbook.ts';
import type { PlayOptions } from './options.ts';
import type { PlayEnd } from './run_checked.ts';

/** Loads a playbook, checks all of it, and only if there is no mistake runs it. The whole of Play as one function. */
export async function play(options: PlayOptions): Promise<PlayEnd> {
  const checked = await checkPlaybook(options);
  const open = checked.playbook && !options.prompt ? unanswerable(checked.playbook, checked.extraVars) : [];
  if (checked.playbook && open.length === 0)
    return (await import('./run_checked.ts')).runChecked(options, checked, checked.playbook);
  if (options.signal?.aborted) return { code: 130, diagnostics: [] };
  const diagnostics = [...checked.diagnostics, ...open];
  options.onDiagnostics?.(diagnostics);
  return { code: 4, diagnostics };
}
