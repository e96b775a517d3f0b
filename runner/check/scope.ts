import { defaultsOf, varsOf } from '../playbook/role_vars.ts';
import type { At, Keywords, RoleUse } from '../playbook/types.ts';
import type { Definitions } from './definitions.ts';
import { isMagic, magicNames } from './magic.ts';
import type { Parent, Site } from './sites.ts';

type Vars = Readonly<Record<string, At>>;
/** One level: written variables, or names whose values only the run knows. */
type Layer = Vars | ReadonlySet<string>;

/** The names one task can use, and what they were written as. */
export interface Names {
  /** The definition that counts; `opaque` when only the run knows it; undefined when nothing defines the name. */
  find(name: string): At | 'opaque' | undefined;
  known(): Iterable<string>;
}

/** Where a name is used. */
export type Scoped = Pick<Site, 'play' | 'parents'> & { readonly task?: Site['task'] };

/** Levels of Ansible's precedence by the words it has for them. */
export type Level =
  | 'extra vars'
  | 'facts'
  | 'loop variables'
  | 'task vars'
  | 'block vars'
  | 'include vars'
  | 'role params'
  | 'role vars'
  | 'vars_files'
  | 'play vars'
  | 'inventory vars'
  | 'role defaults';

/** A level and what stands at it. */
export type Leveled = readonly [level: Level, layer: Layer];

/** The levels in reach of a task, or of a role or play when there is no task. */
export function levelsAt(place: Scoped, definitions: Definitions): readonly Leveled[] {
  const { play, task } = place;
  const uses = usesAround(place);
  const others = definitions.plays.get(play)!.roles.filter((use) => !uses.includes(use));
  const shared = { vars: others.toReversed().flatMap(varsOf), defaults: others.toReversed().flatMap(defaultsOf) };
  return [
    ['extra vars', definitions.extra],
    ['facts', definitions.facts],
    ...(task ? all('loop variables', [loopNames(task)]) : []),
    ...(task ? all('task vars', taskVars(task)) : []),
    ...levelsAround(place, definitions, shared),
  ];
}

const all = (level: Level, layers: readonly Layer[]) => layers.map((layer): Leveled => [level, layer]);

/** The roles a place is in, the innermost first. */
const usesAround = ({ parents }: Scoped): RoleUse[] =>
  parents.flatMap((parent) => (parent.kind === 'role' ? [parent.node] : [])).reverse();

/** The levels below those of a task itself; `shared` is what roles give that the place is not in. */
function levelsAround(
  place: Scoped,
  definitions: Definitions,
  shared: { readonly vars: readonly Layer[]; readonly defaults: readonly Layer[] },
): readonly Leveled[] {
  const own = definitions.plays.get(place.play)!;
  const uses = usesAround(place);
  const params = uses.map((use) => use.params);
  return [
    ...place.parents.toReversed().flatMap(around),
    ...all('role params', params),
    ...all('role vars', [...uses.flatMap(varsOf), ...shared.vars]),
    ...all('vars_files', own.files),
    ['play vars', own.vars],
    ...all('inventory vars', definitions.inventory.toReversed()),
    ...all('role defaults', [...uses.flatMap(defaultsOf), ...shared.defaults]),
  ];
}

/** Names in reach of a task, or of a role or play when there is no task, the highest level of Ansible's precedence first. */
export function namesAt(place: Scoped, definitions: Definitions): Names {
  const own = place.task ? [loopNames(place.task), ...taskVars(place.task)] : [];
  const layers: readonly Layer[] = [definitions.extra, definitions.facts, ...own, ...layersAround(place, definitions)];
  const insideRole = place.parents.some(({ kind }) => kind === 'role');
  return {
    find: (name) => {
      const layer = layers.find((each) => (each instanceof Set ? each.has(name) : Object.hasOwn(each, name)));
      if (layer) return layer instanceof Set ? 'opaque' : (layer as Vars)[name];
      return isMagic(name, insideRole) ? 'opaque' : undefined;
    },
    known: () => [...layers.flatMap((each) => (each instanceof Set ? [...each] : Object.keys(each))), ...magicNames],
  };
}

const remembered = new WeakMap<Definitions, WeakMap<Scoped['parents'], readonly Layer[]>>();

/** What tasks that stand side by side have in common; of a thousand roles what they share is one layer. */
function layersAround(place: Scoped, definitions: Definitions): readonly Layer[] {
  const known = remembered.get(definitions) ?? new WeakMap<Scoped['parents'], readonly Layer[]>();
  remembered.set(definitions, known);
  const { vars, defaults } = definitions.plays.get(place.play)!.shared;
  const layers =
    known.get(place.parents) ??
    levelsAround(place, definitions, { vars: [vars], defaults: [defaults] }).map(([, layer]) => layer);
  known.set(place.parents, layers);
  return layers;
}

/** What blocks and includes around a task add; roles and the play have levels of their own. */
function around(parent: Parent): Leveled[] {
  if (parent.kind === 'block') return taskVars(parent.node).map((layer) => ['block vars', layer]);
  if (parent.kind !== 'include') return [];
  return [
    ['loop variables', loopNames(parent.node)],
    ...taskVars(parent.node).map((layer): Leveled => ['include vars', layer]),
    ['include vars', appliedNames(parent.node)],
  ];
}

const taskVars = ({ vars }: Keywords): Vars[] => (vars ? [vars] : []);

/** Names of loop variables, wherever `loop_control` puts them. */
export function loopNames(task: Site['task']): ReadonlySet<string> {
  if (!task.loop) return new Set();
  const control = (task.loop_control?.value ?? {}) as { loop_var?: unknown; index_var?: unknown };
  const names = [control.loop_var ?? 'item', control.index_var];
  return new Set(names.filter((name) => typeof name === 'string'));
}

/** Variables that `apply` gives to what is included. */
function appliedNames(task: Site['task']): ReadonlySet<string> {
  const apply = (task.args.value as { apply?: { vars?: object } } | null)?.apply;
  return new Set(typeof apply?.vars === 'object' && apply.vars !== null ? Object.keys(apply.vars) : []);
}
