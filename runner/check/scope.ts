import { defaultsOf, varsOf } from '../playbook/role_vars.ts';
import type { At, Keywords } from '../playbook/types.ts';
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

type Place = Pick<Site, 'play' | 'parents'> & { readonly task?: Site['task'] };

/** Names in reach of a task, or of a role or play when there is no task, the highest level of Ansible's precedence first. */
export function namesAt({ play, parents, task }: Place, definitions: Definitions): Names {
  const own = definitions.plays.get(play)!;
  const inner = parents.toReversed();
  const insideRole = parents.some(({ kind }) => kind === 'role');
  const uses = inner.flatMap((parent) => (parent.kind === 'role' ? [parent.node] : []));
  const others = own.roles.filter((use) => !uses.includes(use)).toReversed();
  const layers: Layer[] = [
    definitions.extra,
    definitions.facts,
    ...(task ? [loopNames(task), ...taskVars(task)] : []),
    ...inner.flatMap(around),
    ...uses.map((use) => use.params),
    ...[...uses, ...others].flatMap(varsOf),
    ...own.files,
    own.vars,
    ...definitions.inventory.toReversed(),
    ...[...uses, ...others].flatMap(defaultsOf),
  ];
  return {
    find: (name) => {
      const layer = layers.find((each) => (each instanceof Set ? each.has(name) : Object.hasOwn(each, name)));
      if (layer) return layer instanceof Set ? 'opaque' : (layer as Vars)[name];
      return isMagic(name, insideRole) ? 'opaque' : undefined;
    },
    known: () => [...layers.flatMap((each) => (each instanceof Set ? [...each] : Object.keys(each))), ...magicNames],
  };
}

/** What blocks and includes around a task add; roles and the play have levels of their own. */
function around(parent: Parent): Layer[] {
  if (parent.kind === 'block') return taskVars(parent.node);
  return parent.kind === 'include' ? [loopNames(parent.node), ...taskVars(parent.node), appliedNames(parent.node)] : [];
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
