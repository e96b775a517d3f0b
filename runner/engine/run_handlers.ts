import type { Flow, RunAs } from './flow.ts';
import type { PlayRun } from './play_run.ts';

/**
 * Runs the notified handlers in the order they are defined, each once; those that a handler notifies run in the same
 * round when they stand after it, else in the next.
 */
export async function runHandlers(play: PlayRun, runAs: RunAs): Promise<Flow> {
  const { handlers } = play;
  for (let position = handlers.nextFrom(0); position !== undefined; ) {
    if (play.run.options.signal.aborted) return 'stopped';
    const { task, frame } = handlers.take(position);
    const flow = await runAs('handler', task, frame);
    if (flow !== 'next') return flow;
    position = handlers.nextFrom(position + 1) ?? handlers.nextFrom(0);
  }
  return 'next';
}
