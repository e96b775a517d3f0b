import type { Owner } from '../../aws/ownership.ts';
import type { World } from '../../aws/world.ts';
import type { Invoked } from '../call.ts';
import { failure } from '../failure.ts';
import { absentParams, readToRemove } from '../reading/absence.ts';
import { idOf } from '../reading/reading.ts';
import type { Run } from '../run.ts';
import { worldOf } from '../run_aws.ts';
import { takeSteps } from '../run_resource.ts';
import type { Thing } from './thing.ts';
import { idsOf } from './uses.ts';

/** Removes a thing, or under `--check` says how, given what went before it. What goes wrong is a result. */
export async function remove(run: Run, thing: Thing, gone: readonly Thing[]): Promise<Invoked> {
  const { check, ownership } = run.options;
  try {
    const world = await worldOf(thing.call, check);
    const isKnown = check || thing.module.removal?.isById;
    const now = isKnown ? rest(thing, gone) : await readAgain(thing, world, ownership?.owner);
    if (!now) return { result: { changed: false }, steps: [] };
    const absent = absentParams(thing, now);
    const planned = [...thing.module.plan(now, undefined, absent)];
    const progress = (message: string) => run.report({ type: 'progress', task: thing.call.running.info, message });
    const steps = check ? planned : await takeSteps(planned, { world, known: { ...now }, progress });
    return {
      result: { changed: steps.some((step) => !step.waits) },
      steps: steps.map(({ title }) => title),
      change: 'removed',
    };
  } catch (error) {
    return failure(error);
  }
}

/**
 * What was removed before it may have taken it along, or changed what is left to do. Another thing that the description fits by
 * now is none that was judged, unless it is the owner's anyway.
 */
async function readAgain(thing: Thing, world: World, owner: Owner | undefined): Promise<object | undefined> {
  const { module } = thing;
  const now = await readToRemove(thing, thing.absent, world, owner);
  return module.removal?.read || idOf({ ...thing, now }) === idOf(thing) ? now : undefined;
}

/** What there will be to remove when others have gone. */
function rest({ module, now }: Thing, gone: readonly Thing[]): object | undefined {
  if (!now) return undefined;
  const { without, after } = module.removal ?? {};
  const removed = gone.map((each) => ({ module: each.module.name, params: each.absent }));
  const left = without ? without(now, removed) : now;
  return after ? after(left, idsOf(gone)) : left;
}
