import { PlayError } from '../diagnostics.ts';
import { taskFields } from '../playbook/task_fields.ts';
import type { Task } from '../playbook/types.ts';
import { plain, Unknown } from '../template/values.ts';
import type { TaskInfo, TaskOutcome } from './events.ts';
import { failure } from './failure.ts';
import type { Flow } from './flow.ts';
import type { Frame } from './frame.ts';
import { booleanIn, textIn, valueIn } from './keyword_values.ts';
import { markAuthored } from './layer.ts';
import { type Done, outcomeOf, statusOf } from './results.ts';
import type { VariableScope } from './scope.ts';

/** Something shown as a task that is under way. */
export interface Shown {
  /** With the task's own keywords on top. */
  readonly frame: Frame;
  readonly scope: VariableScope;
  readonly info: TaskInfo;
  /** False for what Ansible shows but does not count. */
  readonly counted?: boolean;
  /** How many times success counts as ok; once when left out. */
  readonly okCount?: () => number;
}

/** A task that is under way. */
export interface Running extends Shown {
  readonly task: Task;
}

/** Registers, notifies, counts and reports what a task did, and says how its list goes on. */
export function conclude(running: Running, done: Done): Flow {
  const { task, frame } = running;
  const ended = notify(running, done);
  if (task.register && !ended.unregistered) {
    const { facts, reading } = frame.play.run;
    const isLost = reading !== undefined && statusOf(ended.result) === 'failed';
    facts.set(task.register.value, isLost ? new Unknown() : (ended.kept ?? ended.result));
    markAuthored(facts, task.register.value, false);
  }
  return end(running, ended);
}

/** Counts and reports what was done, and says how the list goes on. */
export function end(shown: Shown, done: Done): Flow {
  const { run, rolesAtWork } = shown.frame.play;
  const failed = statusOf(done.result) === 'failed';
  if (failed && run.reading) {
    run.reading.failed.push({ shown, done });
    return 'next';
  }
  const [role] = shown.frame.roles;
  if (role && statusOf(done.result) !== 'skipped') rolesAtWork.add(role.identity);
  const ignored = failed && ignores(shown);
  if (failed && !ignored) {
    shown.frame.play.failureCleared = false;
    shown.frame.play.fatal ||= !shown.frame.rescuable && isFatal(shown);
    rememberFailure(shown, done);
  }
  if (shown.frame.doubt && mayFail(shown, done)) shown.frame.doubt.raised = true;
  report(shown, done, { failed, ignored });
  if (!failed || ignored) return 'next';
  return run.options.signal.aborted ? 'stopped' : 'failed';
}

/** A change that notifies a handler nobody defined is a failure. */
function notify({ frame }: Running, done: Done): Done {
  if (!done.notify || statusOf(done.result) !== 'changed') return done;
  const missing = done.notify.find((name) => !frame.play.handlers.notify(name, done.undecided));
  if (missing === undefined) return done;
  const error = new PlayError({
    code: 'handler-missing',
    message: `no handler is called "${missing}" or listens to it`,
    hint: 'add it under handlers, or correct notify',
  });
  return { ...done, ...failure(error) };
}

const ignores = (shown: Shown) => holds('ignore_errors', shown);
const isFatal = (shown: Shown) => holds('any_errors_fatal', shown);

/** Whether a keyword holds for a task; one that cannot be evaluated does not. */
function holds(name: 'ignore_errors' | 'any_errors_fatal', { frame, scope }: Shown): boolean {
  try {
    return booleanIn(frame.nearest[name], scope);
  } catch (error) {
    if (error instanceof PlayError) return false;
    throw error;
  }
}

/** Only a real run tells whether it fails. What merely reads or makes values is taken to succeed. */
function mayFail(shown: Shown, done: Done): boolean {
  const open = done.undecided && (!done.idle || shown.info.module === 'fail');
  return (open || done.mayFail === true) && !ignores(shown);
}

/** What a `rescue` can ask about. */
function rememberFailure(shown: Shown & Partial<Running>, { result, hidden }: Done): void {
  const { frame, info, task } = shown;
  if (!frame.rescuable) return;
  const { facts } = frame.play.run;
  const { name, module, role } = info;
  const args = task && !hidden ? { args: argumentsOf(task, shown.scope) } : {};
  facts.set('ansible_failed_task', { name, action: module, ...args, ...(role === undefined ? {} : { role }) });
  facts.set('ansible_failed_result', result);
  for (const name of ['ansible_failed_task', 'ansible_failed_result']) markAuthored(facts, name, false);
}

/** As far as they can be rendered outside of a loop's rounds. */
function argumentsOf(task: Task, scope: VariableScope): Readonly<Record<string, unknown>> {
  const rendered = [...taskFields(task.args)].map(([name, at]) => {
    try {
      return [name, plain(valueIn(at, scope))] as const;
    } catch (error) {
      if (error instanceof PlayError) return [name, textIn(at, scope)] as const;
      throw error;
    }
  });
  return Object.fromEntries(rendered);
}

function report(shown: Shown, done: Done, { failed, ignored }: { failed: boolean; ignored: boolean }): void {
  const { frame, info } = shown;
  const { run } = frame.play;
  const rescued = failed && !ignored && frame.rescuable;
  const outcome = outcomeOf(done, info, { ...(ignored ? { ignored } : {}), ...(rescued ? { rescued } : {}) });
  if (shown.counted !== false) count(run.counts, outcome, shown.okCount?.() ?? 1);
  run.report({ type: 'task_done', task: info, outcome });
}

type Counts = Frame['play']['run']['counts'];

/** As Ansible's recap counts: what changed and what was ignored is also ok. */
function count(counts: Counts, { status, ignored, rescued, result }: TaskOutcome, times: number): void {
  if (status === 'read') counts.read += 1;
  else if (status === 'skipped') counts.skipped += 1;
  else if (status === 'failed' && !ignored) counts[rescued ? 'rescued' : 'failed'] += 1;
  else {
    counts.ok += ignored ? 1 : times;
    if (result['changed'] === true) counts.changed += 1;
    if (ignored) counts.ignored += 1;
  }
}
