import type { Diagnostic } from '../diagnostics.ts';
import { taskFields } from '../playbook/task_fields.ts';
import { shortName } from '../playbook/tasks.ts';
import { isThisHost } from '../playbook/this_host.ts';
import type { At } from '../playbook/types.ts';
import type { Site } from './sites.ts';

/** Tasks that are for another host, where its name is written out: delegated there, or making it known. */
export function otherHosts({ task, parents, forgiven }: Site): Diagnostic[] {
  if (forgiven) return [];
  const fields = shortName(task.module.value) === 'add_host' ? taskFields(task.args) : new Map<string, At>();
  const added = fields.get('name') ?? fields.get('hostname') ?? fields.get('host');
  const delegated = [task, ...parents.map(({ node }) => node).reverse()].find(({ delegate_to: at }) => at)?.delegate_to;
  return [
    ...elsewhere(added, (name) => `"${name}" cannot be added`, 'add_host can put localhost into groups'),
    ...elsewhere(delegated, (name) => `a task cannot be delegated to "${name}"`, 'delegate_to may be localhost'),
  ];
}

function elsewhere(at: At | undefined, what: (name: string) => string, hint: string): Diagnostic[] {
  if (typeof at?.value !== 'string' || isThisHost(at.value)) return [];
  const message = `${what(at.value)}: Play runs everything on this machine`;
  return [{ code: 'host-unknown', message, place: at.place, hint }];
}
