import type { PlayEvent, Reporter, TaskInfo } from '../engine/events.ts';

/**
 * Tells of tasks that run at the same time one after the other: all that is to be said of one when it ends. What a task waits for
 * is told at once, under the task's name.
 */
export function inTaskBlocks(report: Reporter): Reporter {
  const open = new Map<number, PlayEvent[]>();
  const heard = new Map<number, string>();
  const pass = (event: PlayEvent, task: TaskInfo) => {
    const block = open.get(task.id);
    if (block) block.push(event);
    else report(event);
  };
  return (event) => {
    switch (event.type) {
      case 'task_started':
        if (event.task.unit !== undefined) open.set(event.task.id, []);
        return pass(event, event.task);
      case 'item_done':
        return pass(event, event.task);
      case 'task_done': {
        pass(event, event.task);
        const block = open.get(event.task.id) ?? [];
        open.delete(event.task.id);
        heard.delete(event.task.id);
        return block.forEach(report);
      }
      case 'progress': {
        const { task, message } = event;
        if (!open.has(task.id)) return report(event);
        if (heard.get(task.id) === message) return undefined;
        heard.set(task.id, message);
        const name = task.role ? `${task.role} : ${task.name}` : task.name;
        return report({ ...event, message: `${name}: ${message}` });
      }
      default:
        return report(event);
    }
  };
}
