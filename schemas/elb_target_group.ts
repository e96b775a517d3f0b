import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import { healthCheckTimes, slowStart } from '../runner/schema/load_balancer_rules.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

const protocols = [
  'http',
  'https',
  'tcp',
  'tls',
  'udp',
  'tcp_udp',
  'HTTP',
  'HTTPS',
  'TCP',
  'TLS',
  'UDP',
  'TCP_UDP',
] as const;

export const elbTargetGroupSchema = {
  collection: 'community.aws',
  type: 'object',
  description: 'A target group of an application or network load balancer: health check, attributes, targets and tags.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 32,
      pattern: '^(?!-)[A-Za-z0-9-]+(?<!-)$',
      description: 'Name, unique in account and region: letters, digits and inner hyphens.',
    },
    state: stateProperty,
    protocol: { type: 'string', enum: protocols, description: 'Protocol towards the targets. Fixed once created.' },
    protocol_version: {
      type: 'string',
      enum: ['HTTP1', 'HTTP2', 'GRPC'],
      description: 'HTTP version towards the targets. Fixed once created.',
    },
    port: { type: 'integer', minimum: 1, maximum: 65535, description: 'Port of the targets. Fixed once created.' },
    vpc_id: { type: 'string', description: 'VPC the targets are in. Fixed once created.' },
    target_type: {
      type: 'string',
      enum: ['instance', 'ip', 'lambda', 'alb'],
      description: 'What targets are: `ip` for Fargate tasks; `instance` when left out. Fixed once created.',
    },
    ip_address_type: { type: 'string', enum: ['ipv4', 'ipv6'], description: 'Kind of addresses. Fixed once created.' },
    health_check_enabled: {
      type: 'boolean',
      description: 'Whether targets are checked; only lambda targets need not be.',
    },
    health_check_protocol: { type: 'string', enum: protocols, description: 'Protocol of the health check.' },
    health_check_port: {
      type: 'string',
      pattern: '^(traffic-port|[1-9][0-9]{0,4})$',
      description: 'Port to check, or `traffic-port` for the one each target serves on.',
    },
    health_check_path: { type: 'string', maxLength: 1024, description: 'Path to ask for.' },
    health_check_interval: { type: 'integer', minimum: 5, maximum: 300, description: 'Seconds from check to check.' },
    health_check_timeout: {
      type: 'integer',
      minimum: 2,
      maximum: 120,
      description: 'Seconds without an answer that count as failure; less than the interval.',
    },
    healthy_threshold_count: {
      type: 'integer',
      minimum: 2,
      maximum: 10,
      description: 'Successes in a row that make a target healthy.',
    },
    unhealthy_threshold_count: {
      type: 'integer',
      minimum: 2,
      maximum: 10,
      description: 'Failures in a row that make a target unhealthy.',
    },
    successful_response_codes: {
      type: 'string',
      description:
        'Answers that count as success: `200`, `200,202` or `200-299`; gRPC codes when the protocol version is GRPC.',
    },
    matcher: {
      type: 'object',
      additionalProperties: false,
      description: 'The same as `successful_response_codes` in the shape the module returns it.',
      properties: {
        http_code: { type: 'string', description: 'HTTP codes.' },
        grpc_code: { type: 'string', description: 'gRPC codes.' },
      },
    },
    deregistration_delay_timeout: {
      type: 'integer',
      minimum: 0,
      maximum: 3600,
      description: 'Seconds a leaving target may finish its requests.',
    },
    deregistration_connection_termination: {
      type: 'boolean',
      description: 'Close connections when that time is over (network load balancers).',
    },
    stickiness_enabled: { type: 'boolean', description: 'Send a client to the same target again.' },
    stickiness_type: {
      type: 'string',
      enum: ['lb_cookie', 'app_cookie', 'source_ip', 'source_ip_dest_ip', 'source_ip_dest_ip_proto'],
      description: 'By what a client is recognised.',
    },
    stickiness_lb_cookie_duration: {
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      description: "Seconds the load balancer's cookie lives.",
    },
    stickiness_app_cookie_name: { type: 'string', description: "Name of the application's cookie." },
    stickiness_app_cookie_duration: {
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      description: "Seconds the application's cookie counts.",
    },
    load_balancing_algorithm_type: {
      type: 'string',
      enum: ['round_robin', 'least_outstanding_requests', 'weighted_random'],
      description: 'How the next target is chosen.',
    },
    load_balancing_cross_zone_enabled: {
      anyOf: [{ type: 'boolean' }, { type: 'string', enum: ['use_load_balancer_configuration'] }],
      description: 'Whether targets of other zones are used.',
    },
    slow_start_duration: {
      type: 'integer',
      minimum: 0,
      maximum: 900,
      description: 'Seconds over which a new target gets its share bit by bit: 0 for off, else 30 at least.',
    },
    preserve_client_ip_enabled: {
      type: 'boolean',
      description: "Targets see the client's address (network load balancers).",
    },
    proxy_protocol_v2_enabled: { type: 'boolean', description: 'Send proxy protocol v2 (network load balancers).' },
    attributes: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description:
        "Any other attribute by AWS's own key, e.g. `target_group_health.dns_failover.minimum_healthy_targets.count`.",
    },
    targets: {
      type: 'array',
      description:
        'Targets to be registered, these and no others. Left out, targets are left alone (a service keeps its own registered).',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['Id'],
        properties: {
          Id: { type: 'string', description: 'Instance ID, IP address or ARN.' },
          Port: { type: 'integer', minimum: 1, maximum: 65535, description: "Port, if not the group's own." },
          AvailabilityZone: { type: 'string', description: '`all`, or the zone, for addresses outside the VPC.' },
        },
      },
    },
    modify_targets: { type: 'boolean', default: true, description: 'Set to false to leave registered targets alone.' },
    ...tagProperties,
    wait: {
      type: 'boolean',
      default: false,
      description: 'With `targets`: wait until new ones are healthy and removed ones have drained.',
    },
    wait_timeout: { type: 'integer', minimum: 0, default: 200, description: 'Seconds to wait at most.' },
  },
  mutually_exclusive: [['successful_response_codes', 'matcher']],
  examples: [
    { name: 'hello', protocol: 'http', port: 80, vpc_id: 'vpc-conformance' },
    {
      name: 'web',
      protocol: 'HTTP',
      port: 8080,
      vpc_id: 'vpc-conformance',
      target_type: 'ip',
      health_check_protocol: 'http',
      health_check_path: '/now',
      health_check_port: '8080',
      health_check_interval: 5,
      health_check_timeout: 2,
      healthy_threshold_count: 2,
      unhealthy_threshold_count: 2,
      successful_response_codes: '200-299',
      deregistration_delay_timeout: 5,
      tags: { app: 'web' },
    },
    {
      name: 'sticky',
      protocol: 'http',
      port: 80,
      vpc_id: 'vpc-conformance',
      target_type: 'ip',
      stickiness_enabled: true,
      stickiness_type: 'lb_cookie',
      stickiness_lb_cookie_duration: 3600,
      load_balancing_algorithm_type: 'least_outstanding_requests',
    },
    {
      name: 'slow',
      protocol: 'http',
      port: 80,
      vpc_id: 'vpc-conformance',
      target_type: 'ip',
      slow_start_duration: 60,
      targets: [{ Id: '10.99.0.10', Port: 80 }],
    },
  ],
} as const satisfies ModuleSchema;

/** What AWS refuses and a schema cannot say. */
export const elbTargetGroupRules: readonly Rule[] = [healthCheckTimes, slowStart];
