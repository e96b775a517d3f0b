import assert from 'node:assert/strict';
import type { Run } from './stage.ts';

/** The steps of a run with their tasks, in the order they were taken. */
export const stepsOf = ({ tasks }: Run): string[] =>
  tasks.flatMap(({ task, outcome }) => (outcome.steps ?? []).map((step) => `${task.role} : ${task.name}: ${step}`));

/** Holds that the same steps were taken in the same order; what check could not know yet may be anything. */
export function assertAnnounced(planned: readonly string[], taken: readonly string[]): void {
  const known = taken.map((step, index) => {
    const parts = (planned[index] ?? '').split('(known after apply)');
    const announced = new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
    return announced.test(step) ? planned[index] : step;
  });
  assert.deepEqual(known, planned);
}
