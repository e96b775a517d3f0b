import type { Context } from '../../context.ts';
import { clientError, failed, invalid } from './errors.ts';
import { lastPart, parseDefinition } from './names.ts';
import {
  type ClusterRecord,
  type EcsState,
  ecsState,
  type ServiceRecord,
  type TaskDefinitionRecord,
  type TaskRecord,
} from './state.ts';

/** The cluster of a name or ARN, whatever its state; undefined when there is none. `default` is meant when none is named. */
export function findCluster(context: Context, reference = 'default'): ClusterRecord | undefined {
  return context.state(ecsState).clusters.get(context.arn('ecs', `cluster/${lastPart(reference)}`));
}

/** The active cluster of a name or ARN. */
export function clusterOf(context: Context, reference?: string): ClusterRecord {
  const cluster = findCluster(context, reference);
  if (!cluster) throw failed('ClusterNotFoundException', 'Cluster not found.');
  if (cluster.status === 'INACTIVE') throw failed('ClusterNotFoundException', 'The referenced cluster was inactive.');
  return cluster;
}

/** The service of a name or ARN in a cluster, whatever its state. */
export function findService(context: Context, cluster: ClusterRecord, reference = ''): ServiceRecord | undefined {
  const arn = context.arn('ecs', `service/${cluster.clusterName}/${lastPart(reference)}`);
  return context.state(ecsState).services.get(arn);
}

/** The service of a name or ARN, which must not be gone. */
export function serviceOf(context: Context, cluster: ClusterRecord, reference = ''): ServiceRecord {
  const record = findService(context, cluster, reference);
  if (!record) throw failed('ServiceNotFoundException', 'Service not found.');
  if (record.service.status !== 'ACTIVE') throw failed('ServiceNotActiveException', 'Service was not ACTIVE.');
  return record;
}

/** All tasks of a service, newest last. */
export function tasksOf(state: EcsState, serviceArn: string): TaskRecord[] {
  return [...state.tasks.values()].filter((record) => record.serviceArn === serviceArn);
}

/** The revision of a task definition: the one named, or the newest active one of the family. */
export function findDefinition(context: Context, reference: string): TaskDefinitionRecord | undefined {
  const { family, revision } = parseDefinition(reference);
  const { definitions } = context.state(ecsState);
  if (revision !== undefined) {
    if (!/^\d+$/.test(revision)) throw invalid(`Invalid revision number. Number: ${revision}`);
    return definitions.get(context.arn('ecs', `task-definition/${family}:${Number(revision)}`));
  }
  const active = [...definitions.values()].filter(
    ({ definition }) => definition.family === family && definition.status === 'ACTIVE',
  );
  return active.sort((a, b) => b.definition.revision - a.definition.revision)[0];
}

/** The revision that a service or task is to run. */
export function runnableDefinition(context: Context, reference = ''): TaskDefinitionRecord {
  if (!reference) throw invalid('TaskDefinition can not be blank.');
  const found = findDefinition(context, reference);
  if (!found) throw clientError('TaskDefinition not found.');
  if (found.definition.status !== 'ACTIVE') throw clientError('TaskDefinition is inactive');
  return found;
}
