import { cidr6Pattern, stateProperty, tagProperties, vpcCidrPattern } from '../runner/aws/properties.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ec2VpcSubnetSchema = {
  collection: 'amazon.aws',
  type: 'object',
  description: 'A subnet of a VPC, found again by its address range.',
  additionalProperties: false,
  required: ['vpc_id', 'cidr'],
  properties: {
    vpc_id: { type: 'string', pattern: '^vpc-[\\w-]+$', description: 'The VPC it is part of.' },
    cidr: {
      type: 'string',
      aliases: ['cidr_block'],
      pattern: vpcCidrPattern,
      description: 'Its address range, /16 to /28, inside that of the VPC.',
    },
    az: {
      type: 'string',
      aliases: ['availability_zone'],
      pattern: '^[a-z]{2,}\\d?(-[a-z0-9]+)+$',
      description: 'Availability zone by name (eu-west-1a) or id (euw1-az1); AWS chooses one when left out.',
    },
    ipv6_cidr: {
      type: 'string',
      pattern: `(^$)|(${cidr6Pattern})`,
      description:
        'IPv6 range of /64 out of that of the VPC; an empty text for none. When left out, it stays as it is.',
    },
    map_public: {
      type: 'boolean',
      default: false,
      description: 'Whether instances that start in it get a public IPv4 address.',
    },
    assign_instances_ipv6: {
      type: 'boolean',
      default: false,
      description: 'Whether instances that start in it get an IPv6 address; needs ipv6_cidr.',
    },
    wait: { type: 'boolean', default: true, description: 'Whether to go on only when the new subnet is available.' },
    wait_timeout: { type: 'integer', default: 300, minimum: 1, description: 'Seconds to wait at most.' },
    ...tagProperties,
    state: stateProperty,
  },
  examples: [
    { vpc_id: 'vpc-conformance', cidr: '10.99.100.0/24', tags: { Name: 'conformance' } },
    { vpc_id: 'vpc-conformance', cidr: '10.99.101.0/24', az: 'eu-west-1b', map_public: true },
  ],
} as const satisfies ModuleSchema;
