import type { TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GroupRecord, TargetRecord } from './state.ts';

/** What one health check found. */
export type Probe =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: ProbeFailure; readonly code?: number };

type ProbeFailure = 'Target.Timeout' | 'Target.ResponseCodeMismatch' | 'Target.FailedHealthChecks';

const seconds = (value: number | undefined, otherwise: number) => (value ?? otherwise) * 1000;

function describe(probe: Exclude<Probe, { ok: true }>): string {
  if (probe.reason === 'Target.Timeout') return 'Request timed out';
  if (probe.reason === 'Target.ResponseCodeMismatch') return `Health checks failed with these codes: [${probe.code}]`;
  return 'Health checks failed';
}

/** A target as it is right after RegisterTargets. */
export function newTarget(
  group: GroupRecord['group'],
  id: string,
  port: number,
  zone: string | undefined,
  now: number,
): TargetRecord {
  return {
    id,
    port,
    ...(zone !== undefined && { zone }),
    state: 'initial',
    reason: 'Elb.RegistrationInProgress',
    description: 'Target registration is in progress',
    streak: 0,
    dueAt: now + seconds(group.HealthCheckIntervalSeconds, 30),
  };
}

/** The same target one health check later. Both thresholds count checks in a row (User guide: target group health checks). */
export function afterProbe(target: TargetRecord, group: GroupRecord['group'], probe: Probe, now: number): TargetRecord {
  const streak = probe.ok ? Math.max(target.streak, 0) + 1 : Math.min(target.streak, 0) - 1;
  const dueAt = now + seconds(group.HealthCheckIntervalSeconds, 30);
  const { reason: _, description: __, ...rest } = target;
  const next = { ...rest, streak, dueAt };
  if (probe.ok && (target.state === 'healthy' || streak >= (group.HealthyThresholdCount ?? 5))) {
    return { ...next, state: 'healthy' };
  }
  if (!probe.ok && (target.state === 'unhealthy' || -streak >= (group.UnhealthyThresholdCount ?? 2))) {
    return { ...next, state: 'unhealthy', reason: probe.reason, description: describe(probe) };
  }
  if (target.state === 'initial') {
    return {
      ...next,
      state: 'initial',
      reason: 'Elb.InitialHealthChecking',
      description: 'Initial health checks in progress',
    };
  }
  return { ...target, streak, dueAt };
}

/** The same target after DeregisterTargets: gone when the delay is over. */
export function draining(target: TargetRecord, record: GroupRecord, now: number): TargetRecord {
  const delay = Number(record.attributes['deregistration_delay.timeout_seconds'] ?? 300);
  return {
    ...target,
    state: 'draining',
    reason: 'Target.DeregistrationInProgress',
    description: 'Target deregistration is in progress',
    dueAt: now + delay * 1000,
    drainingSince: now,
  };
}

/** Why no health checks are made of the group's targets; undefined when they are made. */
export function unusedBecause(inUse: boolean): TargetHealth | undefined {
  if (inUse) return undefined;
  return {
    State: 'unused',
    Reason: 'Target.NotInUse',
    Description: 'Target group is not configured to receive traffic from the load balancer',
  };
}

/** A target's health as DescribeTargetHealth words it. */
export function healthOf(target: TargetRecord): TargetHealth {
  return {
    State: target.state,
    ...(target.reason !== undefined && { Reason: target.reason as TargetHealth['Reason'] }),
    ...(target.description !== undefined && { Description: target.description }),
  } as TargetHealth;
}
