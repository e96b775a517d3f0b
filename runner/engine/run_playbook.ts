import { PlayError } from '../diagnostics.ts';
import type { Recap } from './events.ts';
import { createRun, type Run, type RunOptions, recapOf } from './run.ts';
import { runPlay } from './run_play.ts';

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
  const recap = recapOf(run);
  run.report({ type: 'ended', recap });
  return { ...outcome, recap };
}

async function runPlays(run: Run): Promise<Pick<RunEnd, 'failed' | 'error'>> {
  try {
    for (const play of run.options.playbook.plays) {
      const flow = await runPlay(run, play);
      if (flow === 'failed' || flow === 'stopped') return { failed: flow === 'failed' };
    }
    return { failed: false };
  } catch (error) {
    if (error instanceof PlayError) return { failed: true, error };
    throw error;
  }
}
