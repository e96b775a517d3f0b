import type { World } from '../aws/world.ts';
import { PlayError } from '../diagnostics.ts';
import { Missing, type Resource, type Result, type Step, type Wanted } from '../modules/module.ts';
import type { Infer } from '../schema/infer.ts';
import { openUp } from '../schema/open_up.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { containsUnknown } from '../template/values.ts';
import { type Difference, differenceOf, noDifference } from './difference.ts';
import { type Ownership, withOwner } from './ownership.ts';
import type { ChangeKind } from './planned.ts';
import { type Replacement, replacementOf } from './replace/replacement.ts';
import type { Replacing } from './replace/replacing.ts';
import { takeDown } from './replace/take_down.ts';

export interface ResourceOutcome {
  readonly changed: boolean;
  /** Titles of the steps taken, or under `check` of those that would be. */
  readonly steps: readonly string[];
  readonly result: Result;
  /** What becomes of the thing; left out when nothing does. */
  readonly change?: ChangeKind;
  /** The properties that differ, and only those. */
  readonly diff: Difference;
}

export interface ResourceRun {
  readonly world: World;
  /** Announce the steps, take none. */
  readonly check: boolean;
  /** In whose name; without it nothing is tagged. */
  readonly ownership?: Ownership | undefined;
  /** How what AWS cannot change in place is replaced; without it that is refused. */
  readonly replacing?: Replacing | undefined;
  progress?(message: string): void;
}

/**
 * Takes a resource from what it is to what it should be: read, plan, act. The same for every module, so that `--check` is
 * a property of the engine and not a promise of each author.
 */
export async function runResource<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  given: Infer<S>,
  run: ResourceRun,
): Promise<ResourceOutcome> {
  const { world, check, ownership, progress = () => {} } = run;
  const written = openUp(given, module.schema) as Infer<S>;
  const asked = (await module.resolve?.(world, written)) ?? written;
  if (!check) refuseMissing(asked);
  const { now, replacement } = await lookUp(module, asked, run);
  const removal = replacement ? await takeDown(module, asked, replacement, run) : [];
  const params = ownership ? await withOwner(module, asked, now, { world, ...ownership }) : asked;
  const want = module.want(params, now);
  const planned = [...removal, ...module.plan(now, want, params)];

  const known: Partial<State> = { ...now };
  const steps = check ? planned : await takeSteps(planned, { world, known, progress });

  const after =
    check || planned.length === 0 || want === undefined
      ? want
      : await settle(module, params, world, { ...want, ...known });
  const changed = steps.some((step) => !step.waits);
  return {
    changed,
    steps: steps.map((step) => step.title),
    // By the parameters as written: what a result holds does not depend on who owns the thing.
    result: module.result(planned.length === 0 && want !== undefined ? now : after, asked),
    ...(changed && { change: replacement ? 'replaced' : changeKind(module, params, now, want) }),
    diff: changed ? differenceOf(replacement?.old ?? now, want, after, module.moving) : noDifference,
  };
}

/** Takes steps one after the other, adding to what is known; those in which there was something to do. */
export async function takeSteps<State extends object>(
  planned: readonly Step<State>[],
  { world, known, progress }: { world: World; known: Partial<State>; progress(message: string): void },
): Promise<Step<State>[]> {
  const idle = new Set<Step<State>>();
  for (const step of planned)
    Object.assign(known, await step.run(world, { known, progress, idle: () => idle.add(step) }));
  return planned.filter((step) => !idle.has(step));
}

/** What `register` would keep of a resource as it is now; undefined when it is not there but should be. Never writes. */
export async function readResource<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  written: Infer<S>,
  world: World,
): Promise<Result | undefined> {
  const params = (await module.resolve?.(world, written)) ?? written;
  const now = isIdentified(module, params) ? await module.read(world, params) : undefined;
  const missing = now === undefined && module.want(params, now) !== undefined;
  return missing ? undefined : module.result(now, params);
}

/** What is there to start from, and what must go before because AWS cannot change it. */
async function lookUp<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
  run: ResourceRun,
): Promise<{ now?: State | undefined; replacement?: Replacement<State> | undefined }> {
  if (!isIdentified(module, params)) return {};
  const now = await readUnlessGone(module, params, run);
  const replacement = await replacementOf(module, params, now, run);
  return replacement ? { replacement } : { now };
}

/** What is there, unless it would have gone by now for something that is replaced. */
async function readUnlessGone<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
  { world, check, replacing }: ResourceRun,
): Promise<State | undefined> {
  const found = await module.read(world, params);
  if (found === undefined) return undefined;
  const id = module.removal?.id?.(found, params);
  if (id === undefined) return found;
  const gone = check ? replacing?.gone : undefined;
  if (gone?.has(id)) return undefined;
  replacing?.settled.add(id);
  return gone?.size ? (module.removal?.after?.(found, gone) ?? found) : found;
}

/** What was asked for by name must be there once steps are really taken. */
function refuseMissing(value: unknown): void {
  if (value instanceof Missing) throw new PlayError({ code: 'missing-name', message: value.message });
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) refuseMissing(part);
}

/** Nothing can be looked up by a name or id that AWS has yet to assign: such a thing cannot exist yet. */
export function isIdentified<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
): boolean {
  return !module.identity.some((name) => containsUnknown((params as Record<string, unknown>)[name]));
}

/** Reads again only when the answers to the steps left something unknown. */
async function settle<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
  world: World,
  merged: Wanted<State>,
): Promise<Wanted<State> | undefined> {
  return containsUnknown(merged) ? module.read(world, params) : merged;
}

/** What the steps from one state to the other make of the thing. */
function changeKind<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
  now: State | undefined,
  want: Wanted<State> | undefined,
): ChangeKind {
  const isThere = (state: Wanted<State> | undefined) => state !== undefined && (module.exists?.(state, params) ?? true);
  if (!isThere(want)) return 'removed';
  return isThere(now) ? 'changed' : 'created';
}
