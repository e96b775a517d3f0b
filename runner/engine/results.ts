import type { Diagnostic } from '../diagnostics.ts';
import type { Result } from '../modules/module.ts';
import { plain } from '../template/values.ts';
import type { TaskInfo, TaskOutcome, TaskStatus } from './events.ts';
import type { ChangeKind } from './planned.ts';

/** How one execution of a task (or one item of its loop) ended. */
export interface Done {
  /** Everything the module returned, uncensored. */
  readonly result: Result;
  /** What `register` keeps when it is not the result itself: the result as a whole is not known yet. */
  readonly kept?: unknown;
  readonly steps?: readonly string[];
  readonly change?: ChangeKind;
  readonly undecided?: boolean;
  /** It cannot be told whether it fails. */
  readonly mayFail?: boolean;
  /** Undecided, but nothing would change if it ran. */
  readonly idle?: boolean;
  readonly error?: Diagnostic;
  /** `register` keeps nothing. */
  readonly unregistered?: boolean;
  /** Why `--destroy` leaves the thing as it is. */
  readonly left?: string;
  /** What is shown of the result where that differs from what is registered. */
  readonly shown?: () => Result;
  /** It stands for items of a loop, each of which has been told. */
  readonly looped?: boolean;
  /** What stands for the loop item in outputs. */
  readonly label?: unknown;
  /** The result must not be shown. */
  readonly hidden: boolean;
  /** Names of handlers to notify if the task changed something. */
  readonly notify?: readonly string[];
  readonly milliseconds: number;
}

/** The marks every result carries, as Ansible's page "Return Values" lists them. */
export function marked(result: Result): Result {
  const { rc } = result;
  const failed = 'failed' in result ? Boolean(result['failed']) : rc !== undefined && rc !== 0 && rc !== '0';
  // A spread with a new name behind it makes V8 a hidden class each time, which costs ten times as much.
  return Object.assign({}, result, { changed: result['changed'] ?? false, failed });
}

export function statusOf(result: Result): TaskStatus {
  if (result['failed']) return 'failed';
  if (result['skipped']) return 'skipped';
  return result['changed'] === true ? 'changed' : 'ok';
}

const censored = "the output has been hidden due to the fact that 'no_log: true' was specified for this result";
/** What may be told of a result that must not be shown. */
const harmless = ['changed', 'failed', 'skipped', 'attempts', 'retries', 'unreachable'] as const;

/** The result as reports may see it: plain data, without what `no_log` hides. */
export function shown(done: Done): Result {
  const { result } = done;
  if (!done.hidden) return done.shown?.() ?? (plain(result) as Result);
  const kept = harmless.filter((name) => name === 'changed' || (result[name] !== undefined && result[name] !== false));
  return { censored, ...Object.fromEntries(kept.map((name) => [name, result[name] ?? false])) };
}

/** The event's part that is the same for items and whole tasks. */
export function outcomeOf(done: Done, { kind }: TaskInfo, more: Partial<TaskOutcome> = {}): TaskOutcome {
  const status = statusOf(done.result);
  const { warnings } = done.result;
  const isSmall = !done.shown && Object.values(done.result).every(isSmallPart);
  const outcome: Writable<TaskOutcome> = {
    status: kind === 'read' && status !== 'failed' && status !== 'skipped' ? 'read' : status,
    result: isSmall ? shown(done) : {},
    milliseconds: done.milliseconds,
  };
  if (done.looped) outcome.looped = true;
  if (Array.isArray(warnings) && !done.hidden) outcome.warnings = warnings.map(String);
  if (done.steps) outcome.steps = done.steps;
  if (done.change) outcome.change = done.change;
  if (done.undecided) outcome.undecided = true;
  if (done.left !== undefined) outcome.left = done.left;
  if (done.idle) outcome.idle = true;
  if (done.error && !done.hidden) outcome.error = done.error;
  Object.assign(outcome, more);
  // Of most results nobody looks at more than how they ended: to copy a large one is put off until someone does.
  return isSmall ? outcome : withResult(outcome, () => shown(done));
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

/** A scalar, or a list of a few of them, as an item of a loop may be. */
const isSmallPart = (value: unknown) =>
  isScalar(value) || (Array.isArray(value) && value.length <= 10 && value.every(isScalar));

/** The outcome with another result, which is made when it is asked for. */
export function withResult(outcome: TaskOutcome, make: () => Result): TaskOutcome {
  let result: Result | undefined;
  const get = () => {
    result ??= make();
    return result;
  };
  return Object.defineProperty(outcome, 'result', { get, enumerable: true, configurable: true });
}
