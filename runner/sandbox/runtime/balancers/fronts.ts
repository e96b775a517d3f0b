import type { Context } from '../../context.ts';
import { admitsFromAnywhere } from '../../services/elbv2/probe.ts';
import { type BalancerRecord, elbState, type ListenerRecord } from '../../services/elbv2/state.ts';
import { inOrder } from './choose_rule.ts';
import type { Front } from './decide.ts';

/** A listener as its door needs it. */
export interface LiveFront extends Front {
  readonly region: string;
  /** Whether the load balancer's security groups let anybody in. */
  readonly admits: boolean;
  readonly idleMs: number;
}

/** The listeners of a load balancer: the one that its own port stands for, and the others. */
export interface Listeners {
  readonly main: ListenerRecord | undefined;
  readonly others: readonly ListenerRecord[];
}

/** A load balancer's own port stands for port 80 or, when it does not listen there, for its first listener. */
export function listenersOf(context: Context, balancerArn: string): Listeners {
  const all = [...context.state(elbState).listeners.values()].filter((each) => each.balancerArn === balancerArn);
  const main = all.find(({ port }) => port === 80) ?? all[0];
  return { main, others: all.filter((each) => each !== main) };
}

/** A listener as requests meet it now. */
export function frontOf(
  context: Context,
  balancer: BalancerRecord,
  listener: ListenerRecord,
  loopbackPort: Front['loopbackPort'],
): LiveFront {
  const rules = [...context.state(elbState).rules.values()].filter((rule) => rule.listenerArn === listener.arn);
  return {
    region: context.region,
    balancer,
    listener,
    rules: inOrder(rules),
    loopbackPort,
    admits: admitsFromAnywhere(context, balancer.balancer.SecurityGroups ?? [], listener.port),
    idleMs: Number(balancer.attributes['idle_timeout.timeout_seconds'] ?? 60) * 1000,
  };
}
