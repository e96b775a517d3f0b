import { failed, invalid } from './errors.ts';

/** Attributes by key; AWS keeps every value as text. */
export type Attributes = Record<string, string>;

/** What DescribeLoadBalancerAttributes says of a new application load balancer (User guide: load balancer attributes). */
export const LOAD_BALANCER_ATTRIBUTES: Readonly<Attributes> = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'client_keep_alive.seconds': '3600',
  'connection_logs.s3.enabled': 'false',
  'connection_logs.s3.bucket': '',
  'connection_logs.s3.prefix': '',
  'deletion_protection.enabled': 'false',
  'health_check_logs.s3.enabled': 'false',
  'health_check_logs.s3.bucket': '',
  'health_check_logs.s3.prefix': '',
  'idle_timeout.timeout_seconds': '60',
  'ipv6.deny_all_igw_traffic': 'false',
  'load_balancing.cross_zone.enabled': 'true',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.preserve_host_header.enabled': 'false',
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
  'routing.http.xff_client_port.enabled': 'false',
  'routing.http.xff_header_processing.mode': 'append',
  'routing.http2.enabled': 'true',
  'waf.fail_open.enabled': 'false',
  'zonal_shift.config.enabled': 'false',
};

const SHARED_GROUP_ATTRIBUTES: Readonly<Attributes> = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'stickiness.enabled': 'false',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
};

const HTTP_GROUP_ATTRIBUTES: Readonly<Attributes> = {
  'load_balancing.algorithm.anomaly_mitigation': 'off',
  'load_balancing.algorithm.type': 'round_robin',
  'slow_start.duration_seconds': '0',
  'stickiness.app_cookie.cookie_name': '',
  'stickiness.app_cookie.duration_seconds': '86400',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.type': 'lb_cookie',
};

const TCP_GROUP_ATTRIBUTES: Readonly<Attributes> = {
  'deregistration_delay.connection_termination.enabled': 'false',
  'preserve_client_ip.enabled': 'false',
  'proxy_protocol_v2.enabled': 'false',
  'stickiness.type': 'source_ip',
};

/** The attributes of a new target group, by its kind (User guide: target group attributes). */
export function targetGroupAttributes(protocol: string | undefined, type: string): Attributes {
  if (type === 'lambda') return { 'lambda.multi_value_headers.enabled': 'false' };
  const http = protocol === 'HTTP' || protocol === 'HTTPS';
  return { ...SHARED_GROUP_ATTRIBUTES, ...(http ? HTTP_GROUP_ATTRIBUTES : TCP_GROUP_ATTRIBUTES) };
}

const RANGES: Record<string, readonly [number, number]> = {
  'client_keep_alive.seconds': [60, 604_800],
  'deregistration_delay.timeout_seconds': [0, 3600],
  'idle_timeout.timeout_seconds': [1, 4000],
  'stickiness.app_cookie.duration_seconds': [1, 604_800],
  'stickiness.lb_cookie.duration_seconds': [1, 604_800],
};

const CHOICES: Record<string, readonly string[]> = {
  'load_balancing.algorithm.type': ['round_robin', 'least_outstanding_requests', 'weighted_random'],
  'routing.http.desync_mitigation_mode': ['monitor', 'defensive', 'strictest'],
  'routing.http.xff_header_processing.mode': ['append', 'preserve', 'remove'],
};

function checkValue(kind: string, key: string, value: string): void {
  const range = RANGES[key];
  if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1])) {
    throw invalid(`'${key}' value '${value}' must be between '${range[0]}-${range[1]}' inclusive`);
  }
  const slow = Number(value);
  if (key === 'slow_start.duration_seconds' && slow !== 0 && !(slow >= 30 && slow <= 900)) {
    throw invalid(`'${key}' value '${value}' must be between '30-900' inclusive or '0'`);
  }
  if (key.endsWith('.enabled') && kind === 'Load balancer' && value !== 'true' && value !== 'false') {
    throw invalid(`'${key}' must be one of [true, false]`);
  }
  const choices = CHOICES[key];
  if (choices && !choices.includes(value)) throw invalid(`'${key}' must be one of [${choices.join(', ')}]`);
}

/** What `now` becomes with these changes; a key the resource does not have is refused. */
export function changeAttributes(
  kind: 'Load balancer' | 'Target group',
  now: Attributes,
  changes: readonly { Key?: string | undefined; Value?: string | undefined }[],
): Attributes {
  const next = { ...now };
  for (const { Key: key = '', Value: value = '' } of changes) {
    if (!(key in next)) throw invalid(`${kind} attribute key '${key}' is not recognized`);
    checkValue(kind, key, value);
    next[key] = value;
  }
  if (
    next['stickiness.type'] === 'app_cookie' &&
    next['stickiness.enabled'] === 'true' &&
    !next['stickiness.app_cookie.cookie_name']
  ) {
    throw failed(
      'InvalidConfigurationRequest',
      "You must set an application cookie name to enable stickiness of type 'app_cookie'",
    );
  }
  if (next['access_logs.s3.enabled'] === 'true' && !next['access_logs.s3.bucket']) {
    throw failed('InvalidConfigurationRequest', 'The value of access_logs.s3.bucket cannot be empty');
  }
  return next;
}

/** Attributes as the API lists them. */
export function listAttributes(attributes: Attributes): { Key: string; Value: string }[] {
  return Object.keys(attributes)
    .sort()
    .map((Key) => ({ Key, Value: attributes[Key] ?? '' }));
}
