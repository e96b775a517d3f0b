import type { Deployment, DeploymentRolloutState, ServiceDeploymentStatus, ServiceRevision } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { breakerThreshold } from './circuit_breaker.ts';
import { clusterNameOf } from './names.ts';
import { addEvent } from './service_events.ts';
import { type DeployedSettings, type DeploymentRecord, ecsState, type ServiceRecord } from './state.ts';
import { digestOf } from './task_image.ts';
import { PLATFORM_VERSION } from './task_launch.ts';

/** How long a roll back lasts at least, roughly. */
const ROLLBACK_MS = 15_000;

/** The settings that a deployment carries, and that a roll back brings back. */
export function settingsOf({ service }: ServiceRecord): DeployedSettings {
  const { taskDefinition, networkConfiguration, platformVersion, loadBalancers, launchType, capacityProviderStrategy } =
    service;
  return { taskDefinition, networkConfiguration, platformVersion, loadBalancers, launchType, capacityProviderStrategy };
}

function digits(context: Context): string {
  return (BigInt(`0x${context.hex(15)}`) + 1_000_000_000_000_000_000n).toString().slice(0, 19);
}

/** Runs on Fargate: by launch type or by capacity provider. */
export function isFargate(settings: DeployedSettings): boolean {
  return settings.launchType === 'FARGATE' || (settings.capacityProviderStrategy?.length ?? 0) > 0;
}

function platformOf(settings: DeployedSettings): Pick<Deployment, 'platformVersion' | 'platformFamily'> {
  if (!isFargate(settings)) return {};
  const asked = settings.platformVersion ?? 'LATEST';
  return { platformVersion: asked === 'LATEST' ? PLATFORM_VERSION : asked, platformFamily: 'Linux' };
}

function newRevision(context: Context, record: ServiceRecord, arn: string): ServiceRevision {
  const { service } = record;
  const { loadBalancers: _, ...settings } = settingsOf(record);
  const { definition } = context.state(ecsState).definitions.get(service.taskDefinition) ?? {};
  return {
    serviceRevisionArn: arn,
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    ...settings,
    ...platformOf(settingsOf(record)),
    loadBalancers: service.loadBalancers,
    containerImages: (definition?.containerDefinitions ?? []).map(({ name, image = '' }) => ({
      containerName: name,
      image,
      imageDigest: digestOf(context, image),
    })),
    guardDutyEnabled: false,
    createdAt: context.now(),
  };
}

function newDeployment(context: Context, record: ServiceRecord): DeploymentRecord {
  const { service } = record;
  const { loadBalancers: _, ...settings } = settingsOf(record);
  const id = `ecs-svc/${digits(context)}`;
  const path = `${clusterNameOf(service.serviceArn)}/${service.serviceName}`;
  const deployment = {
    ...settings,
    id,
    status: 'PRIMARY',
    taskDefinition: service.taskDefinition,
    desiredCount: service.desiredCount,
    failedTasks: 0,
    createdAt: context.now(),
    updatedAt: context.now(),
    ...platformOf(settingsOf(record)),
    rolloutState: 'IN_PROGRESS' as DeploymentRolloutState,
    rolloutStateReason: `ECS deployment ${id} in progress.`,
  };
  const revisionArn = context.arn('ecs', `service-revision/${path}/${digits(context)}`);
  return { deployment, revisionArn, breakerFailures: 0, failuresInRow: 0, nextLaunchAt: 0, completeAt: 0 };
}

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
  if (breaker?.status === 'MONITORING')
    running.record.deploymentCircuitBreaker = { ...breaker, status: 'MONITORING_COMPLETE' };
}

/** Begins to roll out the service's present settings; what was being rolled out is given up. */
export function beginDeployment(record: ServiceRecord, context: Context): void {
  const { service } = record;
  const superseded = 'Service deployment stopped because a new deployment was started.';
  endServiceDeployment(record, context, 'STOPPED', superseded);
  const before = record.deployments[0];
  for (const { deployment } of record.deployments) Object.assign(deployment, { status: 'ACTIVE', desiredCount: 0 });
  const next = newDeployment(context, record);
  record.deployments.unshift(next);
  record.revisions.unshift(newRevision(context, record, next.revisionArn));
  const breaker = service.deploymentConfiguration?.deploymentCircuitBreaker;
  const path = `${clusterNameOf(service.serviceArn)}/${service.serviceName}`;
  record.serviceDeployments.unshift({
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
  });
  record.steady = false;
}

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
    endServiceDeployment(
      record,
      context,
      'ROLLBACK_FAILED',
      'Service deployment rollback failed: tasks failed to start.',
    );
  } else if (!(wanted && goBack(record, context, reason))) {
    endServiceDeployment(
      record,
      context,
      'STOPPED',
      'Service deployment stopped because the circuit breaker threshold was exceeded.',
    );
  }
}

/** StopServiceDeployment with ROLLBACK: back to the last complete deployment. False when there is none. */
export function rollBackOnRequest(record: ServiceRecord, context: Context): boolean {
  const [given] = record.deployments;
  if (!goBack(record, context, 'Service deployment stopped by user')) return false;
  if (given) {
    Object.assign(given.deployment, {
      rolloutState: 'FAILED',
      rolloutStateReason: 'Service deployment stopped by user.',
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
      rolloutStateReason: 'Service deployment stopped by user.',
    });
  }
  endServiceDeployment(record, context, 'STOPPED', 'Service deployment stopped by user.');
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
  const rolledBack = runningServiceDeployment(record)?.rollbackId !== undefined;
  if (rolledBack) {
    const { record: running } = runningServiceDeployment(record)!;
    const why = running.rollback?.reason?.startsWith('ECS deployment circuit breaker')
      ? 'the circuit breaker threshold was exceeded.'
      : 'it was stopped by user.';
    endServiceDeployment(record, context, 'ROLLBACK_SUCCESSFUL', `Service deployment rolled back because ${why}`);
  } else endServiceDeployment(record, context, 'SUCCESSFUL');
  record.lastCompleted = { deployment: structuredClone(primary), settings: structuredClone(settingsOf(record)) };
}
