import { elbApplicationLbRules } from '../../../schemas/elb_application_lb.ts';
import { elbTargetGroupRules } from '../../../schemas/elb_target_group.ts';
import { elbApplicationLb } from '../../modules/aws/elb_application_lb.ts';
import { elbTargetGroup } from '../../modules/aws/elb_target_group.ts';
import { without } from './access_varieties.ts';
import type { Random } from './random.ts';
import {
  type Draw,
  flag,
  type Ids,
  integer,
  maybe,
  oneOf,
  type Params,
  state,
  tagOptions,
  variety,
} from './variety.ts';

const attributes: Draw = (random) =>
  Object.fromEntries(
    random
      .some([
        'target_group_health.dns_failover.minimum_healthy_targets.count',
        'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count',
      ])
      .map((key) => [key, random.pick(['1', '2'])]),
  );

const targetGroup = variety(elbTargetGroup, {
  rules: elbTargetGroupRules,
  fixed: (random, ids) => ({
    name: 'drawn',
    protocol: random.pick(['http', 'HTTP', 'HTTPS']),
    port: random.pick([80, 8080]),
    vpc_id: ids.get('vpc-conformance'),
    target_type: 'ip',
    ...(random.chance(0.3) ? { protocol_version: random.pick(['HTTP1', 'HTTP2', 'GRPC']) } : {}),
  }),
  options: {
    health_check_enabled: maybe(oneOf(true), 0.2),
    health_check_protocol: maybe(oneOf('http', 'HTTPS'), 0.4),
    health_check_port: maybe(oneOf('traffic-port', '8080', '81'), 0.4),
    health_check_path: maybe(oneOf('/', '/now', '/a?b=c'), 0.5),
    health_check_interval: maybe(integer(10, 60), 0.5),
    health_check_timeout: maybe(integer(2, 9), 0.4),
    healthy_threshold_count: maybe(integer(2, 10), 0.4),
    unhealthy_threshold_count: maybe(integer(2, 10), 0.4),
    successful_response_codes: maybe(oneOf('200', '200-299', '200,202'), 0.3),
    matcher: maybe(oneOf({ http_code: '204' }), 0.2),
    deregistration_delay_timeout: maybe(oneOf(0, 5, 300), 0.4),
    stickiness_enabled: maybe(flag, 0.3),
    stickiness_type: maybe(oneOf('lb_cookie', 'app_cookie'), 0.3),
    stickiness_lb_cookie_duration: maybe(oneOf(60, 86_400), 0.3),
    stickiness_app_cookie_name: maybe(oneOf('SESSION', 'other'), 0.3),
    stickiness_app_cookie_duration: maybe(oneOf(60, 86_400), 0.3),
    load_balancing_algorithm_type: maybe(oneOf('round_robin', 'least_outstanding_requests'), 0.3),
    load_balancing_cross_zone_enabled: maybe(oneOf(true, false, 'use_load_balancer_configuration'), 0.3),
    slow_start_duration: maybe(oneOf(0, 30, 900), 0.3),
    attributes: maybe(attributes, 0.3),
    targets: maybe(
      (random) => random.some([{ Id: '10.99.0.10' }, { Id: '10.99.0.11', Port: 8081 }, { Id: '10.99.16.9' }]),
      0.3,
    ),
    modify_targets: maybe(flag, 0.2),
    ...tagOptions,
    state,
  },
  sense: (params) => {
    const kept: Record<string, unknown> = {
      ...without(params, [
        ['successful_response_codes', 'matcher'],
        ['load_balancing_algorithm_type', 'slow_start_duration'],
      ]),
    };
    if (kept['stickiness_type'] === 'app_cookie') kept['stickiness_app_cookie_name'] ??= 'SESSION';
    if (kept['protocol_version'] !== 'GRPC') return kept;
    delete kept['matcher'];
    if (kept['successful_response_codes']) kept['successful_response_codes'] = '0-99';
    return kept;
  },
  left: {
    name: 'always the same',
    protocol: 'fixed once created',
    protocol_version: 'fixed once created',
    port: 'fixed once created',
    vpc_id: 'fixed once created',
    target_type: 'fixed once created',
    ip_address_type: 'fixed once created',
    deregistration_connection_termination: 'for network load balancers',
    preserve_client_ip_enabled: 'for network load balancers',
    proxy_protocol_v2_enabled: 'for network load balancers',
    wait: 'nothing answers at the targets drawn',
    wait_timeout: 'the sandbox is quick',
  },
});

function drawAction(random: Random, ids: Ids): Params {
  const spare = ids.get('arn-of-spare-targets');
  return random.pick<Params>([
    { Type: 'forward', TargetGroupName: 'conformance-targets' },
    { Type: 'forward', TargetGroupArn: spare },
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupName: 'conformance-targets', Weight: random.integer(0, 9) },
          { TargetGroupArn: spare, ...(random.chance(0.5) ? { Weight: 2 } : {}) },
        ],
        ...(random.chance(0.4) ? { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } } : {}),
      },
    },
    {
      Type: 'redirect',
      RedirectConfig: { Host: 'new.example.com', StatusCode: random.pick(['HTTP_301', 'HTTP_302']) },
    },
    { Type: 'redirect', RedirectConfig: { Path: '/#{path}', Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
    {
      Type: 'fixed-response',
      FixedResponseConfig: {
        StatusCode: random.pick(['200', '405', '503']),
        ...(random.chance(0.5) ? { ContentType: 'text/plain', MessageBody: 'no' } : {}),
      },
    },
  ]);
}

