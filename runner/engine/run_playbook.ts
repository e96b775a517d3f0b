import { PlayError } from '../diagnostics.ts';
import type { Recap } from './events.ts';
import { findReads } from './partial/reads.ts';
import { createPlayRun } from './play_run.ts';
import { createRun, type Run, type RunOptions, recapOf, warnOnce } from './run.ts';
import { runPlay } from './run_play.ts';
import { isPartial } from './tags.ts';

/** How a run of a playbook ended. */
export interface RunEnd {
  readonly failed: boolean;
  /** The mistake that kept a play from starting. */
  readonly error?: PlayError;
  readonly recap: Recap;
}

/** Runs the plays of a playbook one after the other, until one fails or the run is interrupted. */
export async function runPlaybook(options: RunOptions): Promise<RunEnd> {
  const run = createRun(options);
  const outcome = await runPlays(run);
  for (const title of await run.jobs.endAll())
    warnOnce(run, `"${title}" was still at work in the background when the run ended, and was ended with it`);
  const recap = recapOf(run);
  run.report({ type: 'ended', recap });
  return { ...outcome, recap };
}

async function runPlays(run: Run): Promise<Pick<RunEnd, 'failed' | 'error'>> {
  try {
    const plays = run.options.playbook.plays.map((play) => createPlayRun(run, play));
    if (isPartial(run.options.selection)) await findReads(plays);
    for (const play of plays) {
      const flow = await runPlay(play);
      if (flow === 'failed' || flow === 'stopped') return { failed: flow === 'failed' };
    }
    return { failed: false };
  } catch (error) {
    if (error instanceof PlayError) return { failed: true, error };
    throw error;
  }
}
