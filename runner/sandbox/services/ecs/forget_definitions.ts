import type { Context } from '../../context.ts';
import { ecsState, type TaskDefinitionRecord } from './state.ts';

/** How long a revision that nothing uses is DELETE_IN_PROGRESS; an assumption. */
const DELETING_MS = 30_000;

/** When revisions that are being deleted, and that nothing uses, are gone. */
export const forgottenAt = (context: Context): number[] => unused(context).map(goneAt);

/** Deletes the revisions whose time has come (Developer guide: deleting a task definition revision). */
export function forgetDefinitions(context: Context): void {
  const now = context.now().getTime();
  const { definitions } = context.state(ecsState);
  for (const record of unused(context))
    if (goneAt(record) <= now) definitions.delete(record.definition.taskDefinitionArn);
}

const goneAt = ({ definition }: TaskDefinitionRecord): number =>
  (definition.deleteRequestedAt?.getTime() ?? 0) + DELETING_MS;

/** Those that no task runs and no service or deployment names any more. */
function unused(context: Context): TaskDefinitionRecord[] {
  const { definitions, tasks, services } = context.state(ecsState);
  const doomed = [...definitions.values()].filter(({ definition }) => definition.status === 'DELETE_IN_PROGRESS');
  if (doomed.length === 0) return [];
  const used = new Set<string | undefined>();
  for (const { task } of tasks.values()) if (task.lastStatus !== 'STOPPED') used.add(task.taskDefinitionArn);
  for (const { service, deployments } of services.values()) {
    if (service.status === 'INACTIVE') continue;
    for (const { deployment } of deployments) used.add(deployment.taskDefinition);
    used.add(service.taskDefinition);
  }
  return doomed.filter(({ definition }) => !used.has(definition.taskDefinitionArn));
}
