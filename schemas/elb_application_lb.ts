import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import { actionParts, conditionValues, listenerRules, twoSubnets } from '../runner/schema/load_balancer_rules.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';
import { elbListener } from './parts/elb_listener.ts';

const forward = [{ Type: 'forward', TargetGroupName: 'conformance-targets' }] as const;
const subnets = ['subnet-conformance-a', 'subnet-conformance-b'] as const;

export const elbApplicationLbSchema = {
  collection: 'amazon.aws',
  aliases: ['elb_application_load_balancer'],
  type: 'object',
  description: 'An application load balancer with its listeners, rules, attributes and tags.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 32,
      pattern: '^(?!internal-)(?!-)[A-Za-z0-9-]+(?<!-)$',
      description: 'Name, unique in account and region: letters, digits and inner hyphens.',
    },
    state: stateProperty,
    subnets: {
      type: 'array',
      items: { type: 'string' },
      description: 'Subnets in at least two zones, one in each. Needed to create it.',
    },
    security_groups: {
      type: 'array',
      items: { type: 'string' },
      description: "Security groups by ID or name. When left out, the VPC's default group for a new load balancer.",
    },
    scheme: {
      type: 'string',
      enum: ['internet-facing', 'internal'],
      default: 'internet-facing',
      description: 'Who can reach it. Fixed once created.',
    },
    ip_address_type: {
      type: 'string',
      enum: ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'],
      description: 'Kind of addresses; `ipv4` for a new load balancer when left out.',
    },
    listeners: {
      type: 'array',
      items: elbListener,
      description: 'Listeners, known by their port, with the keys of the API. Left out, listeners stay as they are.',
    },
    purge_listeners: {
      type: 'boolean',
      default: true,
      description: 'With `listeners`: remove those that are not listed.',
    },
    purge_rules: { type: 'boolean', default: true, description: 'With `Rules`: remove those that are not listed.' },
    deletion_protection: { type: 'boolean', description: 'Refuse to delete it.' },
    idle_timeout: {
      type: 'integer',
      minimum: 1,
      maximum: 4000,
      description: 'Seconds after which a silent connection is closed.',
    },
    client_keep_alive: {
      type: 'integer',
      minimum: 60,
      maximum: 604800,
      description: 'Seconds a client may keep its connection.',
    },
    http2: { type: 'boolean', description: 'Speak HTTP/2.' },
    access_logs_enabled: {
      type: 'boolean',
      aliases: ['access_logs_s3_enabled'],
      description: 'Write access logs to S3.',
    },
    access_logs_s3_bucket: { type: 'string', description: 'Bucket for access logs.' },
    access_logs_s3_prefix: { type: 'string', description: 'Folder in that bucket.' },
    connection_logs_enabled: { type: 'boolean', description: 'Write connection logs to S3.' },
    connection_logs_s3_bucket: { type: 'string', description: 'Bucket for connection logs.' },
    connection_logs_s3_prefix: { type: 'string', description: 'Folder in that bucket.' },
    http_desync_mitigation_mode: {
      type: 'string',
      enum: ['monitor', 'defensive', 'strictest'],
      description: 'What becomes of ambiguous requests.',
    },
    http_drop_invalid_header_fields: { type: 'boolean', description: 'Drop headers with invalid names.' },
    http_preserve_host_header: { type: 'boolean', description: 'Pass the Host header on unchanged.' },
    http_x_amzn_tls_version_and_cipher_suite: {
      type: 'boolean',
      description: 'Tell targets about TLS version and cipher.',
    },
    http_xff_client_port: { type: 'boolean', description: "Add the client's port to X-Forwarded-For." },
    http_xff_header_processing_mode: {
      type: 'string',
      enum: ['append', 'preserve', 'remove'],
      description: 'What becomes of X-Forwarded-For.',
    },
    waf_fail_open: { type: 'boolean', description: 'Let requests pass when the firewall cannot be asked.' },
    zonal_shift_enabled: { type: 'boolean', description: 'Allow zonal shift.' },
    attributes: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: "Any other attribute by AWS's own key.",
    },
    ...tagProperties,
    wait: {
      type: 'boolean',
      default: true,
      description: 'Wait until it is active: before that its address answers nobody.',
    },
    wait_timeout: { type: 'integer', minimum: 0, default: 600, description: 'Seconds to wait at most.' },
  },
  examples: [
    { name: 'hello', subnets, security_groups: ['sg-conformance'] },
    {
      name: 'web',
      subnets,
      security_groups: ['sg-conformance'],
      idle_timeout: 30,
      http_drop_invalid_header_fields: true,
      listeners: [
        {
          Protocol: 'HTTP',
          Port: 80,
          DefaultActions: forward,
          Rules: [
            { Priority: 1, Conditions: [{ Field: 'path-pattern', Values: ['/now'] }], Actions: forward },
            {
              Priority: 2,
              Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['old.example.com'] } }],
              Actions: [{ Type: 'redirect', RedirectConfig: { Host: 'new.example.com', StatusCode: 'HTTP_301' } }],
            },
            {
              Priority: 3,
              Conditions: [
                { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST', 'DELETE'] } },
                { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'dry', Value: 'yes' }] } },
              ],
              Actions: [
                {
                  Type: 'fixed-response',
                  FixedResponseConfig: { StatusCode: '405', ContentType: 'text/plain', MessageBody: 'read only' },
                },
              ],
            },
          ],
        },
      ],
      tags: { app: 'web' },
    },
    {
      name: 'secure',
      scheme: 'internal',
      subnets,
      security_groups: ['sg-conformance'],
      listeners: [
        {
          Protocol: 'HTTP',
          Port: 80,
          DefaultActions: [
            { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
          ],
        },
        {
          Protocol: 'HTTPS',
          Port: 443,
          SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/conformance' }],
          DefaultActions: forward,
        },
      ],
    },
  ],
} as const satisfies ModuleSchema;

/** What AWS refuses and a schema cannot say. */
export const elbApplicationLbRules: readonly Rule[] = [actionParts, conditionValues, listenerRules, twoSubnets];
