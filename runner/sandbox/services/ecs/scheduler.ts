import type { Context } from '../../context.ts';
import { elbState } from '../elbv2/state.ts';
import { registerTargets, targetHealth } from '../elbv2/targets.ts';
import { breakerThreshold, throttleMs } from './circuit_breaker.ts';
import { completeDeployment, failDeployment, isFargate, runningServiceDeployment } from './deployments.ts';
import { tasksOf } from './lookup.ts';
import { clusterNameOf, lastPart } from './names.ts';
import { nextMove } from './rolling.ts';
import { addEvent, taskNames } from './service_events.ts';
import { type DeploymentRecord, ecsState, type ServiceRecord, type TaskRecord } from './state.ts';
import { launchTask } from './task_launch.ts';
import { stopTask } from './task_life.ts';
import { roleProblem } from './task_role.ts';

const ROLE_PAUSE_MS = 30_000;
const SCHEDULER = 'ServiceSchedulerInitiated';

const isKept = ({ task }: TaskRecord) => task.desiredStatus === 'RUNNING';
/** A task that still answers requests, or may: its deployment is not gone before it. */
const isLeaving = ({ task }: TaskRecord) => task.lastStatus === 'DEACTIVATING';

/** Registers a task that has just become RUNNING with the service's target groups. */
export function joinTargets(record: ServiceRecord, taskRecord: TaskRecord, context: Context): void {
  const address = taskRecord.task.containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address ?? '';
  for (const { targetGroupArn: groupArn, containerPort: port } of record.service.loadBalancers ?? []) {
    if (groupArn === undefined || port === undefined || !context.state(elbState).groups.has(groupArn)) continue;
    registerTargets(context, groupArn, [{ Id: address, Port: port }]);
    taskRecord.targets.push({ groupArn, id: address, port });
    addEvent(record, context, `registered 1 targets in (target-group ${groupArn})`);
  }
}

/** Why a running task must be replaced; undefined when it is well, or cannot be judged yet. */
function illness(
  record: ServiceRecord,
  { task, targets }: TaskRecord,
  context: Context,
): { event: string; reason: string } | undefined {
  const grace = (record.service.healthCheckGracePeriodSeconds ?? 0) * 1000;
  if (context.now().getTime() < (task.startedAt?.getTime() ?? 0) + grace) return undefined;
  const name = `(task ${lastPart(task.taskArn)})`;
  if (task.healthStatus === 'UNHEALTHY') {
    return { event: `${name} failed container health checks.`, reason: 'Task failed container health checks' };
  }
  for (const { groupArn, id, port } of targets) {
    const health = targetHealth(context, groupArn, id, port);
    if (health?.State !== 'unhealthy') continue;
    return {
      event: `(port ${port}) is unhealthy in (target-group ${groupArn}) due to (reason ${health.Description}).`,
      reason: `Task failed ELB health checks in (target-group ${groupArn})`,
    };
  }
  return undefined;
}

function isHealthy(record: ServiceRecord, { task, targets }: TaskRecord, context: Context): boolean {
  if (task.lastStatus !== 'RUNNING' || task.healthStatus === 'UNHEALTHY') return false;
  const { definition } = context.state(ecsState).definitions.get(task.taskDefinitionArn) ?? {};
  const checksItself = definition?.containerDefinitions?.some(({ healthCheck }) => healthCheck);
  if (checksItself && task.healthStatus !== 'HEALTHY') return false;
  if (targets.length === 0) return (record.service.loadBalancers?.length ?? 0) === 0;
  return targets.every(({ groupArn, id, port }) => targetHealth(context, groupArn, id, port)?.State === 'healthy');
}

/** A task of the deployment failed: it is counted, and the next one may have to wait. */
export function noteFailure(record: ServiceRecord, deploymentId: string | undefined, context: Context): void {
  const found = record.deployments.find(({ deployment }) => deployment.id === deploymentId);
  if (!found) return;
  record.steady = false;
  found.failuresInRow += 1;
  const wait = throttleMs(found.failuresInRow);
  found.nextLaunchAt = Math.max(found.nextLaunchAt, context.now().getTime() + wait);
  if (found.failuresInRow >= 3)
    addEvent(
      record,
      context,
      'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
    );
  if (found.deployment.rolloutState !== 'IN_PROGRESS') return;
  found.breakerFailures += 1;
  found.deployment.failedTasks += 1;
  found.deployment.updatedAt = context.now();
}

