import { PlayError } from '../diagnostics.ts';
import type { Result } from '../modules/module.ts';
import type { At } from '../playbook/types.ts';
import { Unknown } from '../template/values.ts';
import { attempt } from './attempt.ts';
import type { Running } from './conclude.ts';
import { decide, type Verdict } from './conditions.ts';
import { keepStats } from './custom_stats.ts';
import { refuseOtherHosts } from './delegation.ts';
import { failure } from './failure.ts';
import { keepFacts } from './keep_facts.ts';
import { booleanIn, namesIn, valueIn } from './keyword_values.ts';
import type { Done } from './results.ts';
import type { VariableScope } from './scope.ts';
import { collectHiddenResult } from './secrets.ts';
import { skipped } from './skipped.ts';

/** Runs a task for one item, or once when it has no loop: its condition first, then the module until it is done. */
export async function runItem(running: Running, scope: VariableScope): Promise<Done> {
  const started = performance.now();
  const hidden = isHidden(running, scope);
  const ended = (done: Outcome): Done => ({ hidden, milliseconds: performance.now() - started, ...done });
  try {
    const { holds, failing } = decide(running.frame.when, scope);
    if (holds === false) return ended({ result: skipped(failing) });
    refuseOtherHosts(running.frame, scope);
    const undecided = running.frame.undecided || holds === 'unknown';
    const attempted = await attempt(running, scope, { undecided, hidden });
    return ended(keep(running, scope, { attempted, holds, hidden }));
  } catch (error) {
    return ended(failure(error));
  }
}

type Outcome = Omit<Done, 'hidden' | 'milliseconds'>;

interface Attempted {
  readonly attempted: Outcome;
  readonly holds: Verdict['holds'];
  readonly hidden: boolean;
}

/** Keeps what a task found out where it belongs. */
function keep(running: Running, scope: VariableScope, { attempted, holds, hidden }: Attempted): Outcome {
  const { frame, task } = running;
  const result = keepFacts(running, scope, attempted.result);
  const done = { ...attempted, result, ...(holds === 'unknown' ? orSkipped(attempted, result) : {}) };
  keepStats(frame.play.run.stats, result);
  if (hidden) collectHiddenResult(frame.play.run.options.redactor, result);
  return task.notify.length === 0 ? done : { notify: namesIn(task.notify, scope), ...done };
}

const isUnknown = (at: At | undefined, scope: VariableScope): boolean =>
  at !== undefined && valueIn(at, scope) instanceof Unknown;

/** Of a task that may be skipped nobody knows yet whether it will have changed or failed at anything. */
function orSkipped({ kept }: Outcome, result: Result): Pick<Outcome, 'kept'> {
  if (kept !== undefined || result['skipped'] === true) return {};
  const changed = result['changed'] === true ? { changed: new Unknown() } : {};
  return { kept: { ...result, ...changed, skipped: new Unknown() } };
}

/** `no_log` that cannot be evaluated hides: what might be a secret is not shown. */
function isHidden({ frame }: Running, scope: VariableScope): boolean {
  try {
    return booleanIn(frame.nearest.no_log, scope) || isUnknown(frame.nearest.no_log, scope);
  } catch (error) {
    if (error instanceof PlayError) return true;
    throw error;
  }
}
