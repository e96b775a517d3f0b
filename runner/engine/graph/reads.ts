import { alsoReadBy, anyVariable, type Need, neededBy, needsOfValue, readsOnlyOwnResult } from '../partial/needs.ts';
import type { Node } from '../partial/outline.ts';
import { reachFrom } from '../partial/reads.ts';
import { taskTitle } from '../task_info.ts';
import { scopeOf } from '../variables.ts';
import { failureNames, gatheredName, type Sets, setsOf, specNames } from './effects.ts';
import type { Profile, Step } from './profile.ts';

/** The variables that a unit reads and may not have set itself before, and what it surely sets. */
export interface Reads {
  readonly names: ReadonlySet<string>;
  /** The task that may read any variable. */
  readonly any: string | undefined;
  readonly surelySet: ReadonlySet<string>;
}

/** Values of variables whose templates are rendered where they are used: those of files that tasks load. */
export type Loaded = ReadonlyMap<string, readonly unknown[]>;

/** What a unit reads from outside, through the variables that others are made of. */
export function readsOf(profile: Profile, loaded: Loaded): Reads {
  const names = new Set<string>();
  const set = new Set<string>();
  let any: string | undefined;
  for (const step of profile.steps) {
    const sets = step.kind === 'task' ? setsOf(step.node) : [];
    for (const name of namesReadBy(step, loaded)) {
      if (name === anyVariable || name === 'hostvars' || name === 'ansible_delegated_vars') any ??= titleOf(step);
      else if (!set.has(name)) names.add(name);
    }
    if (step.kind === 'task' && step.certain) for (const each of sets) if (isSure(step.node, each)) set.add(each.name);
  }
  return { names, any, surelySet: set };
}

/** A skipped task registers that it was skipped; a fact it does not set. */
const isSure = ({ task, frame }: Node, { how }: Sets) =>
  how === 'registers' || (frame.when.length === 0 && task.loop === undefined);

const titleOf = (step: Step) =>
  step.kind === 'role' ? step.use.role.name : taskTitle(step.node.task, step.node.frame);

function namesReadBy(step: Step, loaded: Loaded): readonly string[] {
  if (step.kind === 'role') {
    const node = nodeOfRole(step);
    const needs = specNames(step.use).map((name) => ({ name, guarded: true }));
    return through(needs, node, loaded);
  }
  const { node } = step;
  const found = through([...neededBy(node), ...alsoReadBy(node)], node, loaded);
  return readsOnlyOwnResult(node) ? found.filter((name) => name !== node.task.register?.value) : found;
}

/** A role's arguments are looked at as a task of the role would see them. */
function nodeOfRole({ use, frame }: Step & { kind: 'role' }): Pick<Node, 'frame' | 'scope' | 'task'> {
  return { frame, scope: scopeOf(frame, use.place.file), task: { file: use.place.file } as Node['task'] };
}

/** Names that needs come to, through variables as they are written and as files that tasks load hold them. */
function through(
  needs: readonly Need[],
  node: Pick<Node, 'frame' | 'scope' | 'task'>,
  loaded: Loaded,
): readonly string[] {
  const found = new Set<string>();
  let todo = needs;
  while (todo.length > 0) {
    const news = reachFrom(todo, node as Node).filter(({ name }) => !found.has(name));
    for (const { name } of news) found.add(name);
    todo = news.flatMap(({ name }) => (loaded.get(name) ?? []).flatMap((value) => needsOfValue(value, node as Node)));
  }
  return [...found].flatMap((name) => [name, ...behind(name)]);
}

/** Facts about the machine come under many names. */
const behind = (name: string): string[] =>
  name.startsWith('ansible_') && name !== gatheredName && !failureNames.includes(name) ? [gatheredName] : [];
