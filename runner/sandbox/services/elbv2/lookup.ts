import type { Context } from '../../context.ts';
import { groupsOf } from './actions.ts';
import { notFound } from './errors.ts';
import {
  type BalancerRecord,
  type ElbState,
  elbState,
  type GroupRecord,
  type ListenerRecord,
  type RuleRecord,
} from './state.ts';

/** The load balancer of this ARN. */
export function balancerOf(context: Context, arn = ''): BalancerRecord {
  const record = context.state(elbState).balancers.get(arn);
  if (!record) throw notFound('LoadBalancerNotFound', `Load balancer '${arn}' not found`);
  return record;
}

/** The target group of this ARN. */
export function groupOf(context: Context, arn = ''): GroupRecord {
  const record = context.state(elbState).groups.get(arn);
  if (!record) throw notFound('TargetGroupNotFound', `Target group '${arn}' not found`);
  return record;
}

/** The listener of this ARN. */
export function listenerOf(context: Context, arn = ''): ListenerRecord {
  const record = context.state(elbState).listeners.get(arn);
  if (!record) throw notFound('ListenerNotFound', `Listener '${arn}' not found`);
  return record;
}

/** The rule of this ARN. */
export function ruleOf(context: Context, arn = ''): RuleRecord {
  const record = context.state(elbState).rules.get(arn);
  if (!record) throw notFound('RuleNotFound', `Rule '${arn}' not found`);
  return record;
}

/** The load balancers whose listeners or rules forward to the group. */
export function balancersOfGroup(state: ElbState, groupArn: string): string[] {
  const arns = new Set<string>();
  for (const rule of state.rules.values()) {
    const listener = state.listeners.get(rule.listenerArn);
    if (listener && groupsOf(rule.actions).includes(groupArn)) arns.add(listener.balancerArn);
  }
  return [...arns];
}
