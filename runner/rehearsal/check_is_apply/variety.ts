import type { Resource } from '../../modules/module.ts';
import type { Rule } from '../../schema/rules.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import type { Random } from './random.ts';

/** Parameters of a task as a playbook would write them, ids filled in. */
export type Params = Readonly<Record<string, unknown>>;

/** Ids of what the prepared account holds, by name. */
export type Ids = ReadonlyMap<string, string>;

/** Draws the value of an option; undefined leaves it out. */
export type Draw = (random: Random, ids: Ids) => unknown;

/** All the ways in which tasks of one module are written. */
export interface Variety {
  readonly name: string;
  readonly module: Resource<ModuleSchema, object>;
  readonly rules: readonly Rule[];
  /** What tells which thing is meant and what AWS fixes when it is made: the same in all variations of a case. */
  readonly fixed: (random: Random, ids: Ids) => Params;
  /** What may differ from variation to variation. */
  readonly options: Readonly<Record<string, Draw>>;
  /** Makes of options drawn one by one some that go together. */
  readonly sense?: (params: Params, ids: Ids) => Params;
  /** Where the result of the next run may differ: what tells of the first run only, and what AWS moves meanwhile. */
  readonly once: readonly string[];
  /** Whether what AWS still tells of is on its way out: nobody waited for it. */
  readonly isGoing?: (state: object) => boolean;
  /** Options that are not drawn, and why. */
  readonly left: Readonly<Record<string, string>>;
}

/** A module's variety, whatever its types are. */
export function variety(
  module: unknown,
  rest: Omit<Variety, 'name' | 'module' | 'rules' | 'once'> & { rules?: readonly Rule[]; once?: readonly string[] },
): Variety {
  const known = module as Variety['module'];
  return { rules: [], once: [], ...rest, name: known.name, module: known };
}

/** Left out in some cases. */
export const maybe =
  (draw: Draw, share = 0.6): Draw =>
  (random, ids) =>
    random.chance(share) ? draw(random, ids) : undefined;

export const flag: Draw = (random) => random.chance(0.5);

export const oneOf =
  (...values: readonly unknown[]): Draw =>
  (random) =>
    random.pick(values);

export const integer =
  (min: number, max: number): Draw =>
  (random) =>
    random.integer(min, max);

const words = ['x', 'blue', 'two words', 'a=b,c', 'Größe', '', 'true', '0', 'Team: A/B'];

/** Tags of up to four keys; now and then none at all, or nothing said of them. */
export const tags: Draw = (random) => {
  if (random.chance(0.25)) return undefined;
  const keys = random.some(['Name', 'app', 'stage', 'Owner', 'cost:center'], 0, 4);
  return Object.fromEntries(random.shuffle(keys).map((key) => [key, random.pick(words)]));
};

/** What all modules with tags have. */
export const tagOptions: Readonly<Record<string, Draw>> = { tags, purge_tags: maybe(flag, 0.4) };

/** Removal asks for little more than the name; every tenth task does. */
export const state: Draw = (random) => (random.chance(0.1) ? 'absent' : undefined);
