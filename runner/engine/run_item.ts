import { PlayError } from '../diagnostics.ts';
import type { Result } from '../modules/module.ts';
import type { At } from '../playbook/types.ts';
import { Unknown } from '../template/values.ts';
import { attempt } from './attempt.ts';
import type { Running } from './conclude.ts';
import { decide } from './conditions.ts';
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
  const done = await runUnlessSkipped(running, scope, hidden);
  return { hidden, milliseconds: performance.now() - started, ...done };
}

type Outcome = Omit<Done, 'hidden' | 'milliseconds'>;

async function runUnlessSkipped(running: Running, scope: VariableScope, hidden: boolean): Promise<Outcome> {
  const { frame, task } = running;
  try {
    const verdict = decide(frame.when, scope);
    if (verdict.holds === false) return { result: skipped(verdict.failing) };
    refuseOtherHosts(frame, scope);
    const undecided = frame.undecided || verdict.holds === 'unknown';
    const attempted = await attempt(running, scope, { undecided, hidden });
    const kept = keepFacts({ ...running, scope }, attempted.result);
    const done = { ...attempted, result: kept, ...(verdict.holds === 'unknown' ? orSkipped(attempted, kept) : {}) };
    keepStats(frame.play.run.stats, done.result);
    if (hidden) collectHiddenResult(frame.play.run.options.redactor, done.result);
    return task.notify.length === 0 ? done : { notify: namesIn(task.notify, scope), ...done };
  } catch (error) {
    return failure(error);
  }
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
