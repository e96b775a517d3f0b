import { shortName } from '../playbook/tasks.ts';
import type { Task } from '../playbook/types.ts';
import type { TaskInfo } from './events.ts';
import type { Frame } from './frame.ts';
import { textIn } from './keyword_values.ts';
import type { VariableScope } from './scope.ts';
import { scopeOf } from './variables.ts';

/** What reports are told of a task. */
export function taskInfo(task: Task, frame: Frame, kind: TaskInfo['kind'], scope: VariableScope): TaskInfo {
  const { run } = frame.play;
  const role = frame.roles[0]?.role.name;
  return {
    id: run.nextId++,
    name: task.name ? textIn(task.name, scope) : task.module.value,
    ...(role === undefined ? {} : { role }),
    module: task.module.value,
    place: task.place,
    kind,
  };
}

/** `role : name`, as Ansible titles a task. */
export function taskTitle(task: Task, frame: Frame): string {
  const name = task.name ? textIn(task.name, scopeOf(frame, task.file)) : task.module.value;
  const role = frame.roles[0]?.role.name;
  return role === undefined ? name : `${role} : ${name}`;
}

const ownModules = new Set(['include_tasks', 'include_role', 'meta', 'include']);

/** The module's own name when it is one that the engine itself runs. */
export function engineModule(task: Task): string | undefined {
  const name = shortName(task.module.value);
  return ownModules.has(name) ? name.replace(/^include$/, 'include_tasks') : undefined;
}
