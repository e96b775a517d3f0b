import type { Context } from '../../context.ts';
import { lastPart } from './names.ts';
import type { ServiceRecord, TaskRecord } from './state.ts';

const KEPT = 100;

/** Adds an event, newest first; AWS keeps a hundred and leaves out what it has just said. */
export function addEvent(record: ServiceRecord, context: Context, text: string): void {
  const message = `(service ${record.service.serviceName}) ${text}`;
  if (record.events[0]?.message === message) return;
  record.events.unshift({ id: context.uuid(), createdAt: context.now(), message });
  record.events.length = Math.min(record.events.length, KEPT);
}

/** `(task 1a2b) (task 3c4d)` as events name tasks. */
export function taskNames(tasks: readonly TaskRecord[]): string {
  return tasks.map(({ task }) => `(task ${lastPart(task.taskArn)})`).join(' ');
}
