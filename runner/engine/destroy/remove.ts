import type { World } from '../../aws/world.ts';
import type { Step } from '../../modules/module.ts';
import type { Invoked } from '../call.ts';
import { failure } from '../failure.ts';
import type { Run } from '../run.ts';
import { absentParams, readToRemove, type Thing, worldFor } from './thing.ts';
import { idsOf } from './uses.ts';

/** Removes a thing, or under `--check` says how, given what went before it. What goes wrong is a result. */
export async function remove(run: Run, thing: Thing, gone: readonly Thing[]): Promise<Invoked> {
  const { check } = run.options;
  try {
    const world = await worldFor(thing, check);
    // What was removed before it may have taken it along, or changed what is left to do.
    const now = check ? rest(thing, gone) : await readToRemove(thing, thing.absent, { world, run });
    if (!now) return { result: { changed: false }, steps: [] };
    const absent = absentParams(thing, now);
    const steps = [...thing.module.plan(now, undefined, absent)];
    if (!check) await takeSteps(run, thing, { world, now, steps });
    return {
      result: { changed: steps.some((step) => !step.waits) },
      steps: steps.map(({ title }) => title),
      change: 'removed',
    };
  } catch (error) {
    return failure(error);
  }
}

/** What there will be to remove when others have gone. */
function rest({ module, now }: Thing, gone: readonly Thing[]): object | undefined {
  if (!now) return undefined;
  const { without, after } = module.removal ?? {};
  const removed = gone.map((each) => ({ module: each.module.name, params: each.absent }));
  const left = without ? without(now, removed) : now;
  return after ? after(left, idsOf(gone)) : left;
}

async function takeSteps(
  run: Run,
  { call }: Thing,
  { world, now, steps }: { world: World; now: object; steps: readonly Step<object>[] },
): Promise<void> {
  const progress = (message: string) => run.report({ type: 'progress', task: call.running.info, message });
  const known = { ...now };
  for (const step of steps) Object.assign(known, await step.run(world, { known, progress }));
}
