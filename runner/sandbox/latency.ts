import type { Context } from './context.ts';
import { accountWide } from './store.ts';

/** How long AWS takes for what it does by itself, in milliseconds. */
export interface Latency {
  /** A place for a task, and its network interface attached: PROVISIONING. */
  readonly taskProvisioning: number;
  /** An image pulled and its container started: PENDING. */
  readonly taskPending: number;
  /** The network interface detached: DEPROVISIONING. */
  readonly taskDeprovisioning: number;
  /** A load balancer from `provisioning` to `active`. */
  readonly balancerProvisioning: number;
  /** The network interfaces of a deleted load balancer. */
  readonly balancerRelease: number;
}

/**
 * The profiles. All figures are assumptions: AWS promises none. `aws` follows what users have measured and published: a
 * load balancer about 3 minutes, a Fargate task about a minute from RunTask to RUNNING; `quick` is of the same order and
 * keeps rehearsals short.
 */
const profiles: Readonly<Record<'quick' | 'aws', Latency>> = {
  quick: {
    taskProvisioning: 10_000,
    taskPending: 15_000,
    taskDeprovisioning: 8_000,
    balancerProvisioning: 150_000,
    balancerRelease: 20_000,
  },
  aws: {
    taskProvisioning: 20_000,
    taskPending: 40_000,
    taskDeprovisioning: 20_000,
    balancerProvisioning: 180_000,
    balancerRelease: 90_000,
  },
};

/** Which profile is in force. */
export const latencyState = accountWide('latency', (): { profile: keyof typeof profiles } => ({ profile: 'quick' }));

/** The latencies in force. */
export function latencyOf(context: Context): Latency {
  return profiles[context.state(latencyState).profile];
}
