import type { ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { breakerThreshold } from './circuit_breaker.ts';
import { newDeployment, newRevision, settingsOf } from './deployment_records.ts';
import { clusterNameOf } from './names.ts';
import { addEvent } from './service_events.ts';
import type { DeploymentRecord, ServiceDeploymentRecord, ServiceRecord } from './state.ts';

/** The service deployment that is under way, if any. */
export function runningServiceDeployment(record: ServiceRecord) {
  return record.serviceDeployments.find(({ record: { status } }) =>
    ['PENDING', 'IN_PROGRESS', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'STOP_REQUESTED'].includes(status ?? ''),
  );
}

/** Ends the service deployment that is under way. */
export function endServiceDeployment(
  record: ServiceRecord,
  context: Context,
  status: ServiceDeploymentStatus,
  reason?: string,
): void {
  const running = runningServiceDeployment(record);
  if (!running) return;
  const now = context.now();
  const stopped = status === 'STOPPED';
  Object.assign(running.record, {
    status,
    updatedAt: now,
    finishedAt: now,
    ...(stopped && { stoppedAt: now }),
    ...(reason !== undefined && { statusReason: reason }),
  });
  const { deploymentCircuitBreaker: breaker } = running.record;
  if (breaker?.status === 'MONITORING') {
    running.record.deploymentCircuitBreaker = { ...breaker, status: 'MONITORING_COMPLETE' };
  }
}

function newServiceDeployment(
  { service }: ServiceRecord,
  next: DeploymentRecord,
  before: DeploymentRecord | undefined,
  context: Context,
): ServiceDeploymentRecord {
  const breaker = service.deploymentConfiguration?.deploymentCircuitBreaker;
  const path = `${clusterNameOf(service.serviceArn)}/${service.serviceName}`;
  return {
    deploymentId: next.deployment.id,
    record: {
      serviceDeploymentArn: context.arn('ecs', `service-deployment/${path}/${context.hex(21)}`),
      serviceArn: service.serviceArn,
      clusterArn: service.clusterArn,
      createdAt: context.now(),
      startedAt: context.now(),
      updatedAt: context.now(),
      sourceServiceRevisions: before ? [{ arn: before.revisionArn }] : [],
      targetServiceRevision: { arn: next.revisionArn },
      status: 'IN_PROGRESS',
      deploymentConfiguration: service.deploymentConfiguration,
      deploymentCircuitBreaker: {
        status: breaker?.enable ? 'MONITORING' : 'DISABLED',
        failureCount: 0,
        threshold: breakerThreshold(service.desiredCount, breaker),
      },
      alarms: { status: 'DISABLED' },
    },
  };
}

/** Begins to roll out the service's present settings; what was being rolled out is given up. */
export function beginDeployment(record: ServiceRecord, context: Context): void {
  const superseded = 'Service deployment stopped because a new deployment was started.';
  endServiceDeployment(record, context, 'STOPPED', superseded);
  const before = record.deployments[0];
  for (const { deployment } of record.deployments) Object.assign(deployment, { status: 'ACTIVE', desiredCount: 0 });
  const next = newDeployment(context, record);
  record.deployments.unshift(next);
  record.revisions.unshift(newRevision(context, record, next.revisionArn));
  record.serviceDeployments.unshift(newServiceDeployment(record, next, before, context));
  record.steady = false;
}

/** Every task of the primary deployment is there and well, and none of another. */
export function completeDeployment(record: ServiceRecord, context: Context): void {
  const [primary] = record.deployments;
  if (!primary) return;
  record.deployments = [primary];
  Object.assign(primary.deployment, {
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${primary.deployment.id} completed.`,
    updatedAt: context.now(),
  });
  primary.breakerFailures = 0;
  addEvent(record, context, `(deployment ${primary.deployment.id}) deployment completed.`);
  const running = runningServiceDeployment(record);
  if (running?.rollbackId !== undefined) {
    const why = running.record.rollback?.reason?.startsWith('ECS deployment circuit breaker')
      ? 'the circuit breaker threshold was exceeded.'
      : 'it was stopped by user.';
    endServiceDeployment(record, context, 'ROLLBACK_SUCCESSFUL', `Service deployment rolled back because ${why}`);
  } else endServiceDeployment(record, context, 'SUCCESSFUL');
  record.lastCompleted = { deployment: structuredClone(primary), settings: structuredClone(settingsOf(record)) };
}
