import { ownerIn } from '../../aws/ownership.ts';
import { PlayError } from '../../diagnostics.ts';
import { type Resource, type Step, waitStep } from '../../modules/module.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { notOwned, tagsOf } from '../ownership.ts';
import { hangingOn, idOf, type Peer } from './peer.ts';
import { inWords, mustReplace, type Replacement, type ReplacementRun } from './replacement.ts';

type Target = Pick<Peer, 'name' | 'module' | 'params' | 'world' | 'now'>;

/**
 * The steps that remove a thing which must be replaced, after all that hangs on it and that later tasks of the run make again.
 * Throws, before anything is touched, when something else is in the way. Only reads.
 */
export async function takeDown<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
  { old, differences }: Replacement<State>,
  run: ReplacementRun,
): Promise<Step<State>[]> {
  const { check, replacing, world } = run;
  const target = { module, params, world, now: old } as unknown as Omit<Target, 'name'>;
  const id = idOf(target);
  const name = id === undefined ? module.name : shortOf(id);
  if (!check && !replacing?.allowed) throw mustReplace(name, differences);
  const hanging = id === undefined || !replacing ? [] : hangingOn(id, await peersLeft(run));
  const all = [{ ...target, name }, ...hanging];
  const found = await Promise.all(all.map((each) => problemsWith(each, all, run)));
  const problems = [...new Set(found.flat())];
  if (problems.length > 0) throw blocked(name, differences, problems);
  const steps: Step<State>[] = [announce(`replace ${name}: ${inWords(differences)} (must be replaced)`)];
  for (const each of all.toReversed()) steps.push(...(await removalOf(each, run)));
  if (check) for (const each of all) replacing?.gone.add(idOf(each) ?? '');
  return steps;
}

/** What the playbook describes and is still there, also under `--check`, where nothing really goes. */
async function peersLeft({ check, replacing }: ReplacementRun): Promise<readonly Peer[]> {
  const peers = (await replacing?.peers()) ?? [];
  return check ? peers.filter((peer) => !replacing?.gone.has(idOf(peer) ?? '')) : peers;
}

async function problemsWith(target: Target | Peer, all: readonly Target[], run: ReplacementRun): Promise<string[]> {
  const { module, params, world, now, name } = target;
  const { ownership, replacing } = run;
  const going = new Set(all.map((each) => idOf(each) ?? ''));
  const problems: (string | undefined)[] = [];
  if (ownership) {
    const tags = await tagsOf(module, world, now, params);
    const isAdopted = ownership.adopt && ownerIn(tags) === undefined;
    const reason = isAdopted ? undefined : notOwned(tags, ownership.owner);
    problems.push(reason && `${name}: ${reason}`);
  }
  const holds = await module.removal?.holds?.(world, now, params);
  problems.push(holds && `${name} holds ${holds}`);
  if ('isLeftOut' in target) {
    if (target.isLeftOut) problems.push(`${name} would go as well, but its tags are left out of this run`);
    if (replacing?.settled.has(idOf(target) ?? ''))
      problems.push(`${name} would go as well, but its task has already run`);
  }
  const others = (await module.removal?.inTheWay?.(world, now, going)) ?? [];
  return [...problems.filter((each) => each !== undefined), ...others.map((each) => `${each} is in the way`)];
}

async function removalOf<State>({ module, params, world, now }: Target, run: ReplacementRun): Promise<Step<State>[]> {
  const { removal } = module;
  const absent = removal?.absent?.(params, now) ?? ({ ...params, state: 'absent' } as Infer<ModuleSchema>);
  const read =
    removal?.read && run.ownership ? removal.read(world, absent, run.ownership.owner) : module.read(world, absent);
  const found = await read;
  const same = found && removal?.id?.(found, absent) === removal?.id?.(now, params);
  const state = same ? found : now;
  const known = { ...state };
  return [...module.plan(state, undefined, absent)].map(({ title, waits, run: take }) => ({
    title,
    ...(waits && { waits }),
    run: async (_world, { progress }) => {
      Object.assign(known, await take(world, { known, progress }));
      return undefined;
    },
  }));
}

/** Says what follows. */
const announce = <State>(title: string): Step<State> => waitStep(title, async () => undefined);

function blocked(
  name: string,
  differences: Replacement<object>['differences'],
  problems: readonly string[],
): PlayError {
  return new PlayError({
    code: 'replacement-blocked',
    message: `${name} must be replaced (${inWords(differences)}), but cannot be removed: ${problems.join('; ')}`,
    hint: 'nothing was touched: remove or adopt what is in the way, or undo the change',
  });
}

/** `targetgroup/web/0123` of an ARN; an id as it is. */
const shortOf = (id: string): string => (id.startsWith('arn:') ? id.split(':').slice(5).join(':') : id);
