import { taskFields } from '../playbook/task_fields.ts';
import { shortName } from '../playbook/tasks.ts';
import type { At, Task } from '../playbook/types.ts';
import { Template } from '../template/template.ts';
import type { TaskInfo } from './events.ts';
import type { Frame } from './frame.ts';
import { textIn } from './keyword_values.ts';
import type { VariableScope } from './scope.ts';
import { scopeOf } from './variables.ts';

/** What reports are told of a task. */
export function taskInfo(task: Task, frame: Frame, kind: TaskInfo['kind'], scope: VariableScope): TaskInfo {
  const { run } = frame.play;
  const role = roleShown(task, frame);
  return {
    id: run.nextId++,
    ...(run.unit && { unit: run.unit.id }),
    name: nameOf(task, scope),
    ...(role === undefined ? {} : { role }),
    module: task.module.value,
    place: task.place,
    kind,
  };
}

/** `role : name`, as Ansible titles a task. */
export function taskTitle(task: Task, frame: Frame): string {
  const name = nameOf(task, scopeOf(frame, task.file));
  const role = roleShown(task, frame);
  return role === undefined ? name : `${role} : ${name}`;
}

/** A task without a name is called by its module; `include_role` by the role, too. */
function nameOf(task: Task, scope: VariableScope): string {
  const name = task.name ? textIn(task.name, scope) : '';
  if (name !== '') return name;
  const fields = isRoleInclude(task) ? taskFields(task.args) : undefined;
  const named = fields?.get('name') ?? fields?.get('role');
  return named ? `${task.module.value} : ${asWritten(named)}` : task.module.value;
}

/** Ansible titles an include before it knows the role. */
const asWritten = ({ value }: At) => (value instanceof Template ? value.text : String(value));

/** The role a task is titled with. */
const roleShown = (task: Task, frame: Frame) => (isRoleInclude(task) ? undefined : frame.roles[0]?.role.name);

const isRoleInclude = (task: Task) => engineModule(task) === 'include_role';

const ownModules = new Set(['include_tasks', 'include_role', 'meta', 'include']);

/** The module's own name when it is one that the engine itself runs. */
export function engineModule({ module }: { readonly module: { readonly value: string } }): string | undefined {
  const name = shortName(module.value);
  return ownModules.has(name) ? name.replace(/^include$/, 'include_tasks') : undefined;
}
