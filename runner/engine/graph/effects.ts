import { findModule } from '../../modules/registry.ts';
import { taskFields } from '../../playbook/task_fields.ts';
import type { Entry, RoleUse, Task } from '../../playbook/types.ts';
import { optionsOf } from '../../schema/argument_spec.ts';
import { dictGet, dictKeys, isDict } from '../../template/values.ts';
import { hasTemplates } from '../../template/written.ts';
import type { Frame } from '../frame.ts';
import type { Handler } from '../handlers.ts';
import { definedBy, includedVars } from '../partial/needs.ts';
import type { Node } from '../partial/outline.ts';
import { engineModule } from '../task_info.ts';
import type { Reason } from './reasons.ts';

type How = Extract<Reason, { kind: 'variable' }>['how'];

/** A variable that a task sets. */
export interface Sets {
  readonly name: string;
  readonly how: How;
  /** What was written for it, when templates in it are rendered where it is used. */
  readonly written?: unknown;
}

/** Names that failures and gathered facts go by. */
export const failureNames = ['ansible_failed_task', 'ansible_failed_result'];
export const gatheredName = 'ansible_facts';

/** The variables that a task sets, as far as they can be named. */
export function setsOf(node: Node): readonly Sets[] {
  const { register, module } = node.task;
  const name = findModule(module.value)?.name;
  if (name === 'setup' || name === 'gather_facts')
    return [...registered(register?.value), { name: gatheredName, how: 'sets' }];
  const loaded = name === 'include_vars' ? (includedVars(node) ?? {}) : {};
  return definedBy(node).map((each) => {
    if (each === register?.value) return { name: each, how: 'registers' };
    if (name !== 'include_vars') return { name: each, how: 'sets' };
    return { name: each, how: 'loads', written: Object.hasOwn(loaded, each) ? loaded[each]!.value : loaded };
  });
}

const registered = (name: string | undefined): Sets[] => (name === undefined ? [] : [{ name, how: 'registers' }]);

/** Actions of `meta` that concern the task's own role at most. */
const harmless = new Set(['noop', 'refresh_inventory', 'reset_connection']);

const forAll: Readonly<Record<string, string>> = {
  add_host: 'add_host changes the inventory',
  group_by: 'group_by changes the inventory',
  pause: 'pause holds up what comes after it',
  docker_login: 'docker_login logs in for what comes after it',
};

/** Why everything waits for a task and it for everything; undefined when that is not so. Includes are judged by what they bring. */
export function barrierOf(node: Node): string | undefined {
  const { task, frame } = node;
  if (task.notify.length > 0 && frame.play.handlers.all.some(isNamedLate))
    return 'it notifies handlers whose names are templates';
  const own = engineModule(task);
  if (own === 'meta') return metaBarrier(task, frame);
  const name = findModule(task.module.value)?.name ?? task.module.value;
  if (Object.hasOwn(forAll, name)) return forAll[name];
  if (name === 'set_fact') return namesAnything(task) ? 'set_fact computes the name it sets' : undefined;
  return name === 'include_vars' && loadsAnything(node) ? 'include_vars loads what only the run knows' : undefined;
}

/** Its name depends on what variables are when it is notified. */
const isNamedLate = ({ task: { name, listen } }: Handler) =>
  [name, ...listen].some((at) => at !== undefined && hasTemplates(at.value));

function metaBarrier({ args }: Task, { roles }: Frame): string | undefined {
  const action = String(args.value).trim();
  if (harmless.has(action) || (action === 'end_role' && roles.length > 0)) return undefined;
  return `meta: ${action} concerns the whole play`;
}

function namesAnything({ args }: Task): boolean {
  if (!isDict(args.value)) return typeof args.value !== 'string' || args.value.includes('{{');
  return dictKeys(args.value).some((key) => key === '_variable_params' || /\{[{%]/.test(String(key)));
}

function loadsAnything(node: Node): boolean {
  const fields = taskFields(node.task.args);
  if (fields.has('hash_behaviour') || fields.has('dir')) return true;
  const name = fields.get('name')?.value;
  return typeof name !== 'string' && (name !== undefined || includedVars(node) === undefined);
}

/** The variables that a role's argument specs look at before its first task. */
export function specNames({ role }: RoleUse): readonly string[] {
  const spec = isDict(role.argument_specs) ? dictGet(role.argument_specs, role.entry_point) : undefined;
  return isDict(spec) ? [...optionsOf(spec).keys()].map(String) : [];
}

/** Whether something in it may take a failure, so that `ansible_failed_result` is set. */
export const canRescue = (entry: Entry): boolean => entry.kind === 'block' && entry.rescue.length > 0;
