import type { Wanted } from '../../module.ts';
import { underscored } from '../underscored.ts';
import { attributeResults } from './attributes.ts';
import type { Listener } from './listeners.ts';
import type { LoadBalancer } from './load_balancer.ts';
import type { TargetGroup } from './target_group.ts';

/** A load balancer as results hold it, attributes among its other keys, as `amazon.aws.elb_application_lb` documents it. */
export function loadBalancerResult(state: Wanted<LoadBalancer>): Record<string, unknown> {
  return {
    load_balancer_arn: state.arn,
    load_balancer_name: state.name,
    dns_name: state.dns_name,
    canonical_hosted_zone_id: state.canonical_hosted_zone_id,
    created_time: state.created_time,
    scheme: state.scheme,
    vpc_id: state.vpc_id,
    state: { code: state.status },
    type: 'application',
    availability_zones: state.availability_zones,
    security_groups: state.security_groups,
    ip_address_type: state.ip_address_type,
    listeners: (state.listeners as LoadBalancer['listeners']).map((listener) => listenerResult(listener, state.arn)),
    tags: state.tags,
    ...attributeResults(state.attributes as LoadBalancer['attributes']),
  };
}

/** A target group as results hold it, attributes among its other keys, as `community.aws.elb_target_group` documents it. */
export function targetGroupResult(state: TargetGroup): Record<string, unknown> {
  const { attributes, targets: _, tags, ...properties } = state;
  return { ...properties, ...attributeResults(attributes), tags };
}

/** A listener as results hold it: keys with underscores, as `amazon.aws.elb_application_lb` documents them. */
function listenerResult(listener: Listener, loadBalancerArn: unknown): Record<string, unknown> {
  return {
    listener_arn: listener.listener_arn,
    load_balancer_arn: loadBalancerArn,
    port: listener.port,
    protocol: listener.protocol,
    ssl_policy: listener.ssl_policy,
    certificates: listener.certificates.map((certificate_arn) => ({ certificate_arn })),
    alpn_policy: listener.alpn_policy,
    default_actions: listener.default_actions.map(actionResult),
    rules: listener.rules.map((rule) => ({
      rule_arn: rule.rule_arn,
      // Ansible keeps the priority as the text AWS answers.
      priority: String(rule.priority),
      is_default: false,
      conditions: rule.conditions.map((condition) => ({
        ...(underscored(condition) as object),
        values: valuesOf(condition),
      })),
      actions: rule.actions.map(actionResult),
    })),
  };
}

/** A plain `forward` also names its only target group beside the configuration, as AWS answers it. */
function actionResult(action: Readonly<Record<string, unknown>>): unknown {
  const groups = (action['ForwardConfig'] as { TargetGroups: { TargetGroupArn: unknown }[] } | undefined)?.TargetGroups;
  const only = groups?.length === 1 ? { target_group_arn: groups[0]!.TargetGroupArn } : {};
  return { ...(underscored(action) as object), ...only };
}

function valuesOf(condition: object): unknown {
  const config = Object.values(condition).find((part) => typeof part === 'object' && part !== null);
  return ((config as { Values?: unknown[] } | undefined)?.Values ?? []).map(underscored);
}
