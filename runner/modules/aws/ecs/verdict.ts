import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { primaryOf, type Service } from './service.ts';

/** How a deployment stands: over and well, over and not, or under way. */
export type Verdict =
  | { readonly kind: 'complete' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'under_way'; readonly seen: string };

/** What ECS calls the end of a deployment that did not succeed. */
const endings: Readonly<Record<string, string>> = {
  ROLLBACK_SUCCESSFUL: 'the deployment failed and was rolled back',
  ROLLBACK_FAILED: 'the deployment failed, and so did rolling it back',
  STOPPED: 'the deployment was stopped',
};

/**
 * Judges the deployment `id` of a service. Its service deployment, where AWS has one, has the last word: a service that
 * was rolled back looks as stable as one that was deployed.
 */
export function judge(service: Service, id: string | undefined, deployment: ServiceDeployment | undefined): Verdict {
  if (service.status !== 'ACTIVE') return { kind: 'failed', reason: `the service is ${service.status}` };
  const ending = deployment?.status && endings[deployment.status];
  if (ending) return { kind: 'failed', reason: withReason(ending, deployment.statusReason) };
  const primary = primaryOf(service);
  const own = service.deployments.find((each) => each.id === id);
  if (deployment && /^(ROLLBACK_|STOP_REQUESTED)/.test(deployment.status ?? ''))
    return {
      kind: 'under_way',
      seen: `rolling back (${deployment.rollback?.reason ?? 'on request'}): ${counts(service)}`,
    };
  // Without a service deployment to ask, what the service shows of its deployments has to do.
  if (!deployment) {
    if (own?.rolloutState === 'FAILED')
      return { kind: 'failed', reason: withReason('the deployment failed', own.rolloutStateReason) };
    if (id !== undefined && primary && primary.id !== id)
      return { kind: 'failed', reason: withReason('another deployment took its place', primary.rolloutStateReason) };
  }
  const isRolledOut = isOver(primary?.rolloutState) && (deployment === undefined || deployment.status === 'SUCCESSFUL');
  const isSteady = service.running_count === service.desired_count && service.pending_count === 0;
  const keepsCount = service.scheduling_strategy === 'DAEMON' || isSteady;
  return isRolledOut && keepsCount ? { kind: 'complete' } : { kind: 'under_way', seen: counts(service) };
}

/** Deployments by others than ECS itself have no rollout state. */
const isOver = (state: string | null | undefined): boolean => state === 'COMPLETED' || !state;

/** Whether it is time to ask for the service deployment: not while everything goes its way. */
export function looksOver(service: Service, id: string | undefined): boolean {
  const primary = primaryOf(service);
  return primary?.id !== id || primary?.rolloutState !== 'IN_PROGRESS';
}

/** `2 of 3 tasks running, 1 pending, 4 failed`. */
export function counts(service: Service): string {
  const primary = primaryOf(service);
  const { desired_count, running_count, pending_count } = service;
  const old = service.deployments.filter((each) => each !== primary).reduce((sum, each) => sum + each.runningCount, 0);
  return [
    `${primary?.runningCount ?? running_count} of ${desired_count} tasks running`,
    ...(pending_count > 0 ? [`${pending_count} pending`] : []),
    ...(primary && primary.failedTasks > 0 ? [`${primary.failedTasks} failed`] : []),
    ...(old > 0 ? [`${old} of the old ones still running`] : []),
  ].join(', ');
}

const withReason = (what: string, reason: string | null | undefined): string =>
  reason ? `${what}: ${reason.replace(/\.$/, '')}` : what;
