import { PlayError } from '../diagnostics.ts';
import type { Action, ActionContext, Result } from '../modules/module.ts';
import type { Infer } from '../schema/infer.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { dictKeys, isDict, Unknown } from '../template/values.ts';
import { actionContext } from './action_context.ts';
import type { Call, Invoked } from './call.ts';
import { failure } from './failure.ts';
import { toldKey } from './jobs.ts';
import { numberIn } from './keyword_values.ts';
import { isUnknownYet } from './not_known_yet.ts';
import { notKnownYet } from './run_aws.ts';

/** Runs an action; in check mode as it says it can be checked. */
export async function runAction(call: Call, module: Action<ModuleSchema>): Promise<Invoked> {
  const { check, vague, undecided } = call;
  // What predicts says itself what it makes of values that are not known yet.
  const copes = module.pure || module.check === 'predicts' || module.name === 'fail';
  if (vague && !copes) return notKnownYet();
  if (check && module.check === 'skips') {
    return { result: { changed: false, skipped: true, msg: 'skipped, running in check mode' } };
  }
  if (undecided && module.name === 'fail') return notKnownYet();
  const warnings: string[] = [];
  try {
    const run = (signal: ActionContext['signal']) =>
      module.run(
        call.params as Infer<ModuleSchema>,
        actionContext(call, signal, (line) => warnings.push(line)),
      );
    const { options } = call.running.frame.play.run;
    const signal = call.background ?? options.signal;
    const seconds = numberIn(call.running.frame.nearest.timeout, call.scope);
    const act = () => (seconds ? withTimeout(seconds, signal, run) : run(signal));
    const touched = touchedBy(module);
    const result = await (touched?.length === 0 ? act() : options.worlds.memory.outside(touched, act));
    const visible = withoutInternals(result);
    const done = doubtful(call, warnings.length > 0 ? { ...visible, warnings } : visible);
    if (module.name === 'async_status') return { ...done, ...(result[toldKey] as Partial<Invoked> | undefined) };
    return result['_ansible_undecided'] === true ? { ...done, mayFail: true } : done;
  } catch (error) {
    // What really runs needs it; in check mode nothing does.
    if (check && isUnknownYet(error)) {
      if (module.name === 'include_vars') call.running.frame.play.run.hasUnread = true;
      return notKnownYet();
    }
    return failure(error);
  }
}

/** The services whose answers count no more once it has run; undefined for all of them, as with what runs programs or lets time pass. */
const touchedBy = ({ pure, check, touches }: Action<ModuleSchema>): readonly string[] | undefined =>
  pure || check === 'runs' ? [] : touches;

/** What a task did that may not run at all: it cannot have failed, and what it sets may or may not be set. */
function doubtful({ undecided }: Call, result: Result): Invoked {
  if (!undecided) return { result };
  const { failed: _, ansible_facts: facts, ...rest } = result;
  if (facts === undefined) return { result: rest, undecided };
  const vague = Object.fromEntries(factNames(facts).map((name) => [name, new Unknown()]));
  return { result: { ...rest, ansible_facts: vague }, undecided };
}

function factNames(facts: unknown): string[] {
  return isDict(facts) ? dictKeys(facts).map(String) : [];
}

function withoutInternals(result: Result): Result {
  const names = Object.keys(result);
  if (!names.some((name) => name.startsWith('_ansible'))) return result;
  return Object.fromEntries(names.filter((name) => !name.startsWith('_ansible')).map((name) => [name, result[name]]));
}

/** Ends the task's signal when its `timeout` is over, and the task even if it does not listen. */
async function withTimeout<T>(
  seconds: number,
  signal: ActionContext['signal'],
  run: (signal: ActionContext['signal']) => Promise<T> | T,
): Promise<T> {
  const own = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PlayError({ code: 'timeout', message: `the task did not end within its timeout of ${seconds} s` }));
      own.abort();
    }, seconds * 1000);
  });
  try {
    return await Promise.race([run(AbortSignal.any([signal, own.signal])), over]);
  } finally {
    clearTimeout(timer);
  }
}
