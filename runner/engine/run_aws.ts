import type { World } from '../aws/world.ts';
import type { Info, Resource } from '../modules/module.ts';
import type { Infer } from '../schema/infer.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { Unknown } from '../template/values.ts';
import type { Call, Invoked } from './call.ts';
import { failure } from './failure.ts';
import { runResource } from './run_resource.ts';

/** Takes a resource from what it is to what it should be. */
export async function runModuleResource(call: Call, module: Resource<ModuleSchema, object>): Promise<Invoked> {
  const { check, diff, params, running } = call;
  const { run } = running.frame.play;
  try {
    const world = await worldOf(call, check);
    const outcome = await runResource(module, params as Infer<ModuleSchema>, {
      world,
      check,
      ownership: run.options.ownership,
      replacing: run.replacing,
      progress: progressOf(call),
    });
    const result = { ...outcome.result, changed: outcome.changed, ...(diff ? { diff: outcome.diff } : {}) };
    const { steps, change } = outcome;
    return { result, steps, ...(change && { change }), ...(call.undecided ? { undecided: true } : {}) };
  } catch (error) {
    return failure(error);
  }
}

/** Reads. What depends on something that is not known yet is not known either. */
export async function runInfo(call: Call, module: Info<ModuleSchema>): Promise<Invoked> {
  if (call.vague) return notKnownYet();
  try {
    const result = await module.read(await worldOf(call, true), call.params as Infer<ModuleSchema>);
    return { result: { changed: false, ...result }, ...(call.undecided ? { undecided: true } : {}) };
  } catch (error) {
    return failure(error);
  }
}

/** The result of a task that cannot even be rehearsed before something else has been made. */
export function notKnownYet(msg = '(known after apply)'): Invoked {
  return { result: { changed: false, msg }, kept: new Unknown(), undecided: true };
}

/** The world a task acts in. */
export async function worldOf(
  { connection, environment, running }: Call,
  readOnly: boolean,
  region?: string,
): Promise<World> {
  const { worlds } = running.frame.play.run.options;
  const where = region === undefined ? connection : { ...connection, region };
  return worlds.get(where, { readOnly, environment });
}

/** Passes on what a task says it waits for. */
export function progressOf({ running, say }: Call): (message: string) => void {
  if (say) return say;
  const { report } = running.frame.play.run;
  return (message) => report({ type: 'progress', task: running.info, message });
}
