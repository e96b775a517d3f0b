import { PlayError } from '../diagnostics.ts';
import { findReads } from './partial/reads.ts';
import { createPlayRun } from './play_run.ts';
import type { Run } from './run.ts';
import { runPlay } from './run_play.ts';
import { isPartial } from './tags.ts';

/** How plays ended. */
export interface PlaysEnd {
  readonly failed: boolean;
  /** The mistake that kept a play from starting. */
  readonly error?: PlayError;
}

/** Runs the plays one after the other, until one fails or the run is interrupted. */
export async function runPlays(run: Run): Promise<PlaysEnd> {
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
