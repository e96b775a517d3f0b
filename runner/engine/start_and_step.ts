import type { Task } from '../playbook/types.ts';
import type { Frame } from './frame.ts';
import { taskInfo, taskTitle } from './task_info.ts';
import { scopeOf } from './variables.ts';

/** Whether `--start-at-task` and `--step` let a task run. */
export async function isWanted(task: Task, frame: Frame): Promise<boolean> {
  const { run } = frame.play;
  if (run.startAt !== undefined && !startsHere(task, frame, run.startAt)) return false;
  run.startAt = undefined;
  if (!run.stepping || !run.options.step) return true;
  const answer = await run.options.step(taskInfo(task, frame, 'task', scopeOf(frame, task.file)));
  // Nobody knows how long that took.
  run.options.worlds.memory.forget();
  if (answer === 'continue') run.stepping = false;
  return answer !== 'no';
}

/** A task is named by its name, with or without its role, or by a pattern with `*`. */
export function startsHere(task: Task, frame: Frame, wanted: string): boolean {
  if (!task.name) return false;
  const title = taskTitle(task, frame);
  const name = title.slice(title.indexOf(' : ') < 0 || frame.roles.length === 0 ? 0 : title.indexOf(' : ') + 3);
  const pattern = new RegExp(
    `^${wanted
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  return [name, title].some((each) => each === wanted || pattern.test(each));
}
