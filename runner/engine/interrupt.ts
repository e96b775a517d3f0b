import type { Entry } from '../playbook/types.ts';
import { blockFrame, type Frame, roleFrame } from './frame.ts';
import { modeOf } from './mode.ts';
import { taskTitle } from './task_info.ts';
import { childrenOf } from './walk.ts';

/** Notes what an interrupted run would still have done, for the recap. */
export function leaveForLater(entries: readonly Entry[], frame: Frame): void {
  for (const entry of entries) {
    if (entry.kind === 'task') {
      if (modeOf(entry, frame) === 'run') frame.play.run.notRun.push(taskTitle(entry, frame));
    } else {
      const inside = entry.kind === 'role' ? roleFrame(frame, entry) : blockFrame(frame, entry);
      leaveForLater(entry.kind === 'block' ? entry.block : childrenOf(entry), inside);
    }
  }
}
