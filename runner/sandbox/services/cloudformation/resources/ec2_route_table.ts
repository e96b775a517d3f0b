import {
  AssociateRouteTableCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { ec2State } from '../../ec2/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import { markEc2, retag, specifications } from './ec2_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { tags, text } from './shape.ts';

/** `AWS::EC2::RouteTable` (Template reference). */
export const routeTable: ResourceType = {
  type: 'AWS::EC2::RouteTable',
  properties: { Tags: { shape: tags }, VpcId: { shape: text, required: true, replaces: true } },
  unmodelled: [],
  seconds: { create: 10, update: 5, remove: 3 },
  create: (properties, { context }) =>
    call(context, CreateRouteTableCommand, {
      VpcId: properties['VpcId'] as string,
      TagSpecifications: specifications('route-table', properties),
    }).RouteTable?.RouteTableId ?? '',
  update: (id, properties, before, { context }) => retag(id, properties, before, context),
  remove: (id, _, context) => {
    if (context.state(ec2State).routeTables.has(id)) call(context, DeleteRouteTableCommand, { RouteTableId: id });
  },
  attributes: { RouteTableId: (id) => id },
  mark: markEc2,
};

/** `AWS::EC2::Route` (Template reference). */
export const route: ResourceType = {
  type: 'AWS::EC2::Route',
  properties: {
    DestinationCidrBlock: { shape: text, replaces: true },
    DestinationIpv6CidrBlock: { shape: text, replaces: true },
    DestinationPrefixListId: { shape: text, replaces: true },
    GatewayId: { shape: text },
    NetworkInterfaceId: { shape: text },
    RouteTableId: { shape: text, required: true, replaces: true },
  },
  unmodelled: [
    'CarrierGatewayId',
    'CoreNetworkArn',
    'EgressOnlyInternetGatewayId',
    'InstanceId',
    'LocalGatewayId',
    'NatGatewayId',
    'TransitGatewayId',
    'VpcEndpointId',
    'VpcPeeringConnectionId',
  ],
  seconds: { create: 3, update: 3, remove: 3 },
  create(properties, { context }) {
    call(context, CreateRouteCommand, inputOf(properties));
    return `${String(properties['RouteTableId'])}|${String(destinationOf(properties))}`;
  },
  update: (_, properties, _before, { context }) => {
    call(context, ReplaceRouteCommand, inputOf(properties));
  },
  remove(_, properties, context) {
    const table = context.state(ec2State).routeTables.get(String(properties['RouteTableId']));
    if (!table?.routes.some(({ destination }) => destination === destinationOf(properties))) return;
    const { GatewayId: _gateway, NetworkInterfaceId: _interface, ...which } = inputOf(properties);
    call(context, DeleteRouteCommand, which);
  },
  attributes: { CidrBlock: (id) => id.split('|')[1] ?? '' },
};

interface RouteProperties {
  readonly RouteTableId: string;
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
  readonly GatewayId?: string;
  readonly NetworkInterfaceId?: string;
}

function inputOf(properties: Fields): RouteProperties {
  return properties as unknown as RouteProperties;
}

function destinationOf(properties: Fields): string | undefined {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = inputOf(properties);
  return DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId;
}

/** `AWS::EC2::SubnetRouteTableAssociation` (Template reference). */
export const subnetRouteTableAssociation: ResourceType = {
  type: 'AWS::EC2::SubnetRouteTableAssociation',
  properties: {
    RouteTableId: { shape: text, required: true, replaces: true },
    SubnetId: { shape: text, required: true, replaces: true },
  },
  unmodelled: [],
  seconds: { create: 3, update: 3, remove: 3 },
  create: (properties, { context }) =>
    call(context, AssociateRouteTableCommand, {
      RouteTableId: properties['RouteTableId'] as string,
      SubnetId: properties['SubnetId'] as string,
    }).AssociationId ?? '',
  remove(id, _, context) {
    const tables = [...context.state(ec2State).routeTables.values()];
    const isThere = tables.some(({ associations }) => associations.some(({ associationId }) => associationId === id));
    if (isThere) call(context, DisassociateRouteTableCommand, { AssociationId: id });
  },
  attributes: { Id: (id) => id },
};
