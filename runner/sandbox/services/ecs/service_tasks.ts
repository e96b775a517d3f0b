import type { Tag } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { elbState } from '../elbv2/state.ts';
import { registerTargets } from '../elbv2/target_registration.ts';
import { throttleMs } from './circuit_breaker.ts';
import { isFargate } from './deployment_records.ts';
import { clusterNameOf } from './names.ts';
import { addEvent, taskNames } from './service_events.ts';
import { type DeploymentRecord, ecsState, type ServiceRecord, type TaskRecord } from './state.ts';
import { type Launch, launchTask } from './task_launch.ts';
import { stopTask } from './task_life.ts';
import { roleProblem } from './task_role.ts';

const GUIDE = 'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.';
const UNABLE_TO_START = `is unable to consistently start tasks successfully. ${GUIDE}`;
const UNABLE_TO_PLACE = `was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. ${GUIDE}`;

/** One failed attempt to assume a role costs a pause of this length. */
const ROLE_PAUSE_MS = 30_000;

/** Registers tasks that have just become RUNNING with the service's target groups. */
export function joinTargets(record: ServiceRecord, tasks: readonly TaskRecord[], context: Context): void {
  for (const { targetGroupArn: groupArn, containerPort: port } of record.service.loadBalancers ?? []) {
    if (groupArn === undefined || port === undefined || !context.state(elbState).groups.has(groupArn)) continue;
    for (const { task, targets } of tasks) {
      const id = task.containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address ?? '';
      registerTargets(context, groupArn, [{ Id: id, Port: port }]);
      targets.push({ groupArn, id, port });
    }
    addEvent(record, context, `registered ${tasks.length} targets in (target-group ${groupArn})`);
  }
}

/** A task of the deployment failed: it is counted, and the next one may have to wait. */
export function noteFailure(record: ServiceRecord, deploymentId: string | undefined, context: Context): void {
  const found = record.deployments.find(({ deployment }) => deployment.id === deploymentId);
  if (!found) return;
  record.steady = false;
  found.failuresInRow += 1;
  const wait = throttleMs(found.failuresInRow);
  found.nextLaunchAt = Math.max(found.nextLaunchAt, context.now().getTime() + wait);
  if (found.failuresInRow >= 3) addEvent(record, context, UNABLE_TO_START);
  if (found.deployment.rolloutState !== 'IN_PROGRESS') return;
  found.breakerFailures += 1;
  found.deployment.failedTasks += 1;
  found.deployment.updatedAt = context.now();
}

/** Stops tasks of the service and says so in its events. */
export function stopTasks(record: ServiceRecord, tasks: readonly TaskRecord[], context: Context, reason: string): void {
  if (tasks.length === 0) return;
  record.steady = false;
  const draining = tasks.filter(({ targets }) => targets.length);
  const groups = [...new Set(draining.flatMap(({ targets }) => targets.map(({ groupArn }) => groupArn)))];
  for (const each of tasks) stopTask(each, context, { reason, code: 'ServiceSchedulerInitiated' });
  for (const groupArn of groups) {
    addEvent(record, context, `deregistered ${draining.length} targets in (target-group ${groupArn})`);
  }
  if (draining.length) addEvent(record, context, `has begun draining connections on ${draining.length} tasks.`);
  addEvent(record, context, `has stopped ${tasks.length} running tasks: ${taskNames(tasks)}.`);
}

/** The tags of a task of this service: AWS's own, and those of the service or of the definition. */
function tagsOf({ service, tags }: ServiceRecord, context: Context): Tag[] {
  const managed = [
    { key: 'aws:ecs:clusterName', value: clusterNameOf(service.serviceArn) },
    { key: 'aws:ecs:serviceName', value: service.serviceName },
  ];
  const source: Readonly<Record<string, readonly Tag[]>> = {
    SERVICE: tags,
    TASK_DEFINITION: context.state(ecsState).definitions.get(service.taskDefinition)?.tags ?? [],
  };
  // Those of CloudFormation are for what it made itself.
  const propagated = (source[service.propagateTags ?? 'NONE'] ?? []).filter(({ key = '' }) => !key.startsWith('aws:'));
  return [...(service.enableECSManagedTags ? managed : []), ...propagated];
}

function launchOf(
  record: ServiceRecord,
  { deployment }: DeploymentRecord,
  definition: Launch['definition'],
  context: Context,
): Launch {
  const { service } = record;
  return {
    clusterArn: service.clusterArn,
    clusterName: clusterNameOf(service.serviceArn),
    definition,
    network: service.networkConfiguration?.awsvpcConfiguration ?? { subnets: [] },
    group: `service:${service.serviceName}`,
    startedBy: deployment.id,
    capacityProvider: service.capacityProviderStrategy?.[0]?.capacityProvider,
    enableExecuteCommand: service.enableExecuteCommand,
    tags: tagsOf(record, context),
    serviceArn: service.serviceArn,
    deploymentId: deployment.id,
  };
}

/** Launches tasks of the primary deployment, or says in an event why it cannot. */
export function startTasks(record: ServiceRecord, primary: DeploymentRecord, count: number, context: Context): void {
  const { service } = record;
  const { definition } = context.state(ecsState).definitions.get(service.taskDefinition) ?? {};
  const now = context.now().getTime();
  if (!definition) return;
  record.steady = false;
  if (!isFargate(service)) {
    primary.nextLaunchAt = now + 60_000;
    addEvent(record, context, UNABLE_TO_PLACE);
    return;
  }
  const problem = roleProblem(context, definition);
  if (problem) {
    noteFailure(record, primary.deployment.id, context);
    primary.nextLaunchAt = Math.max(primary.nextLaunchAt, now + ROLE_PAUSE_MS);
    addEvent(record, context, `failed to launch a task with (error ${problem}).`);
    return;
  }
  const launched = Array.from({ length: count }, () =>
    launchTask(context, launchOf(record, primary, definition, context)),
  );
  addEvent(record, context, `has started ${count} tasks: ${taskNames(launched)}.`);
}
