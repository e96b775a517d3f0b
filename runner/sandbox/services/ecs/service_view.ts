import type { Deployment, Service, ServiceField } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { tasksOf } from './lookup.ts';
import { type DeploymentRecord, ecsState, type ServiceRecord, type TaskRecord } from './state.ts';

/** How many tasks run, and how many are on their way. */
export function counts(tasks: readonly TaskRecord[]): { runningCount: number; pendingCount: number } {
  const kept = tasks.filter(({ task }) => task.desiredStatus === 'RUNNING');
  const runningCount = kept.filter(({ task }) => task.lastStatus === 'RUNNING').length;
  return { runningCount, pendingCount: kept.length - runningCount };
}

function deploymentView({ deployment }: DeploymentRecord, tasks: readonly TaskRecord[]): Deployment {
  const own = tasks.filter(({ deploymentId }) => deploymentId === deployment.id);
  return { ...deployment, ...counts(own) };
}

/** The service as DescribeServices gives it. */
export function serviceView(record: ServiceRecord, context: Context, include: readonly ServiceField[] = []): Service {
  const { service } = record;
  const tasks = tasksOf(context.state(ecsState), service.serviceArn);
  const running = record.serviceDeployments.find(({ record: { status } }) => status?.endsWith('IN_PROGRESS'));
  const [primary] = record.deployments;
  return {
    ...service,
    ...counts(tasks),
    // An inactive service is described without its deployments.
    deployments: service.status === 'INACTIVE' ? [] : record.deployments.map((each) => deploymentView(each, tasks)),
    ...(running && { currentServiceDeployment: running.record.serviceDeploymentArn }),
    currentServiceRevisions: primary
      ? [{ arn: primary.revisionArn, requestedTaskCount: service.desiredCount, ...revisionCounts(primary, tasks) }]
      : [],
    events: [...record.events],
    ...(include.includes('TAGS') && { tags: record.tags }),
  };
}

/** The counts of the tasks of one deployment, in the words of service revisions. */
export function revisionCounts({ deployment }: DeploymentRecord, tasks: readonly TaskRecord[]) {
  const { runningCount, pendingCount } = counts(tasks.filter(({ deploymentId }) => deploymentId === deployment.id));
  return { runningTaskCount: runningCount, pendingTaskCount: pendingCount };
}