function checkHealth(record: ServiceRecord, tasks: readonly TaskRecord[], context: Context): void {
  for (const each of tasks) {
    if (!isKept(each) || each.task.lastStatus !== 'RUNNING') continue;
    const ill = illness(record, each, context);
    if (ill) {
      addEvent(record, context, ill.event);
      stop(record, [each], context, ill.reason);
      noteFailure(record, each.deploymentId, context);
    } else if (!each.countedHealthy && isHealthy(record, each, context)) {
      each.countedHealthy = true;
      const found = record.deployments.find(({ deployment }) => deployment.id === each.deploymentId);
      if (!found) continue;
      found.failuresInRow = 0;
      found.nextLaunchAt = 0;
      const breaker = record.service.deploymentConfiguration?.deploymentCircuitBreaker;
      if (breaker?.resetOnHealthyTask !== false) found.breakerFailures = 0;
    }
  }
}

function checkBreaker(record: ServiceRecord, context: Context): void {
  const [primary] = record.deployments;
  const breaker = record.service.deploymentConfiguration?.deploymentCircuitBreaker;
  if (primary?.deployment.rolloutState !== 'IN_PROGRESS') return;
  const running = runningServiceDeployment(record);
  if (running?.record.deploymentCircuitBreaker && running.rollbackId === undefined) {
    running.record.deploymentCircuitBreaker.failureCount = primary.breakerFailures;
  }
  if (!breaker?.enable) return;
  if (primary.breakerFailures >= breakerThreshold(record.service.desiredCount, breaker))
    failDeployment(record, context);
}

function stop(record: ServiceRecord, tasks: readonly TaskRecord[], context: Context, reason: string): void {
  if (tasks.length === 0) return;
  record.steady = false;
  const draining = tasks.filter(({ targets }) => targets.length);
  const groups = [...new Set(draining.flatMap(({ targets }) => targets.map(({ groupArn }) => groupArn)))];
  for (const each of tasks) stopTask(each, context, { reason, code: SCHEDULER });
  for (const groupArn of groups)
    addEvent(record, context, `deregistered ${draining.length} targets in (target-group ${groupArn})`);
  if (draining.length) addEvent(record, context, `has begun draining connections on ${draining.length} tasks.`);
  addEvent(record, context, `has stopped ${tasks.length} running tasks: ${taskNames(tasks)}.`);
}

function start(record: ServiceRecord, primary: DeploymentRecord, count: number, context: Context): void {
  const { service } = record;
  const { definition } = context.state(ecsState).definitions.get(service.taskDefinition) ?? {};
  const now = context.now().getTime();
  if (!definition) return;
  record.steady = false;
  if (!isFargate(service)) {
    primary.nextLaunchAt = now + 60_000;
    addEvent(
      record,
      context,
      'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
    );
    return;
  }
  const problem = roleProblem(context, definition);
  if (problem) {
    noteFailure(record, primary.deployment.id, context);
    primary.nextLaunchAt = Math.max(primary.nextLaunchAt, now + ROLE_PAUSE_MS);
    addEvent(record, context, `failed to launch a task with (error ${problem}).`);
    return;
  }
  const tags = service.propagateTags === 'SERVICE' ? record.tags : definitionTags(record, context);
  const managed = [
    { key: 'aws:ecs:clusterName', value: clusterNameOf(service.serviceArn) },
    { key: 'aws:ecs:serviceName', value: service.serviceName },
  ];
  const launched = Array.from({ length: count }, () =>
    launchTask(context, {
      clusterArn: service.clusterArn,
      clusterName: clusterNameOf(service.serviceArn),
      definition,
      network: service.networkConfiguration?.awsvpcConfiguration ?? { subnets: [] },
      group: `service:${service.serviceName}`,
      startedBy: primary.deployment.id,
      capacityProvider: service.capacityProviderStrategy?.[0]?.capacityProvider,
      enableExecuteCommand: service.enableExecuteCommand,
      tags: [...(service.enableECSManagedTags ? managed : []), ...tags],
      serviceArn: service.serviceArn,
      deploymentId: primary.deployment.id,
    }),
  );
  addEvent(record, context, `has started ${count} tasks: ${taskNames(launched)}.`);
}

