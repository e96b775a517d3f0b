import type { Flow, RunAs } from './flow.ts';
import type { PlayRun } from './play_run.ts';

/**
 * Runs the notified handlers in the order they are defined, each once. One that a handler notifies runs in the same round
 * when it stands after it; else it waits for the next, as in Ansible.
 */
export async function runHandlers(play: PlayRun, runAs: RunAs): Promise<Flow> {
  const { handlers } = play;
  for (let position = handlers.nextFrom(0); position !== undefined; ) {
    await play.run.breathe();
    if (play.run.options.signal.aborted) return 'stopped';
    const handler = handlers.all[position]!;
    const { frame } = handler;
    const undecided = frame.undecided || handlers.isDoubtful(handler);
    const flow = await runAs('handler', handler.task, undecided ? { ...frame, undecided } : frame);
    handlers.done(handler);
    if (flow === 'failed') play.handlerFailed = true;
    if (flow !== 'next') return flow;
    position = handlers.nextFrom(position + 1);
  }
  return 'next';
}
