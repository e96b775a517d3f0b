import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  type ListServiceDeploymentsRequest,
  type ServiceDeployment,
  StopServiceDeploymentCommand,
  type StopServiceDeploymentRequest,
} from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { runningServiceDeployment } from './deployments.ts';
import { failed, invalid } from './errors.ts';
import { clusterOf, findService, tasksOf } from './lookup.ts';
import { page } from './paging.ts';
import { abortDeployment, rollBackOnRequest } from './rollback.ts';
import { reconcile } from './scheduler.ts';
import { counts } from './service_view.ts';
import { ecsState, type ServiceDeploymentRecord, type ServiceRecord } from './state.ts';

function list(input: ListServiceDeploymentsRequest, context: Context): ServiceDeployment[] {
  const service = findService(context, clusterOf(context, input.cluster), input.service);
  if (!service) throw failed('ServiceNotFoundException', 'Service not found.');
  const { status = [], createdAt } = input;
  return service.serviceDeployments
    .map(({ record }) => record)
    .filter((each) => status.length === 0 || status.includes(each.status!))
    .filter((each) => !createdAt?.after || each.createdAt >= createdAt.after)
    .filter((each) => !createdAt?.before || each.createdAt <= createdAt.before);
}

function brief({ targetServiceRevision, ...each }: ServiceDeployment) {
  const { serviceDeploymentArn, serviceArn, clusterArn, startedAt, createdAt, finishedAt, status, statusReason } = each;
  const target = { targetServiceRevisionArn: targetServiceRevision?.arn };
  return {
    serviceDeploymentArn,
    serviceArn,
    clusterArn,
    startedAt,
    createdAt,
    finishedAt,
    ...target,
    status,
    statusReason,
  };
}

function find(context: Context, arn: string): { service: ServiceRecord; found: ServiceDeploymentRecord } | undefined {
  for (const service of context.state(ecsState).services.values()) {
    const found = service.serviceDeployments.find(({ record }) => record.serviceDeploymentArn === arn);
    if (found) return { service, found };
  }
  return undefined;
}

/** The service deployment with the counts of its tasks as they are now. */
function described(
  context: Context,
  service: ServiceRecord,
  { record, deploymentId }: ServiceDeploymentRecord,
): ServiceDeployment {
  const tasks = tasksOf(context.state(ecsState), service.service.serviceArn);
  const target = counts(tasks.filter((task) => task.deploymentId === deploymentId));
  const others = counts(tasks.filter((task) => task.deploymentId !== deploymentId));
  const over = record.finishedAt !== undefined;
  return {
    ...record,
    targetServiceRevision: {
      ...record.targetServiceRevision,
      requestedTaskCount: record.rollback ? 0 : service.service.desiredCount,
      runningTaskCount: over && record.rollback ? 0 : target.runningCount,
      pendingTaskCount: target.pendingCount,
    },
    sourceServiceRevisions: (record.sourceServiceRevisions ?? []).map((revision) => ({
      ...revision,
      requestedTaskCount: record.rollback ? service.service.desiredCount : 0,
      runningTaskCount: others.runningCount,
      pendingTaskCount: others.pendingCount,
    })),
  };
}

function stop(
  { serviceDeploymentArn: arn = '', stopType = 'ROLLBACK' }: StopServiceDeploymentRequest,
  context: Context,
) {
  const known = find(context, arn);
  if (!known) throw failed('ServiceDeploymentNotFoundException', 'Service deployment not found.');
  const { service, found } = known;
  if (runningServiceDeployment(service) !== found || found.record.status !== 'IN_PROGRESS') {
    throw failed(
      'ConflictException',
      `The service deployment is in the ${found.record.status} state and cannot be stopped.`,
    );
  }
  if (stopType === 'ABORT') abortDeployment(service, context);
  else if (!rollBackOnRequest(service, context)) {
    throw failed('ConflictException', 'There is no service revision to roll back to.');
  }
  reconcile(service, context);
  return { serviceDeploymentArn: arn };
}

function checkCount(arns: readonly string[]): void {
  if (arns.length === 0 || arns.length > 20) throw invalid('You must specify between 1 and 20 ARNs.');
}

/** The operations on service deployments and service revisions. */
export const serviceDeploymentOperations = [
  on(ListServiceDeploymentsCommand, (input, context) => {
    const { items, next } = page(list(input, context), input, 20);
    return { serviceDeployments: items.map(brief), ...next };
  }),
  on(DescribeServiceDeploymentsCommand, ({ serviceDeploymentArns: arns = [] }, context) => {
    checkCount(arns);
    const found = arns.map((arn) => ({ arn, known: find(context, arn) }));
    return {
      serviceDeployments: found.flatMap(({ known }) => (known ? [described(context, known.service, known.found)] : [])),
      failures: found.filter(({ known }) => !known).map(({ arn }) => ({ arn, reason: 'MISSING' })),
    };
  }),
  on(DescribeServiceRevisionsCommand, ({ serviceRevisionArns: arns = [] }, context) => {
    checkCount(arns);
    const all = [...context.state(ecsState).services.values()].flatMap(({ revisions }) => revisions);
    const found = arns.map((arn) => ({ arn, revision: all.find((each) => each.serviceRevisionArn === arn) }));
    return {
      serviceRevisions: found.flatMap(({ revision }) => (revision ? [revision] : [])),
      failures: found.filter(({ revision }) => !revision).map(({ arn }) => ({ arn, reason: 'MISSING' })),
    };
  }),
  on(StopServiceDeploymentCommand, stop),
];
