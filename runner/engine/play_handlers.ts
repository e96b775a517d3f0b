import type { Entry } from '../playbook/types.ts';
import { blockFrame, type Frame, roleFrame } from './frame.ts';
import type { PlayRun } from './play_run.ts';
import { childrenOf } from './walk.ts';

/** Handlers in Ansible's order: those of `roles:` and what they depend on, the play's own, those of imported roles. */
export function addHandlers(playRun: PlayRun, frame: Frame): void {
  const { play, handlers } = playRun;
  for (const use of play.roles) handlers.add(use.handlers, roleFrame(frame, use), use.identity);
  handlers.add(play.handlers, frame);
  for (const use of play.roles) addRoleHandlers(use.entries, roleFrame(frame, use));
  addRoleHandlers([...play.pre_tasks, ...play.tasks, ...play.post_tasks], frame);
}

/** Handlers of the roles that stand among entries, wherever inside. */
export function addRoleHandlers(entries: readonly Entry[], frame: Frame): void {
  for (const entry of entries) {
    if (entry.kind === 'task') continue;
    const inside = entry.kind === 'role' ? roleFrame(frame, entry) : blockFrame(frame, entry);
    addRoleHandlers(childrenOf(entry), inside);
    if (entry.kind === 'role') frame.play.handlers.add(entry.handlers, inside, entry.identity);
  }
}
