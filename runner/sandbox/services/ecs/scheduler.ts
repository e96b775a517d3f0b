import type { Context } from '../../context.ts';
import { breakerThreshold } from './circuit_breaker.ts';
import { completeDeployment, runningServiceDeployment } from './deployments.ts';
import { tasksOf } from './lookup.ts';
import { failDeployment } from './rollback.ts';
import { nextMove } from './rolling.ts';
import { addEvent } from './service_events.ts';
import { noteFailure, startTasks, stopTasks } from './service_tasks.ts';
import { type DeploymentRecord, ecsState, type ServiceRecord, type TaskRecord } from './state.ts';
import { illness, isHealthy } from './task_health.ts';

const STUCK =
  'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.';

const isKept = ({ task }: TaskRecord) => task.desiredStatus === 'RUNNING';
/** A task that still answers requests, or may: its deployment is not gone before it. */
const isLeaving = ({ task }: TaskRecord) => task.lastStatus === 'DEACTIVATING';

function checkHealth(record: ServiceRecord, tasks: readonly TaskRecord[], context: Context): void {
  for (const each of tasks) {
    if (!isKept(each) || each.task.lastStatus !== 'RUNNING') continue;
    const ill = illness(record, each, context);
    if (ill) {
      addEvent(record, context, ill.event);
      stopTasks(record, [each], context, ill.reason);
      noteFailure(record, each.deploymentId, context);
    } else if (!each.countedHealthy && isHealthy(record, each, context)) {
      each.countedHealthy = true;
      noteHealthy(record, each);
    }
  }
}

/** A task became healthy: what failed before it no longer counts, unless the circuit breaker is told to remember. */
function noteHealthy(record: ServiceRecord, { deploymentId }: TaskRecord): void {
  const found = record.deployments.find(({ deployment }) => deployment.id === deploymentId);
  if (!found) return;
  found.failuresInRow = 0;
  found.nextLaunchAt = 0;
  const breaker = record.service.deploymentConfiguration?.deploymentCircuitBreaker;
  if (breaker?.resetOnHealthyTask !== false) found.breakerFailures = 0;
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
  const threshold = breakerThreshold(record.service.desiredCount, breaker);
  if (primary.breakerFailures >= threshold) failDeployment(record, context);
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
  stopTasks(record, leaving, context, `Scaling activity initiated by (deployment ${primary.deployment.id})`);
  if (next.start) startTasks(record, primary, next.start, context);
  if (next.stuck) addEvent(record, context, STUCK);
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

/** Where a task's containers have been told to stop, and no connection is left. */
const ending: ReadonlySet<string> = new Set(['STOPPING', 'DEPROVISIONING', 'STOPPED']);

/** Does for a service what ECS's scheduler would do at this time. */
export function reconcile(record: ServiceRecord, context: Context): void {
  const { service } = record;
  const tasks = tasksOf(context.state(ecsState), service.serviceArn);
  if (service.status !== 'ACTIVE') {
    stopTasks(record, tasks.filter(isKept), context, `Task stopped by (service ${service.serviceName}) deletion`);
    // ECS API, DeleteService: not before all tasks are STOPPING or STOPPED; their interfaces stay for a while.
    const over = tasks.every(({ task }) => ending.has(task.lastStatus ?? ''));
    if (over) service.status = 'INACTIVE';
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
