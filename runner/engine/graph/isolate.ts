import { factsLayer } from '../facts.ts';
import { copyAllAuthored, copyAuthored, dataLayer, type Layer, loadedLayer } from '../layer.ts';
import { magicLayer } from '../magic.ts';
import type { PlayRun } from '../play_run.ts';
import type { Run } from '../run.ts';
import type { Unit } from './units.ts';

/** The levels of variables that tasks set. */
const levels = ['facts', 'included', 'gathered'] as const;
type Levels = Pick<Run, (typeof levels)[number]>;

/** A unit's own view of the play: what it sets is its own until it is merged. */
export interface Isolated {
  readonly playRun: PlayRun;
  /** Puts what the unit has set over other levels. */
  mergeInto(target: Levels): void;
}

/** A view for one unit: the play's variables, with what earlier units have set in their order. */
export function isolate(play: PlayRun, unit: Unit, earlier: readonly Isolated[]): Isolated {
  const own = ownLevels(play.run);
  for (const each of earlier) each.mergeInto(own);
  const written = levels.map((level) => track(own[level]));
  return {
    playRun: playOf(play, runOf(play.run, unit, own)),
    mergeInto(target) {
      for (const [index, level] of levels.entries()) merge(own[level], target[level], written[index]!);
    },
  };
}

/** A view for a unit that runs alone: it works on the play's variables themselves. */
export const share = (play: PlayRun, unit: Unit): Isolated => ({
  playRun: playOf(play, runOf(play.run, unit, play.run)),
  mergeInto() {},
});

function ownLevels(run: Run): Levels {
  const copy = (level: keyof Levels) => {
    const values = new Map(run[level]);
    copyAllAuthored(run[level], values);
    return values;
  };
  return { facts: copy('facts'), included: copy('included'), gathered: copy('gathered') };
}

/** From now on notes which names are set or taken away. */
function track(values: Map<string, unknown>): ReadonlySet<string> {
  const written = new Set<string>();
  const { set, delete: remove, clear } = Map.prototype;
  values.set = (name, value) => {
    written.add(name);
    return set.call(values, name, value) as typeof values;
  };
  values.delete = (name) => {
    written.add(name);
    return remove.call(values, name);
  };
  values.clear = () => {
    for (const name of values.keys()) written.add(name);
    clear.call(values);
  };
  return written;
}

function merge(from: ReadonlyMap<string, unknown>, to: Map<string, unknown>, names: ReadonlySet<string>): void {
  for (const name of names) {
    if (from.has(name)) to.set(name, from.get(name));
    else to.delete(name);
  }
  copyAuthored(from, to, names);
}

/** The same run in all but the variables, and what an interrupt leaves undone. */
const runOf = (run: Run, unit: Unit, { facts, included, gathered }: Levels): Run =>
  through(run, { facts, included, gathered, unit, notRun: [] });

function playOf(play: PlayRun, run: Run): PlayRun {
  const facts = dataLayer(run.facts);
  const included = loadedLayer(run.included);
  const gathered = factsLayer(play.machine, run.gathered, () => run.isGathered);
  const hostLayers: Layer[] = [];
  const own = through(play, {
    run,
    facts,
    included,
    gathered,
    hostLayers,
    get magic() {
      return magic;
    },
  });
  const magic: Layer = magicLayer(own);
  hostLayers.push(magic, run.options.extraVars, facts, included, gathered, run.inventory.layer);
  return own;
}

/** The original in all but what is its own: everything else is read there, and set there. */
function through<T extends object>(original: T, own: Partial<T>): T {
  for (const key of Object.keys(original) as (keyof T)[]) {
    if (key in own) continue;
    Object.defineProperty(own, key, {
      enumerable: true,
      get: () => original[key],
      set: (value) => {
        original[key] = value;
      },
    });
  }
  return own as T;
}
