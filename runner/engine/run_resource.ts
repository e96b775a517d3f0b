import { isDeepStrictEqual } from 'node:util';
import type { World } from '../aws/world.ts';
import { PlayError } from '../diagnostics.ts';
import { Missing, type Resource, type Result, type Step, type Wanted } from '../modules/module.ts';
import type { Infer } from '../schema/infer.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { containsUnknown } from '../template/values.ts';

export interface ResourceOutcome {
  readonly changed: boolean;
  /** Titles of the steps taken, or under `check` of those that would be. */
  readonly steps: readonly string[];
  readonly result: Result;
  /** The properties that differ, and only those. */
  readonly diff: { readonly before: Result; readonly after: Result };
}

export interface ResourceRun {
  readonly world: World;
  /** Announce the steps, take none. */
  readonly check: boolean;
  progress?(message: string): void;
}

/**
 * Takes a resource from what it is to what it should be: read, plan, act. The same for every module, so that `--check` is
 * a property of the engine and not a promise of each author.
 */
export async function runResource<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  written: Infer<S>,
  { world, check, progress = () => {} }: ResourceRun,
): Promise<ResourceOutcome> {
  const params = (await module.resolve?.(world, written)) ?? written;
  if (!check) refuseMissing(params);
  const now = isIdentified(module, params) ? await module.read(world, params) : undefined;
  const want = module.want(params, now);
  const planned = [...module.plan(now, want, params)];

  const known: Partial<State> = { ...now };
  const steps = check ? planned : await takeSteps(planned, { world, known, progress });

  const after =
    check || planned.length === 0 || want === undefined
      ? want
      : await settle(module, params, world, { ...want, ...known });
  return {
    changed: steps.some((step) => !step.waits),
    steps: steps.map((step) => step.title),
    result: module.result(planned.length === 0 && want !== undefined ? now : after, params),
    diff: difference(now, after, module.moving),
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

/** What was asked for by name must be there once steps are really taken. */
function refuseMissing(value: unknown): void {
  if (value instanceof Missing) throw new PlayError({ code: 'missing-name', message: value.message });
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) refuseMissing(part);
}

/** Nothing can be looked up by a name or id that AWS has yet to assign: such a thing cannot exist yet. */
function isIdentified<S extends ModuleSchema, State extends object>(
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

function difference(
  before: object = {},
  after: object = {},
  moving: readonly string[] = [],
): { before: Result; after: Result } {
  const was = before as Result;
  const is = after as Result;
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => !moving.includes(name) && !isDeepStrictEqual(was[name], is[name]),
  );
  const pick = (from: Result) =>
    Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));
  return { before: pick(was), after: pick(is) };
}
