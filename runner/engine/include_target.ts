import { PlayError } from '../diagnostics.ts';
import { taskFields } from '../playbook/task_fields.ts';
import type { At, Entry, RoleUse, Task } from '../playbook/types.ts';
import { writtenText } from '../template/literal.ts';
import { Unknown } from '../template/values.ts';
import { appliedKeywords } from './apply.ts';
import { blockFrame, type Frame } from './frame.ts';
import { booleanIn, valueIn } from './keyword_values.ts';
import { type Layer, recordLayer } from './layer.ts';
import { unknownYet } from './not_known_yet.ts';
import type { VariableScope } from './scope.ts';
import { engineModule } from './task_info.ts';
import { findFor } from './template_host.ts';
import { scopeOf } from './variables.ts';

/** What an include brings, and the frame its entries stand in. */
export interface Included {
  readonly entries: readonly Entry[];
  readonly frame: Frame;
  /** Path of the file or name of the role, for the output. */
  readonly what: string;
  /** The role's variables are for the rest of the play, too. */
  readonly isPublic: boolean;
}

/** Includes that repeat themselves until a condition holds go deep; those that never end go deeper. */
const deepest = 500;

/** Loads what an include task names, given the variables of the task (and of the item it is at). */
export function loadInclude(
  task: Task,
  outer: Frame,
  scope: VariableScope,
  { item, handlers = false }: { item?: Layer | undefined; handlers?: boolean } = {},
): Included {
  const fields = taskFields(task.args);
  const frame = includedFrame(task, outer, fields.get('apply'), scope, item);
  return engineModule(task) === 'include_role'
    ? loadRole(task, frame, fields, scope)
    : loadTasks(task, frame, fields, scope, handlers);
}

/** What an include would bring if it were reached now; for looking ahead. */
export function knownInclude(task: Task, outer: Frame): Included {
  const frame = blockFrame(outer, task);
  return loadInclude(task, outer, scopeOf(frame, task.file));
}

/**
 * Entries of an include inherit from what is around the include and from its `apply`, not from the include itself, but its
 * `vars` (and the item of its loop) hold for them.
 */
function includedFrame(
  task: Task,
  outer: Frame,
  apply: At | undefined,
  scope: VariableScope,
  item: Layer | undefined,
): Frame {
  const base: Frame = apply ? blockFrame(outer, appliedKeywords(apply, scope)) : outer;
  const params = [...(item ? [item] : []), ...(task.vars ? [recordLayer(task.vars)] : [])];
  const depth = outer.depth + 1;
  if (depth <= deepest) return { ...base, depth, includeParams: [...params, ...base.includeParams] };
  throw new PlayError({
    code: 'include-depth',
    message: `${deepest} includes stand inside each other: this one includes itself without end`,
    place: task.place,
    hint: 'give it a condition that comes to an end',
  });
}

type Fields = ReadonlyMap<string, At>;

function loadTasks(task: Task, frame: Frame, fields: Fields, scope: VariableScope, handlers: boolean): Included {
  const named = fields.get('file') ?? fields.get('_raw_params') ?? (fields.size === 0 ? task.args : undefined);
  if (!named || named.value === null)
    throw missing(task, 'include_tasks needs the name of a file', 'write include_tasks: FILE');
  const path = findFor(frame, task.file, 'tasks', textOf(named, scope));
  const { play, run } = frame.play;
  const role = frame.roles[0]?.role;
  const around = { playbookDir: play.playbookDir, handlers, ...(role ? { role } : {}) };
  return { entries: run.options.loader.tasks(path, around), frame, what: path, isPublic: false };
}

function loadRole(task: Task, frame: Frame, fields: Fields, scope: VariableScope): Included {
  const named = fields.get('name') ?? fields.get('role');
  if (!named) throw missing(task, 'include_role needs the name of a role', 'add name: ROLE');
  const name = textOf(named, scope);
  const choice = (key: 'tasks_from' | 'vars_from' | 'defaults_from' | 'handlers_from') => {
    const at = fields.get(key);
    return at === undefined ? {} : { [key]: textOf(at, scope) };
  };
  const files = {
    ...choice('tasks_from'),
    ...choice('vars_from'),
    ...choice('defaults_from'),
    ...choice('handlers_from'),
  };
  const from = frame.roles[0]?.role;
  const use = frame.play.run.options.loader.role(name, {
    place: named.place,
    file: task.file,
    playbookDir: frame.play.play.playbookDir,
    ...files,
    ...(task.vars ? { vars: task.vars } : {}),
    ...(from ? { from } : {}),
  });
  const again = {
    ...use,
    role: { ...use.role, allow_duplicates: booleanIn(fields.get('allow_duplicates'), scope, true) },
  };
  const checked = booleanIn(fields.get('rolespec_validate'), scope, true) ? again : withoutSpecs(again);
  const isPublic = booleanIn(fields.get('public'), scope);
  // Of a public role the play sees what the include gave it, too.
  const entries = [isPublic && task.vars ? { ...checked, vars: task.vars } : checked];
  return { entries, frame, what: name, isPublic };
}

/** `rolespec_validate: false` */
function withoutSpecs(use: RoleUse): RoleUse {
  const { argument_specs: _, ...role } = use.role;
  return { ...use, role };
}

function textOf(at: At, scope: VariableScope): string {
  const value = valueIn(at, scope);
  if (value instanceof Unknown) throw unknownYet('what is included', at.place);
  return writtenText(value).trim();
}

function missing(task: Task, message: string, hint: string): PlayError {
  return new PlayError({ code: 'param-missing', message, place: task.module.place, hint });
}
