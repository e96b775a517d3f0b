import type { Attributes } from '../../services/elbv2/attributes.ts';
import type { GroupRecord, TargetRecord } from '../../services/elbv2/state.ts';

/** What is known of a target beside its record. */
export interface Load {
  /** Requests under way. */
  readonly open: number;
  /** The number of the last request that it got; 0 for one that got none. */
  readonly last: number;
}

/** How few healthy targets are too few (User guide: target group health). */
function tooFew(healthy: number, all: number, attributes: Attributes): boolean {
  const of = (key: string) => attributes[`target_group_health.unhealthy_state_routing.minimum_healthy_targets.${key}`];
  const [count, percentage] = [of('count') ?? '1', of('percentage') ?? 'off'];
  if (count !== 'off' && healthy < Number(count)) return true;
  return percentage !== 'off' && healthy * 100 < all * Number(percentage);
}

/** The targets that may get a new request: the healthy ones or, when too few are, all that are not draining. */
export function eligible({ targets, attributes }: Pick<GroupRecord, 'targets' | 'attributes'>): TargetRecord[] {
  const registered = targets.filter(({ state }) => state !== 'draining');
  const healthy = registered.filter(({ state }) => state === 'healthy');
  return tooFew(healthy.length, registered.length, attributes) ? registered : healthy;
}

/** The target that is to get the next request; undefined when the group has none. */
export function pickTarget(
  group: Pick<GroupRecord, 'targets' | 'attributes'>,
  loadOf: (target: TargetRecord) => Load,
  random: () => number = Math.random,
): TargetRecord | undefined {
  const candidates = eligible(group);
  const algorithm = group.attributes['load_balancing.algorithm.type'];
  if (algorithm === 'weighted_random') return candidates[Math.floor(random() * candidates.length)];
  const byLoad = algorithm === 'least_outstanding_requests';
  // The one that has waited longest is next, so that turns stay fair while targets come and go.
  const rank = (target: TargetRecord) => {
    const { open, last } = loadOf(target);
    return byLoad ? [open, last] : [last];
  };
  return candidates
    .map((target) => ({ target, rank: rank(target) }))
    .reduce<{ target: TargetRecord; rank: number[] } | undefined>(
      (best, each) => (best === undefined || isBefore(each.rank, best.rank) ? each : best),
      undefined,
    )?.target;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value < b[index]!;
  return false;
}
