import { cidr6Pattern, cidrPattern } from '../../runner/aws/properties.ts';
import type { PropertySchema } from '../../runner/schema/schema.ts';

const port = (description: string) =>
  ({ type: 'integer', minimum: -1, maximum: 65_535, description }) as const satisfies PropertySchema;

/** 0 to 65535 as text. */
const portNumber = '(6553[0-5]|655[0-2]\\d|65[0-4]\\d{2}|6[0-4]\\d{3}|[1-5]?\\d{1,4})';

/** One entry of `rules` or `rules_egress` of a security group. */
export const securityGroupRule = {
  type: 'object',
  additionalProperties: false,
  properties: {
    proto: {
      type: 'string',
      default: 'tcp',
      pattern: '^(tcp|udp|icmp|icmpv6|all|-1|\\d{1,3})$',
      description: 'Protocol by name or number; all or -1 for everything.',
    },
    ports: {
      type: 'array',
      items: {
        anyOf: [
          { type: 'integer', minimum: 0, maximum: 65_535 },
          { type: 'string', pattern: `^\\s*${portNumber}\\s*(-\\s*${portNumber}\\s*)?$` },
        ],
      },
      description: 'Ports (80) and ranges of ports ("8000-8010").',
    },
    from_port: port('First port of a range; the type for icmp.'),
    to_port: port('Last port of a range; the code for icmp.'),
    icmp_type: { type: 'integer', minimum: -1, maximum: 255, description: 'ICMP type; -1 for all.' },
    icmp_code: { type: 'integer', minimum: -1, maximum: 255, description: 'ICMP code; -1 for all.' },
    cidr_ip: {
      type: 'array',
      items: { type: 'string', pattern: cidrPattern, description: 'An IPv4 range, such as 10.0.0.0/16.' },
      description: 'IPv4 networks on the other side.',
    },
    cidr_ipv6: {
      type: 'array',
      items: { type: 'string', pattern: cidr6Pattern, description: 'An IPv6 range, such as 2001:db8::/32.' },
      description: 'IPv6 networks on the other side.',
    },
    ip_prefix: {
      type: 'array',
      aliases: ['prefix_list_id'],
      items: { type: 'string', pattern: '^pl-[\\w-]+$', description: 'Id of a prefix list, pl-….' },
      description: 'Prefix lists on the other side.',
    },
    group_id: {
      type: 'array',
      items: {
        type: 'string',
        pattern: '^([\\w-]+/)?sg-[\\w-]+(/[^/]+)?$',
        description: 'Id of a security group, sg-….',
      },
      description: 'Security groups on the other side; account/id for one of another account.',
    },
    group_name: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description: 'Security groups of the same VPC on the other side, by name; its own name for the group itself.',
    },
    group_desc: {
      type: 'string',
      description: 'Makes the group of group_name, with this description, when there is none.',
    },
    rule_desc: {
      type: 'string',
      maxLength: 255,
      pattern: '^[\\w .:/()#,@\\[\\]+=&;{}!$*\\-]*$',
      description: 'What the rule is for. When left out, the description that is there stays.',
    },
  },
} as const satisfies PropertySchema;
