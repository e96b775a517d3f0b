import { PlayError } from '../../diagnostics.ts';
import type { Resource } from '../../modules/module.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { containsUnknown } from '../../template/values.ts';
import type { Call, Invoked } from '../call.ts';
import { failure } from '../failure.ts';
import { tagsOf } from '../mode.ts';
import { worldOf } from '../run_aws.ts';
import { runModule } from '../run_module.ts';
import { readResource } from '../run_resource.ts';
import { taskTitle } from '../task_info.ts';

/**
 * Gives the value of a task that tags left out, and writes nothing: a resource is read, what only reads or makes values
 * runs, what can predict predicts.
 */
export async function readInstead(call: Call): Promise<Invoked> {
  const done = await value(call);
  if (done !== undefined && !containsUnknown(done.result))
    return { ...done, result: { ...done.result, changed: false } };
  const { task, frame } = call.running;
  if (frame.play.reads.isOptional(task)) {
    return { result: { changed: false, skipped: true, skip_reason: 'it is not there yet' }, unregistered: true };
  }
  return failure(notThere(call, done === undefined));
}

/** The value; undefined when there is none to be had. */
async function value(call: Call): Promise<Invoked | undefined> {
  const { module, running, vague } = call;
  if (vague) return undefined;
  if (module.kind === 'resource') return readState(call, module);
  if (module.kind === 'info') return runModule(call);
  const readsOnly = module.pure || module.check === 'runs' || saysItOnlyReads(running.task);
  if (readsOnly) return runModule({ ...call, check: false });
  const predicted = module.check === 'predicts' ? await runModule({ ...call, check: true }) : undefined;
  return predicted?.result['skipped'] ? undefined : predicted;
}

async function readState(call: Call, module: Resource<ModuleSchema, object>): Promise<Invoked | undefined> {
  try {
    const result = await readResource(module, call.params as Infer<ModuleSchema>, await worldOf(call, true));
    return result && { result };
  } catch (error) {
    return failure(error);
  }
}

/** `changed_when: false` and `check_mode: false` are how authors say that a command only looks. */
export function saysItOnlyReads({ changed_when: changed, check_mode: check }: Call['running']['task']): boolean {
  return check?.value === false || (changed.length === 1 && changed[0]!.value === false);
}

function notThere({ running, module, vague }: Call, unreadable: boolean): PlayError {
  const { task, frame } = running;
  const title = taskTitle(task, frame);
  const name = task.register?.value;
  const values = name === undefined ? 'a value that is needed comes' : `"${name}" comes`;
  const why =
    unreadable && module.kind === 'action' && !vague
      ? `a ${module.name} cannot be read`
      : 'what it makes is not there yet';
  return new PlayError({
    code: 'not-there-yet',
    message: `${values} from the task "${title}", which tags leave out, and ${why}`,
    place: task.place,
    hint: howToRunIt(running),
  });
}

function howToRunIt({ task, frame }: Call['running']): string {
  const { only, skip } = frame.play.run.options.selection;
  const tags = [...tagsOf(task, frame)].filter((tag) => tag !== 'always' && tag !== 'never');
  const skipped = tags.find((tag) => skip.has(tag));
  if (skipped !== undefined) return `run it first, without --skip-tags ${skipped}`;
  const [first] = tags;
  if (first === undefined) return 'run it first, without --tags';
  return `run it first: --tags ${first}${only.has('all') ? '' : `, or both at once: --tags ${[first, ...only].join(',')}`}`;
}
