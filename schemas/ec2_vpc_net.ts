import { stateProperty, tagProperties, vpcCidrPattern } from '../runner/aws/properties.ts';
import { vpcDns } from '../runner/schema/network_rules.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ec2VpcNetSchema = {
  collection: 'amazon.aws',
  type: 'object',
  description: 'A VPC: a private network in a region, found again by its name and address range.',
  additionalProperties: false,
  required_one_of: [['name', 'vpc_id']],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      description: 'Name, kept in the tag Name; together with cidr_block it tells which VPC is meant.',
    },
    vpc_id: {
      type: 'string',
      pattern: '^vpc-[\\w-]+$',
      description: 'The VPC itself, when name and cidr_block do not tell it from others.',
    },
    cidr_block: {
      type: 'array',
      aliases: ['cidr', 'cidr_blocks'],
      minItems: 1,
      maxItems: 5,
      items: {
        type: 'string',
        pattern: vpcCidrPattern,
        description: 'An IPv4 range of /16 to /28, such as 10.0.0.0/16.',
      },
      description:
        'Address range, /16 to /28. With a list the first is the primary one and the others are added to it.',
    },
    ipv6_cidr: {
      type: 'boolean',
      description: 'Whether it has an IPv6 range of /56 from Amazon. When left out, that stays as it is.',
    },
    purge_cidrs: {
      type: 'boolean',
      default: false,
      description: 'Whether additional address ranges that cidr_block does not list are taken away.',
    },
    tenancy: {
      type: 'string',
      enum: ['default', 'dedicated'],
      description: 'Hardware that instances run on. AWS lets an existing VPC change only from dedicated to default.',
    },
    dns_support: { type: 'boolean', default: true, description: "Whether Amazon's DNS server answers inside." },
    dns_hostnames: {
      type: 'boolean',
      default: true,
      description: 'Whether instances with public addresses get DNS names; needs dns_support.',
    },
    dhcp_opts_id: {
      type: 'string',
      pattern: '^(dopt-[\\w-]+|default)$',
      description: 'Set of DHCP options to use, or default for none.',
    },
    multi_ok: {
      type: 'boolean',
      default: false,
      description: 'Make another VPC even when one of that name and address range is there. Every run makes one more.',
    },
    ...tagProperties,
    state: stateProperty,
  },
  examples: [
    { name: 'conformance', cidr_block: ['10.20.0.0/16'], tags: { stage: 'test' } },
    { name: 'conformance-wide', cidr_block: ['10.30.0.0/16', '10.31.0.0/16'], dns_hostnames: false, purge_cidrs: true },
  ],
} as const satisfies ModuleSchema;

/** What the schema cannot say. */
export const ec2VpcNetRules: readonly Rule[] = [vpcDns];
