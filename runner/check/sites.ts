import type { LoadContext } from '../playbook/context.ts';
import { frameOf } from '../playbook/context.ts';
import { readTaskFile, writtenFile } from '../playbook/entries.ts';
import { findTaskFile } from '../playbook/find_file.ts';
import { noKeywords, readRoleUses } from '../playbook/roles.ts';
import { taskFields } from '../playbook/task_fields.ts';
import { shortName } from '../playbook/tasks.ts';
import type { Block, Entry, Keywords, Play, RoleUse, Task } from '../playbook/types.ts';
import { toBoolean } from '../schema/scalars.ts';

/** What stands around a task: the play, then roles, blocks and includes, the outermost first. */
export type Parent =
  | { readonly kind: 'play'; readonly node: Play }
  | { readonly kind: 'role'; readonly node: RoleUse }
  | { readonly kind: 'block'; readonly node: Block }
  | { readonly kind: 'include'; readonly node: Task; readonly file?: string };

/** A task that may run, reached by imports and by includes whose name is written out. */
export interface Site {
  readonly task: Task;
  readonly play: Play;
  readonly parents: readonly Parent[];
  readonly role?: RoleUse;
  readonly handler: boolean;
  /** A failure of it is expected: `ignore_errors`, or a `rescue` around it. */
  readonly forgiven: boolean;
}

export interface Walk extends Part {
  /** What is in each play. */
  readonly parts: ReadonlyMap<Play, Part>;
  /** Includes whose name is known only while running; what they define is anybody's guess. */
  readonly dynamic: readonly Task[];
}

/** Tasks and uses of roles, in the order of the playbook. */
export interface Part {
  readonly sites: readonly Site[];
  readonly roles: readonly {
    readonly use: RoleUse;
    readonly parents: readonly Parent[];
    readonly play: Play;
    readonly forgiven: boolean;
  }[];
}

interface Walking {
  readonly context: LoadContext;
  readonly sites: Site[];
  readonly roles: { use: RoleUse; parents: readonly Parent[]; play: Play; forgiven: boolean }[];
  readonly dynamic: Task[];
}

interface Around {
  readonly play: Play;
  readonly parents: readonly Parent[];
  readonly role?: RoleUse;
  readonly handler: boolean;
  readonly forgiven: boolean;
}

/** Every task of the plays that can be known before the run. */
export function walk(plays: readonly Play[], context: LoadContext): Walk {
  const found: Omit<Walking, 'context'> = { sites: [], roles: [], dynamic: [] };
  const parts = new Map<Play, Part>();
  for (const play of plays) {
    const before = { sites: found.sites.length, roles: found.roles.length };
    const walking: Walking = { ...found, context: { ...context, playbookDir: play.playbookDir } };
    const around: Around = {
      play,
      parents: [{ kind: 'play', node: play }],
      handler: false,
      forgiven: forgives(play),
    };
    for (const entries of [play.pre_tasks, play.roles, play.tasks, play.post_tasks]) enter(entries, around, walking);
    enter(play.handlers, { ...around, handler: true }, walking);
    parts.set(play, { sites: found.sites.slice(before.sites), roles: found.roles.slice(before.roles) });
  }
  return { ...found, parts };
}

const forgives = ({ ignore_errors: ignore }: Keywords) => ignore !== undefined && toBoolean(ignore.value) !== false;

function enter(entries: readonly Entry[], around: Around, walking: Walking): void {
  for (const entry of entries) {
    if (entry.kind === 'role') enterRole(entry, around, walking);
    else if (entry.kind === 'block') enterBlock(entry, around, walking);
    else enterTask(entry, around, walking);
  }
}

function enterRole(use: RoleUse, around: Around, walking: Walking): void {
  const forgiven = around.forgiven || forgives(use);
  walking.roles.push({ use, parents: around.parents, play: around.play, forgiven });
  const inner = { ...around, role: use, parents: [...around.parents, { kind: 'role' as const, node: use }], forgiven };
  enter(use.entries, inner, walking);
  enter(use.handlers, { ...inner, handler: true }, walking);
}

function enterBlock(block: Block, around: Around, walking: Walking): void {
  const inner = {
    ...around,
    parents: [...around.parents, { kind: 'block' as const, node: block }],
    forgiven: around.forgiven || forgives(block),
  };
  enter(block.block, { ...inner, forgiven: inner.forgiven || block.rescue.length > 0 }, walking);
  enter(block.rescue, inner, walking);
  enter(block.always, inner, walking);
}

function enterTask(task: Task, around: Around, walking: Walking): void {
  const forgiven = around.forgiven || forgives(task);
  walking.sites.push({ task, ...around, forgiven });
  const module = shortName(task.module.value);
  if (module === 'include_tasks') includeTasks(task, { ...around, forgiven }, walking);
  if (module === 'include_role') includeRole(task, { ...around, forgiven }, walking);
}

function includeTasks(task: Task, around: Around, walking: Walking): void {
  const name = writtenFile(task.args)?.value;
  if (typeof name !== 'string') {
    walking.dynamic.push(task);
    return;
  }
  const { context } = walking;
  const role = around.role?.role;
  const origin = { playbookDir: context.playbookDir, file: task.file, ...(role ? { rolePath: role.path } : {}) };
  const file = findTaskFile(name, origin, 'include').path;
  if (file === undefined) {
    if (mayAppear(around)) walking.dynamic.push(task);
    else readTaskFile(name, task.args.place, frameOf(context, task.file, role ? { role } : {}), 'include');
    return;
  }
  if (around.parents.some((parent) => parent.kind === 'include' && parent.file === file)) return;
  const frame = frameOf(context, task.file, { handlers: around.handler, ...(role ? { role } : {}) });
  const entries = readTaskFile(name, task.args.place, frame, 'include');
  enter(entries, { ...around, parents: [...around.parents, { kind: 'include', node: task, file }] }, walking);
}

/** A missing file is no mistake where the author is prepared for it. */
const mayAppear = ({ forgiven }: Around) => forgiven;

function includeRole(task: Task, around: Around, walking: Walking): void {
  const fields = taskFields(task.args);
  const text = (field: string) => {
    const value = fields.get(field)?.value;
    return typeof value === 'string' ? { [field]: value } : {};
  };
  const written = fields.get('name') ?? fields.get('role');
  const choices = ['tasks_from', 'vars_from', 'defaults_from', 'handlers_from'];
  const known = choices.every((field) => !fields.has(field) || typeof fields.get(field)!.value === 'string');
  if (typeof written?.value !== 'string' || !known) {
    walking.dynamic.push(task);
    return;
  }
  const { context } = walking;
  const from = around.role?.role;
  const frame = frameOf(context, task.file, from ? { role: from } : {});
  if (nested(around, written.value)) return;
  const request = { name: written.value, place: written.place, origin: 'include_role' as const, keywords: noKeywords };
  const files = Object.assign({}, ...choices.map(text));
  const found = readRoleUses({ ...request, params: {}, files }, frame);
  // Of a public role the play sees what the include gave it, too.
  const isPublic = toBoolean(fields.get('public')?.value ?? false) !== false;
  const uses = isPublic && task.vars ? found.map((use) => ({ ...use, vars: task.vars! })) : found;
  enter(uses, { ...around, parents: [...around.parents, { kind: 'include', node: task }] }, walking);
}

/** A role that includes itself (with a condition) is walked once. */
const nested = ({ parents }: Around, name: string) =>
  parents.some(
    ({ kind, node }) =>
      kind === 'role' && (node as RoleUse).role.name === name && (node as RoleUse).origin === 'include_role',
  );
