import type { Context } from '../../context.ts';
import { endServiceDeployment, runningServiceDeployment } from './deployments.ts';
import { addEvent } from './service_events.ts';
import type { DeploymentRecord, ServiceRecord } from './state.ts';

/** How long a roll back lasts at least, roughly. */
const ROLLBACK_MS = 15_000;

const OVER_THRESHOLD = 'Service deployment stopped because the circuit breaker threshold was exceeded.';
const BY_USER = 'Service deployment stopped by user';

function goBack(record: ServiceRecord, context: Context, reason: string): boolean {
  const last = record.lastCompleted;
  const failed = record.deployments[0];
  const running = runningServiceDeployment(record);
  if (!last || !failed || !running || running.rollbackId !== undefined) return false;
  if (last.deployment.deployment.id === failed.deployment.id) return false;
  const { id } = last.deployment.deployment;
  const now = context.now();
  for (const { deployment } of record.deployments) Object.assign(deployment, { status: 'ACTIVE', desiredCount: 0 });
  Object.assign(record.service, last.settings);
  const restored: DeploymentRecord = {
    ...last.deployment,
    breakerFailures: 0,
    failuresInRow: 0,
    nextLaunchAt: 0,
    completeAt: now.getTime() + ROLLBACK_MS,
    deployment: {
      ...last.deployment.deployment,
      status: 'PRIMARY',
      desiredCount: record.service.desiredCount,
      failedTasks: 0,
      createdAt: now,
      updatedAt: now,
      rolloutState: 'IN_PROGRESS',
      rolloutStateReason: `${reason}: rolling back to deploymentId ${id}.`,
    },
  };
  record.deployments = [restored, ...record.deployments.filter(({ deployment }) => deployment.id !== id)];
  running.rollbackId = id;
  Object.assign(running.record, {
    status: 'ROLLBACK_IN_PROGRESS',
    updatedAt: now,
    rollback: { reason: `${reason}.`, startedAt: now, serviceRevisionArn: last.deployment.revisionArn },
  });
  addEvent(record, context, `rolling back to deployment ${id}.`);
  return true;
}

/** The circuit breaker opens: the deployment fails, and the service goes back to the last one that was complete. */
export function failDeployment(record: ServiceRecord, context: Context): void {
  const [failed] = record.deployments;
  const running = runningServiceDeployment(record);
  if (!failed) return;
  const reason = 'ECS deployment circuit breaker';
  Object.assign(failed.deployment, {
    rolloutState: 'FAILED',
    rolloutStateReason: `${reason}: tasks failed to start.`,
    updatedAt: context.now(),
  });
  addEvent(record, context, `(deployment ${failed.deployment.id}) deployment failed: tasks failed to start.`);
  if (running?.record.deploymentCircuitBreaker) running.record.deploymentCircuitBreaker.status = 'TRIGGERED';
  const wanted = record.service.deploymentConfiguration?.deploymentCircuitBreaker?.rollback;
  if (running?.rollbackId !== undefined) {
    const why = 'Service deployment rollback failed: tasks failed to start.';
    endServiceDeployment(record, context, 'ROLLBACK_FAILED', why);
  } else if (!(wanted && goBack(record, context, reason))) {
    endServiceDeployment(record, context, 'STOPPED', OVER_THRESHOLD);
  }
}

/** StopServiceDeployment with ROLLBACK: back to the last complete deployment. False when there is none. */
export function rollBackOnRequest(record: ServiceRecord, context: Context): boolean {
  const [given] = record.deployments;
  if (!goBack(record, context, BY_USER)) return false;
  if (given) {
    Object.assign(given.deployment, {
      rolloutState: 'FAILED',
      rolloutStateReason: `${BY_USER}.`,
    });
  }
  return true;
}

/** StopServiceDeployment with ABORT: nothing more is started. */
export function abortDeployment(record: ServiceRecord, context: Context): void {
  const [given] = record.deployments;
  if (given) {
    Object.assign(given.deployment, {
      rolloutState: 'FAILED',
      rolloutStateReason: `${BY_USER}.`,
    });
  }
  endServiceDeployment(record, context, 'STOPPED', `${BY_USER}.`);
}
