import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ec2VpcIgwSchema = {
  collection: 'amazon.aws',
  type: 'object',
  description: 'The internet gateway of a VPC.',
  additionalProperties: false,
  required_one_of: [['vpc_id', 'internet_gateway_id', 'tags']],
  properties: {
    vpc_id: {
      type: 'string',
      pattern: '^vpc-[\\w-]+$',
      description: 'The VPC to serve. Left out, the gateway is attached to none, or stays where it is.',
    },
    internet_gateway_id: {
      type: 'string',
      pattern: '^igw-[\\w-]+$',
      description: 'The gateway itself, when it is not simply the one that vpc_id has.',
    },
    force_attach: {
      type: 'boolean',
      default: false,
      description: 'Whether the gateway of internet_gateway_id may be taken from another VPC.',
    },
    detach_vpc: {
      type: 'boolean',
      default: false,
      description: 'Whether the gateway of internet_gateway_id, when no vpc_id is given, is taken from its VPC.',
    },
    ...tagProperties,
    state: stateProperty,
  },
  examples: [{ vpc_id: 'vpc-without-gateway', tags: { Name: 'conformance' } }],
} as const satisfies ModuleSchema;
