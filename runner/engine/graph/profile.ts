import { PlayError } from '../../diagnostics.ts';
import { findModule } from '../../modules/registry.ts';
import type { Entry, RoleUse, Task } from '../../playbook/types.ts';
import { blockFrame, type Frame, roleFrame } from '../frame.ts';
import { type Included, knownInclude } from '../include_target.ts';
import { modeOf } from '../mode.ts';
import { anyVariable, neededBy } from '../partial/needs.ts';
import type { Node } from '../partial/outline.ts';
import { reachFrom } from '../partial/reads.ts';
import { engineModule, taskTitle } from '../task_info.ts';
import { scopeOf } from '../variables.ts';
import { rolesIn } from '../walk.ts';
import { barrierOf, canRescue, failureNames, setsOf } from './effects.ts';
import type { Unit } from './units.ts';

/** A step of a unit as far as variables go, in order: a task, or a role that looks at its arguments. */
export type Step =
  | {
      readonly kind: 'task';
      readonly node: Node;
      /** It runs whenever the unit comes so far. */
      readonly certain: boolean;
    }
  | { readonly kind: 'role'; readonly use: RoleUse; readonly frame: Frame };

/** What can be seen of a unit before it runs. */
export interface Profile {
  readonly unit: Unit;
  readonly steps: readonly Step[];
  readonly roles: readonly RoleUse[];
  /** Names that a failure inside would set. */
  readonly rescues: boolean;
  readonly keepsStats: boolean;
  /** Why everything waits for it, and it for everything. */
  readonly barrier: string | undefined;
}

interface Walk {
  /** Names that some task of the section sets; what is included by them only the run knows. */
  readonly settable: ReadonlySet<string>;
  readonly steps: Step[];
  readonly roles: RoleUse[];
  rescues: boolean;
  keepsStats: boolean;
  barrier: string | undefined;
}

/** Where a walk is: under which keywords, how deep in includes, and whether all of it surely runs. */
interface Around {
  readonly frame: Frame;
  readonly depth: number;
  readonly certain: boolean;
}

/** Includes further inside are not looked into. */
const deepest = 20;

/** Looks through a unit, into includes as far as it is known what they bring. */
export async function profileOf(unit: Unit, frame: Frame, settable: ReadonlySet<string>): Promise<Profile> {
  const walk: Walk = { settable, steps: [], roles: [], rescues: false, keepsStats: false, barrier: undefined };
  await visitAll(walk, unit.entries, { frame, depth: 0, certain: true });
  const { steps, roles, rescues, keepsStats, barrier } = walk;
  return { unit, steps, roles, rescues, keepsStats, barrier };
}

async function visitAll(walk: Walk, entries: readonly Entry[], around: Around): Promise<void> {
  for (const entry of entries) await visit(walk, entry, around);
}

async function visit(walk: Walk, entry: Entry, around: Around): Promise<void> {
  if (entry.kind === 'task') return visitTask(walk, entry, around);
  if (entry.kind === 'role') {
    const frame = roleFrame(around.frame, entry);
    walk.roles.push(entry);
    walk.steps.push({ kind: 'role', use: entry, frame });
    return visitAll(walk, entry.entries, { ...around, frame });
  }
  walk.rescues ||= canRescue(entry);
  const frame = blockFrame(around.frame, entry);
  // After a failure the rest of the block is passed over.
  const certain = around.certain && entry.rescue.length === 0 && entry.always.length === 0;
  await visitAll(walk, entry.block, { ...around, frame, certain });
  await visitAll(walk, entry.rescue, { ...around, frame, certain: false });
  await visitAll(walk, entry.always, { ...around, frame });
}

async function visitTask(walk: Walk, task: Task, around: Around): Promise<void> {
  const mode = modeIn(task, around.frame);
  if (mode === 'leave') return;
  const node = await nodeOf(task, around.frame);
  walk.steps.push({ kind: 'task', node, certain: around.certain && mode === 'run' });
  walk.keepsStats ||= findModule(task.module.value)?.name === 'set_stats';
  walk.barrier ??= barrierOf(node);
  if (!engineModule(task)?.startsWith('include')) return;
  const inside = around.depth < deepest ? tryInclude(node, around.frame, walk.settable) : undefined;
  if (!inside) {
    walk.barrier ??= `what "${taskTitle(task, node.frame)}" includes only the run knows`;
    return;
  }
  walk.barrier ??= shares(inside, taskTitle(task, node.frame));
  const certain = around.certain && task.loop === undefined && node.frame.when.length === 0;
  await visitAll(walk, inside.entries, { frame: inside.frame, depth: around.depth + 1, certain });
}

/** Why what an include brings concerns the rest of the play. */
function shares({ entries, isPublic }: Included, title: string): string | undefined {
  const roles = rolesIn(entries);
  if (isPublic || roles.some(({ origin }) => origin === 'import_role'))
    return `"${title}" makes a role's variables public`;
  return roles.some(({ handlers }) => handlers.length > 0) ? `"${title}" adds handlers to the play` : undefined;
}

/** Tags that only the run knows may choose it. */
function modeIn(task: Task, frame: Frame) {
  try {
    return modeOf(task, frame);
  } catch (error) {
    if (error instanceof PlayError) return 'read';
    throw error;
  }
}

async function nodeOf(task: Task, outer: Frame): Promise<Node> {
  const frame = blockFrame(outer, task);
  const schema = await findModule(task.module.value)?.schema();
  const scope = scopeOf(frame, task.file);
  return { task, frame, scope, schema, order: 0, selected: true, never: false, includes: [] };
}

/** What an include brings, unless what it names hangs on something that tasks set. */
function tryInclude(node: Node, outer: Frame, settable: ReadonlySet<string>): Included | undefined {
  const names = namesOfTarget(node);
  if (names.some((name) => settable.has(name)) || (names.length > 0 && settable.has(anyVariable))) return undefined;
  try {
    return knownInclude(node.task, outer);
  } catch (error) {
    if (error instanceof PlayError) return undefined;
    throw error;
  }
}

/** The variables in what an include names, and not those of its conditions. */
function namesOfTarget(node: Node): readonly string[] {
  const { when: _when, loop: _loop, ...task } = node.task;
  const bare: Node = { ...node, task: { ...task, when: [] }, frame: { ...node.frame, when: [], environment: [] } };
  return reachFrom(neededBy(bare), bare).map(({ name }) => name);
}

/** The variables that steps set, and what they are called by. */
export const namesSet = (profile: Profile) => [
  ...profile.steps.flatMap((step) => (step.kind === 'task' ? setsOf(step.node) : [])),
  ...(profile.rescues ? failureNames.map((name) => ({ name, how: 'sets' as const })) : []),
];