const drawCondition = (random: Random): Params =>
  random.pick<Params>([
    { Field: 'path-pattern', Values: random.some(['/now', '/a/*', '/b?'], 1, 2) },
    { Field: 'path-pattern', PathPatternConfig: { Values: ['/now'] } },
    { Field: 'host-header', HostHeaderConfig: { Values: random.shuffle(['old.example.com', '*.example.org']) } },
    { Field: 'http-request-method', HttpRequestMethodConfig: { Values: random.some(['GET', 'POST', 'DELETE'], 1) } },
    { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'dry', Value: 'yes' }, { Value: 'any' }] } },
    { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } },
    { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-A', Values: ['1', '2'] } },
  ]);

function drawListener(random: Random, ids: Ids, Port: number): Params {
  const rules = random.some([1, 2, 10, 400], 0, 3);
  return {
    Port,
    ...(Port === 443
      ? {
          Protocol: 'HTTPS',
          Certificates: random.some(['a', 'b', 'c'], 1, 2).map((name) => ({
            CertificateArn: `arn:aws:acm:eu-west-1:123456789012:certificate/${name}`,
          })),
          ...(random.chance(0.4)
            ? { SslPolicy: random.pick(['ELBSecurityPolicy-TLS13-1-2-2021-06', 'ELBSecurityPolicy-2016-08']) }
            : {}),
        }
      : { Protocol: 'HTTP' }),
    DefaultActions: [drawAction(random, ids)],
    ...(random.chance(0.7)
      ? {
          Rules: random.shuffle(rules).map((Priority) => ({
            Priority,
            Conditions: [drawCondition(random)],
            Actions: [drawAction(random, ids)],
          })),
        }
      : {}),
  };
}

const loadBalancer = variety(elbApplicationLb, {
  rules: elbApplicationLbRules,
  fixed: (random) => ({
    name: 'drawn',
    ...(random.chance(0.3) ? { scheme: random.pick(['internal', 'internet-facing']) } : {}),
  }),
  options: {
    subnets: (random, ids) =>
      random.shuffle(
        random.some([ids.get('subnet-conformance-a'), ids.get('subnet-conformance-b'), ids.get('subnet-c')], 2),
      ),
    security_groups: maybe(
      (random, ids) => random.some([random.pick([ids.get('sg-conformance'), 'conformance']), ids.get('sg-second')], 1),
      0.7,
    ),
    ip_address_type: maybe(oneOf('ipv4'), 0.2),
    listeners: maybe(
      (random, ids) => random.shuffle(random.some([80, 8080, 443])).map((port) => drawListener(random, ids, port)),
      0.8,
    ),
    purge_listeners: maybe(flag, 0.3),
    purge_rules: maybe(flag, 0.3),
    deletion_protection: maybe(oneOf(false), 0.2),
    idle_timeout: maybe(integer(1, 4000), 0.4),
    client_keep_alive: maybe(oneOf(60, 3600), 0.2),
    http2: maybe(flag, 0.3),
    access_logs_enabled: maybe(oneOf(false), 0.2),
    http_desync_mitigation_mode: maybe(oneOf('monitor', 'defensive', 'strictest'), 0.3),
    http_drop_invalid_header_fields: maybe(flag, 0.3),
    http_preserve_host_header: maybe(flag, 0.3),
    http_x_amzn_tls_version_and_cipher_suite: maybe(flag, 0.2),
    http_xff_client_port: maybe(flag, 0.2),
    http_xff_header_processing_mode: maybe(oneOf('append', 'preserve', 'remove'), 0.3),
    waf_fail_open: maybe(flag, 0.2),
    zonal_shift_enabled: maybe(flag, 0.2),
    attributes: maybe(oneOf({ 'idle_timeout.timeout_seconds': '77' }, {}, { 'routing.http2.enabled': 'True' }), 0.1),
    wait: maybe(flag, 0.4),
    ...tagOptions,
    state,
  },
  left: {
    name: 'always the same',
    scheme: 'fixed once created',
    access_logs_s3_bucket: 'there is no S3 in the sandbox',
    access_logs_s3_prefix: 'there is no S3 in the sandbox',
    connection_logs_enabled: 'there is no S3 in the sandbox',
    connection_logs_s3_bucket: 'there is no S3 in the sandbox',
    connection_logs_s3_prefix: 'there is no S3 in the sandbox',
    wait_timeout: 'the sandbox is quick',
  },
});

/** Tasks that make load balancers and what is behind them. */
export const balancerVarieties = [targetGroup, loadBalancer];
