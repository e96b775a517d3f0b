import type { Task } from '../playbook/types.ts';
import { conclude, type Running } from './conclude.ts';
import { failure } from './failure.ts';
import type { Flow, Purpose } from './flow.ts';
import { blockFrame, type Frame } from './frame.ts';
import { loopOf } from './loop.ts';
import type { Done } from './results.ts';
import { runItem } from './run_item.ts';
import { runLoop } from './run_loop.ts';
import { taskInfo } from './task_info.ts';
import { scopeOf } from './variables.ts';

/** Runs one task, with its loop, and reports it. */
export async function runTask(task: Task, outer: Frame, purpose: Purpose): Promise<Flow> {
  const frame = blockFrame(outer, task);
  const scope = scopeOf(frame, task.file);
  const info = taskInfo(task, frame, frame.play.run.reading ? 'read' : purpose, scope);
  const running: Running = { task, frame, scope, info };
  frame.play.run.report({ type: 'task_started', task: info });
  return conclude(running, await perform(running));
}

async function perform(running: Running): Promise<Done> {
  const started = performance.now();
  try {
    const loop = running.task.loop ? loopOf(running, running.task.loop) : undefined;
    if (loop === undefined) return await runItem(running, running.scope);
    return await runLoop(running, loop, (scope) => runItem(running, scope));
  } catch (error) {
    return { ...failure(error), hidden: false, milliseconds: performance.now() - started };
  }
}
