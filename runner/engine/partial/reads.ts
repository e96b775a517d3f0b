import type { Task } from '../../playbook/types.ts';
import type { PlayRun } from '../play_run.ts';
import { definedBy, type Need, neededBy, needsOfValue } from './needs.ts';
import { type Node, outline } from './outline.ts';

/** The tasks that tags leave out but whose values are needed, with what stands between them and the play. */
export interface Reads {
  has(task: Task): boolean;
  /** All who need its value cope without it. */
  isOptional(task: Task): boolean;
}

export const noReads: Reads = { has: () => false, isOptional: () => false };

/**
 * Follows the variables of the tasks that tags select, through the variables these are made of, to the left-out tasks that
 * define them, in this play or one before it, and on to what those need. Tells the plays.
 */
export async function findReads(plays: readonly PlayRun[]): Promise<void> {
  const nodes = await outline(plays);
  const definers = new Map<string, Node[]>();
  for (const node of nodes)
    for (const name of definedBy(node)) definers.set(name, [...(definers.get(name) ?? []), node]);
  const reads = new Map<Task, { optional: boolean }>();
  const todo: { node: Node; optional: boolean }[] = nodes
    .filter((node) => node.selected)
    .map((node) => ({ node, optional: false }));

  const want = (node: Node, optional: boolean): void => {
    const known = reads.get(node.task);
    if (known && (optional || !known.optional)) return;
    reads.set(node.task, { optional });
    for (const include of node.includes) if (!reads.has(include)) reads.set(include, { optional });
    todo.push({ node, optional });
  };
  for (let next = todo.pop(); next; next = todo.pop()) {
    for (const { name, guarded } of reach(next.node)) {
      for (const definer of leftOut(definers.get(name), next.node)) want(definer, next.optional || guarded);
    }
  }
  const found = {
    has: (task: Task) => reads.has(task),
    isOptional: (task: Task) => reads.get(task)?.optional ?? false,
  };
  for (const play of plays) play.reads = found;
}

/** Everything a task needs. */
const reach = (node: Node): readonly Need[] => reachFrom(neededBy(node), node);

/** These variables, and those that they are made of. */
export function reachFrom(needs: readonly Need[], node: Node): readonly Need[] {
  const found = new Map<string, Need>();
  const visit = (need: Need): void => {
    const known = found.get(need.name);
    if (known && (need.guarded || !known.guarded)) return;
    found.set(need.name, need);
    for (const inner of needsOfValue(node.scope.written(need.name), node))
      visit({ ...inner, guarded: need.guarded || inner.guarded });
  };
  needs.forEach(visit);
  return [...found.values()].filter(({ name }) => !node.frame.play.run.options.extraVars.has(name));
}

/** The left-out tasks whose definition of a name still holds when a node is reached, latest first. */
function* leftOut(definers: readonly Node[] = [], node: Node): Generator<Node> {
  for (const definer of definers.filter(({ order }) => order < node.order).reverse()) {
    if (!definer.selected && !definer.never) yield definer;
    if (definer.frame.when.length === 0 && (definer.selected || !definer.never)) return;
  }
}
