import { Unknown } from '../../../template/values.ts';
import type { Listener } from './listeners.ts';

/** A listener as results hold it: keys with underscores, as `amazon.aws.elb_application_lb` documents them. */
export function listenerResult(listener: Listener, loadBalancerArn: unknown): Record<string, unknown> {
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

function underscored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(underscored);
  if (typeof value !== 'object' || value === null || value instanceof Unknown) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase(),
      underscored(each),
    ]),
  );
}
