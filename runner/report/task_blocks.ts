import type { PlayEvent, Reporter, TaskInfo } from '../engine/events.ts';

/** Where lines are written. */
export interface Sink {
  write(text: string): void;
}

/**
 * Tells of tasks that run at the same time one after the other: all that is to be said of one when it ends. What a task waits for
 * is told at once, under the task's name. Only the lines are kept meanwhile.
 */
export function inTaskBlocks(report: (event: PlayEvent, sink: Sink) => void, out: Sink): Reporter {
  const open = new Map<number, Sink & { readonly lines: string[] }>();
  const heard = new Map<number, string>();
  const pass = (event: PlayEvent, task: TaskInfo) => report(event, open.get(task.id) ?? out);
  return (event) => {
    switch (event.type) {
      case 'task_started':
        if (event.task.unit !== undefined) open.set(event.task.id, createBlock());
        return pass(event, event.task);
      case 'item_done':
        return pass(event, event.task);
      case 'task_done': {
        pass(event, event.task);
        const { lines = [] } = open.get(event.task.id) ?? {};
        open.delete(event.task.id);
        heard.delete(event.task.id);
        for (const line of lines) out.write(line);
        return undefined;
      }
      case 'progress': {
        const { task, message } = event;
        if (!open.has(task.id)) return report(event, out);
        if (heard.get(task.id) === message) return undefined;
        heard.set(task.id, message);
        const name = task.role ? `${task.role} : ${task.name}` : task.name;
        return report({ ...event, message: `${name}: ${message}` }, out);
      }
      default:
        return report(event, out);
    }
  };
}

function createBlock() {
  const lines: string[] = [];
  return { lines, write: (text: string) => void lines.push(text) };
}