function definitionTags({ service }: ServiceRecord, context: Context) {
  if (service.propagateTags !== 'TASK_DEFINITION') return [];
  return context.state(ecsState).definitions.get(service.taskDefinition)?.tags ?? [];
}

function move(record: ServiceRecord, primary: DeploymentRecord, context: Context): void {
  const { service } = record;
  const tasks = tasksOf(context.state(ecsState), service.serviceArn).filter(isKept);
  const standing = tasks.map((each) => ({
    arn: each.task.taskArn,
    fresh: each.deploymentId === primary.deployment.id,
    healthy: isHealthy(record, each, context),
  }));
  const due = context.now().getTime() >= primary.nextLaunchAt;
  const next = nextMove(standing, {
    desired: service.desiredCount,
    minimumHealthyPercent: service.deploymentConfiguration?.minimumHealthyPercent ?? 100,
    maximumPercent: service.deploymentConfiguration?.maximumPercent ?? 200,
    mayStart: primary.deployment.rolloutState !== 'FAILED' && due,
  });
  const leaving = tasks.filter(({ task }) => next.stop.includes(task.taskArn));
  const [surplus, replaced] = [
    leaving.filter(({ deploymentId }) => deploymentId === primary.deployment.id),
    leaving.filter(({ deploymentId }) => deploymentId !== primary.deployment.id),
  ];
  stop(record, surplus, context, `Scaling activity initiated by (deployment ${primary.deployment.id})`);
  stop(record, replaced, context, `Scaling activity initiated by (deployment ${primary.deployment.id})`);
  if (next.start) start(record, primary, next.start, context);
  if (next.stuck) {
    addEvent(
      record,
      context,
      'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    );
  }
}

/** Deployments whose last task is gone leave the list, except the primary one. */
function forgetDeployments(record: ServiceRecord, context: Context): void {
  const busy = new Set(
    tasksOf(context.state(ecsState), record.service.serviceArn)
      .filter((each) => isKept(each) || isLeaving(each))
      .map(({ deploymentId }) => deploymentId),
  );
  const running = runningServiceDeployment(record);
  record.deployments = record.deployments.filter(({ deployment }, index) => {
    // The failed one can be seen until the roll back is complete.
    const explains = running?.rollbackId !== undefined && deployment.id === running.deploymentId;
    return index === 0 || busy.has(deployment.id) || explains;
  });
}

function settle(record: ServiceRecord, primary: DeploymentRecord, context: Context): void {
  const tasks = tasksOf(context.state(ecsState), record.service.serviceArn).filter(
    (each) => isKept(each) || isLeaving(each),
  );
  const fresh = tasks.filter((each) => each.deploymentId === primary.deployment.id && isHealthy(record, each, context));
  if (record.steady || fresh.length !== record.service.desiredCount || tasks.length !== fresh.length) return;
  if (primary.deployment.rolloutState === 'FAILED' || primary.completeAt > context.now().getTime()) return;
  if (primary.deployment.rolloutState === 'IN_PROGRESS') completeDeployment(record, context);
  record.steady = true;
  addEvent(record, context, 'has reached a steady state.');
}

/** Does for a service what ECS's scheduler would do at this time. */
export function reconcile(record: ServiceRecord, context: Context): void {
  const { service } = record;
  const tasks = tasksOf(context.state(ecsState), service.serviceArn);
  if (service.status !== 'ACTIVE') {
    stop(record, tasks.filter(isKept), context, `Task stopped by (service ${service.serviceName}) deletion`);
    if (service.status === 'DRAINING' && tasks.every(({ task }) => task.lastStatus === 'STOPPED'))
      service.status = 'INACTIVE';
    return;
  }
  checkHealth(record, tasks, context);
  checkBreaker(record, context);
  const [primary] = record.deployments;
  if (!primary) return;
  primary.deployment.desiredCount = service.desiredCount;
  move(record, primary, context);
  forgetDeployments(record, context);
  settle(record, primary, context);
}
