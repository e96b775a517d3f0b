import { destroyPlays } from './destroy/destroy.ts';
import type { Recap } from './events.ts';
import { keepAnswers } from './replace/answers.ts';
import { createReplacing } from './replace/replacing.ts';
import { createRun, type RunOptions, recapOf, warnOnce } from './run.ts';
import { type PlaysEnd, runPlays } from './run_plays.ts';

/** How a run of a playbook ended. */
export interface RunEnd extends PlaysEnd {
  readonly recap: Recap;
}

/** Runs the plays of a playbook, or takes down what they describe. */
export async function runPlaybook(options: RunOptions): Promise<RunEnd> {
  const answers = keepAnswers(options.prompt);
  const run = createRun({ ...options, prompt: answers.ask });
  run.replacing = createReplacing(run, runPlays, answers);
  const outcome = await (options.destroy ? destroyPlays(run) : runPlays(run));
  for (const title of await run.jobs.endAll())
    warnOnce(run, `"${title}" was still at work in the background when the run ended, and was ended with it`);
  const recap = recapOf(run);
  run.report({ type: 'ended', recap });
  return { ...outcome, recap };
}
