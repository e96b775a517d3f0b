import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ec2VpcSubnetInfoSchema = {
  collection: 'amazon.aws',
  aliases: ['ec2_vpc_subnet_facts'],
  type: 'object',
  description: 'Tells what subnets there are.',
  additionalProperties: false,
  properties: {
    subnet_ids: {
      type: 'array',
      aliases: ['subnet_id'],
      items: { type: 'string', pattern: '^subnet-[\\w-]+$', description: 'Id of a subnet, subnet-….' },
      description: 'Only these subnets.',
    },
    filters: {
      type: 'object',
      default: {},
      description:
        'Only subnets that pass these filters of DescribeSubnets, e.g. vpc-id or tag:Name; values may be lists.',
    },
  },
  examples: [{ filters: { 'vpc-id': 'vpc-conformance' } }, { subnet_ids: ['subnet-conformance-a'] }],
} as const satisfies ModuleSchema;
