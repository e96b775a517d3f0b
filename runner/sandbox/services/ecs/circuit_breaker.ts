import type { DeploymentCircuitBreaker } from '@aws-sdk/client-ecs';

/**
 * How many failed tasks make a deployment fail: half of the desired count, at least 3 and at most 200, unless the
 * service says otherwise (API reference: ThresholdConfiguration).
 */
export function breakerThreshold(desired: number, breaker?: DeploymentCircuitBreaker): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } = breaker?.thresholdConfiguration ?? {};
  if (type === 'COUNT') return value;
  const share = Math.ceil((desired * value) / 100);
  return type === 'UNBOUNDED_PERCENT' ? Math.max(share, 1) : Math.min(Math.max(share, 3), 200);
}

/** How long ECS waits before the next task when several failed in a row (Developer guide: service throttle logic). */
export function throttleMs(failuresInRow: number): number {
  if (failuresInRow < 3) return 0;
  return Math.min(15 * 60_000, 15_000 * 2 ** (failuresInRow - 3));
}
