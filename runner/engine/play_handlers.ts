import { type Frame, roleFrame } from './frame.ts';
import type { PlayRun } from './play_run.ts';
import { rolesOf } from './walk.ts';

/** Handlers of roles come before those of the play, so that among handlers of one name the play's is found. */
export function addHandlers(playRun: PlayRun, frame: Frame): void {
  const { play, handlers } = playRun;
  for (const use of rolesOf(play)) handlers.add(use.handlers, roleFrame(frame, use));
  handlers.add(play.handlers, frame);
}
