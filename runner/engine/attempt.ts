import type { Result } from '../modules/module.ts';
import { dictEntries, isDict, Unknown } from '../template/values.ts';
import type { Invoked } from './call.ts';
import type { Running } from './conclude.ts';
import { decide } from './conditions.ts';
import { failure } from './failure.ts';
import { invoke } from './invoke.ts';
import { numberIn } from './keyword_values.ts';
import { dataLayer } from './layer.ts';
import { marked } from './results.ts';
import type { VariableScope } from './scope.ts';

type How = Parameters<typeof invoke>[2];

const usualRetries = 3;
const usualDelay = 5;

/** Runs the module, again while `until` does not hold, and lets `changed_when` and `failed_when` judge the result. */
export async function attempt(running: Running, scope: VariableScope, how: How): Promise<Invoked> {
  const { task, frame, info } = running;
  const repeats = (task.until.length > 0 || task.retries !== undefined) && info.kind !== 'read';
  const { options, report } = frame.play.run;
  const retries = Math.max(0, numberIn(task.retries, scope) ?? usualRetries);
  const delay = (numberIn(task.delay, scope) ?? usualDelay) * 1000;
  for (let count = 1; ; count += 1) {
    const done = judge(running, scope, await invoke(running, scope, how), repeats ? { attempts: count } : {});
    if (!repeats || done.undecided || done.result['skipped']) return done;
    const { result } = done;
    const enough = isEnough(running, scope, result);
    if (enough === true) return done;
    if (enough === 'unknown') return { ...done, undecided: true };
    if (enough !== false) return { ...done, ...enough };
    if (count > retries || options.signal.aborted) {
      return exhausted(done, Math.max(1, retries));
    }
    report({ type: 'task_retry', task: info, attempt: count, left: retries - count + 1, result: {} });
    await options.sleep(delay, options.signal);
  }
}

/** Tries used up are a failure; where `failed_when` judges, only what `register` keeps says so, as in Ansible. */
function exhausted(done: Invoked, attempts: number): Invoked {
  const failed = { ...done.result, attempts, failed: true };
  if (!('failed_when_result' in done.result)) return { ...done, result: failed };
  return { ...done, result: { ...done.result, attempts }, kept: failed };
}

/** Whether `until` holds; without it, whether the task succeeded. An error in the condition is the task's. */
function isEnough(
  { task }: Running,
  scope: VariableScope,
  result: Result,
): boolean | 'unknown' | Pick<Invoked, 'result' | 'error'> {
  if (task.until.length === 0) return !result['failed'];
  try {
    return decide(task.until, withResult(task.register?.value, scope, result)).holds;
  } catch (error) {
    const failed = failure(error);
    return { ...failed, result: { ...result, ...failed.result } };
  }
}

/** Applies `changed_when` and `failed_when`, which a skipped task does not ask. */
function judge({ task, info }: Running, scope: VariableScope, done: Invoked, marks: Result): Invoked {
  const result = Object.assign(marked(done.result), done.result['skipped'] ? {} : marks);
  const judged = task.changed_when.length > 0 || task.failed_when.length > 0;
  if (!judged || result['skipped'] || done.kept !== undefined || info.kind === 'read') return { ...done, result };
  const vague: Result = {};
  const about = () => withResult(task.register?.value, scope, result);
  try {
    if (task.changed_when.length > 0) {
      const { holds } = decide(task.changed_when, about());
      if (holds === 'unknown') vague['changed'] = new Unknown();
      else result['changed'] = holds;
    }
    if (task.failed_when.length > 0) {
      const { holds } = decide(task.failed_when, about());
      if (holds === 'unknown') Object.assign(vague, { failed: new Unknown(), failed_when_result: new Unknown() });
      const failed = holds === true;
      Object.assign(result, { failed, failed_when_result: failed });
    }
    const { error, ...rest } = done;
    const open = Object.keys(vague).length > 0 ? { kept: { ...result, ...vague }, undecided: true } : {};
    return { ...rest, result, ...(error && result['failed'] ? { error } : {}), ...open };
  } catch (error) {
    const failed = failure(error);
    return { ...done, ...failed, result: { ...result, ...failed.result, changed: result['changed'] } };
  }
}

/** Conditions on a result see it under its registered name, and the facts it brings. */
function withResult(name: string | undefined, scope: VariableScope, result: Result): VariableScope {
  const facts = result['ansible_facts'];
  const known = new Map(isDict(facts) ? dictEntries(facts).map(([key, value]) => [String(key), value] as const) : []);
  if (name !== undefined) known.set(name, result);
  return scope.with(dataLayer(known));
}
