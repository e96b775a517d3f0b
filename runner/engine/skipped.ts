import type { Result } from '../modules/module.ts';

/** The result of a task whose condition does not hold. */
export function skipped(condition: unknown): Result {
  return { changed: false, skipped: true, skip_reason: 'Conditional result was False', false_condition: condition };
}
