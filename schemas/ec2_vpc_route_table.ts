import { cidr6Pattern, cidrPattern, stateProperty, tagProperties } from '../runner/aws/properties.ts';
import { routeTargets } from '../runner/schema/network_rules.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ec2VpcRouteTableSchema = {
  collection: 'amazon.aws',
  type: 'object',
  description: 'A route table of a VPC: where traffic of its subnets goes.',
  additionalProperties: false,
  required_if: [
    ['lookup', 'id', ['route_table_id']],
    ['lookup', 'tag', ['vpc_id', 'tags']],
  ],
  properties: {
    vpc_id: { type: 'string', pattern: '^vpc-[\\w-]+$', description: 'The VPC it is part of.' },
    lookup: {
      type: 'string',
      enum: ['tag', 'id'],
      default: 'tag',
      description:
        'How the table is found again: the one in the VPC that has all of tags, or the one of route_table_id.',
    },
    route_table_id: { type: 'string', pattern: '^rtb-[\\w-]+$', description: 'The table itself, for lookup: id.' },
    routes: {
      type: 'array',
      description: 'Routes besides that within the VPC. When left out, they stay as they are.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['dest'],
        properties: {
          dest: {
            type: 'string',
            aliases: ['cidr', 'destination_cidr_block', 'destination_ipv6_cidr_block'],
            pattern: `(${cidrPattern})|(${cidr6Pattern})|(^pl-[\\w-]+$)`,
            description: 'Where the traffic wants to go: an IPv4 or IPv6 network, or the id of a prefix list.',
          },
          gateway_id: {
            type: 'string',
            description:
              "Internet or virtual private gateway or gateway endpoint by id, or igw for the VPC's internet gateway.",
          },
          nat_gateway_id: { type: 'string', pattern: '^nat-[\\w-]+$', description: 'NAT gateway to go through.' },
          instance_id: { type: 'string', pattern: '^i-[\\w-]+$', description: 'Instance that routes or translates.' },
          network_interface_id: {
            type: 'string',
            aliases: ['interface_id'],
            pattern: '^eni-[\\w-]+$',
            description: 'Network interface to go through.',
          },
          vpc_peering_connection_id: { type: 'string', pattern: '^pcx-[\\w-]+$', description: 'Peered VPC to go to.' },
          transit_gateway_id: {
            type: 'string',
            pattern: '^tgw-[\\w-]+$',
            description: 'Transit gateway to go through.',
          },
          egress_only_internet_gateway_id: {
            type: 'string',
            pattern: '^eigw-[\\w-]+$',
            description: 'Way out, and not in, for IPv6.',
          },
          carrier_gateway_id: {
            type: 'string',
            pattern: '^cagw-[\\w-]+$',
            description: 'Way out of a Wavelength zone.',
          },
          local_gateway_id: {
            type: 'string',
            pattern: '^lgw-[\\w-]+$',
            description: 'Way to the network of an outpost.',
          },
        },
      },
    },
    subnets: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description:
        'Subnets that use the table, by id, tag Name or address range. When left out, they stay as they are.',
    },
    propagating_vgw_ids: {
      type: 'array',
      items: { type: 'string', pattern: '^vgw-[\\w-]+$', description: 'Id of a virtual private gateway, vgw-….' },
      description: 'Virtual private gateways that may add their routes; the others stop. When left out, they stay.',
    },
    purge_routes: { type: 'boolean', default: true, description: 'Whether routes that are not listed go away.' },
    purge_subnets: { type: 'boolean', default: true, description: 'Whether subnets that are not listed are let go.' },
    ...tagProperties,
    state: stateProperty,
  },
  examples: [
    {
      vpc_id: 'vpc-conformance',
      subnets: ['subnet-conformance-a', 'subnet-conformance-b'],
      tags: { Name: 'conformance' },
    },
    { vpc_id: 'vpc-conformance', routes: [], tags: { Name: 'conformance-empty', stage: 'test' } },
  ],
} as const satisfies ModuleSchema;

/** What the schema cannot say. */
export const ec2VpcRouteTableRules: readonly Rule[] = [routeTargets];
