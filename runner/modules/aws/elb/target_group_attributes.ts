import { Unknown, unknown } from '../../../template/values.ts';

/** Which attribute of a target group each parameter sets (ELBv2 API: TargetGroupAttribute). */
export const targetGroupAttributeKeys = {
  deregistration_delay_timeout: 'deregistration_delay.timeout_seconds',
  deregistration_connection_termination: 'deregistration_delay.connection_termination.enabled',
  stickiness_enabled: 'stickiness.enabled',
  stickiness_type: 'stickiness.type',
  stickiness_lb_cookie_duration: 'stickiness.lb_cookie.duration_seconds',
  stickiness_app_cookie_name: 'stickiness.app_cookie.cookie_name',
  stickiness_app_cookie_duration: 'stickiness.app_cookie.duration_seconds',
  load_balancing_algorithm_type: 'load_balancing.algorithm.type',
  load_balancing_cross_zone_enabled: 'load_balancing.cross_zone.enabled',
  slow_start_duration: 'slow_start.duration_seconds',
  preserve_client_ip_enabled: 'preserve_client_ip.enabled',
  proxy_protocol_v2_enabled: 'proxy_protocol_v2.enabled',
} as const;

const shared = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'stickiness.enabled': 'false',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
};

const http = {
  ...shared,
  'load_balancing.algorithm.anomaly_mitigation': 'off',
  'load_balancing.algorithm.type': 'round_robin',
  'slow_start.duration_seconds': '0',
  'stickiness.app_cookie.cookie_name': '',
  'stickiness.app_cookie.duration_seconds': '86400',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.type': 'lb_cookie',
};

/** The attributes of a new target group, before any is set (ELBv2 user guides: target group attributes). */
export function newTargetGroupAttributes(protocol: unknown, targetType: string): Record<string, string> {
  if (targetType === 'lambda') return { 'lambda.multi_value_headers.enabled': 'false' };
  if (protocol === 'HTTP' || protocol === 'HTTPS') return http;
  if (protocol instanceof Unknown) return ofEither(http, newTargetGroupAttributes('TCP', targetType));
  return {
    ...shared,
    'deregistration_delay.connection_termination.enabled': 'false',
    'preserve_client_ip.enabled':
      targetType === 'instance' || protocol === 'UDP' || protocol === 'TCP_UDP' ? 'true' : 'false',
    'proxy_protocol_v2.enabled': 'false',
    'stickiness.type': 'source_ip',
  };
}

/** All that one of two kinds has, with the values on which both agree. */
function ofEither(one: Record<string, string>, other: Record<string, string>): Record<string, string> {
  const keys = Object.keys({ ...one, ...other });
  return Object.fromEntries(
    keys.map((key) => [key, one[key] === other[key] ? one[key]! : (unknown as unknown as string)]),
  );
}
