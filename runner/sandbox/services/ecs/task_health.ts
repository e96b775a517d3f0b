import type { Context } from '../../context.ts';
import { targetHealth } from '../elbv2/target_registration.ts';
import { lastPart } from './names.ts';
import { ecsState, type ServiceRecord, type TaskRecord } from './state.ts';

/** Why a running task must be replaced; undefined when it is well, or cannot be judged yet. */
export function illness(
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

/** Whether a task counts as healthy: it runs, its containers say so, and so does every load balancer. */
export function isHealthy(record: ServiceRecord, { task, targets }: TaskRecord, context: Context): boolean {
  if (task.lastStatus !== 'RUNNING' || task.healthStatus === 'UNHEALTHY') return false;
  const { definition } = context.state(ecsState).definitions.get(task.taskDefinitionArn) ?? {};
  const checksItself = definition?.containerDefinitions?.some(({ healthCheck }) => healthCheck);
  if (checksItself && task.healthStatus !== 'HEALTHY') return false;
  if (targets.length === 0) return (record.service.loadBalancers?.length ?? 0) === 0;
  return targets.every(({ groupArn, id, port }) => targetHealth(context, groupArn, id, port)?.State === 'healthy');
}
