import {
  CreateRouteTableCommand,
  DeleteRouteTableCommand,
  DescribeRouteTablesCommand,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { type Fields, filtered } from './filters.ts';
import { existing, selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { dependencyViolation } from './refuse.ts';
import { describeRoute, localRoutes } from './route_view.ts';
import { type Ec2State, ec2State, type RouteTableRecord, type VpcRecord } from './state.ts';
import { addTags, specifiedTags, tagList } from './tags.ts';

/** Route tables. Behaviour: `CreateRouteTable`, `DescribeRouteTables`, `DeleteRouteTable`. */
export const routeTableOperations = [
  onEc2(CreateRouteTableCommand, (input, context) => {
    const state = context.state(ec2State);
    const vpc = existing(state.vpcs, 'vpc', input.VpcId);
    const tags = specifiedTags(input.TagSpecifications, 'route-table');
    const table = addRouteTable(context, vpc);
    addTags(state, table.routeTableId, tags);
    return { RouteTable: describeRouteTable(state, table) };
  }),
  onEc2(DescribeRouteTablesCommand, (input, context) => {
    const state = context.state(ec2State);
    const records = filtered(selected(state.routeTables, 'routeTable', input.RouteTableIds), input.Filters, {
      state,
      idOf: ({ routeTableId }) => routeTableId,
      fields: routeTableFields(state),
    });
    const { items, next } = ec2Page(records, input, input.RouteTableIds);
    return { RouteTables: items.map((table) => describeRouteTable(state, table)), NextToken: next };
  }),
  onEc2(DeleteRouteTableCommand, (input, context) => {
    const state = context.state(ec2State);
    const { routeTableId, associations } = existing(state.routeTables, 'routeTable', input.RouteTableId);
    if (associations.length > 0) {
      throw dependencyViolation(`The routeTable '${routeTableId}' has dependencies and cannot be deleted.`);
    }
    state.routeTables.delete(routeTableId);
    state.tags.delete(routeTableId);
    return {};
  }),
];

/** The route table that comes with a VPC, used by all its subnets that name no other. */
export function addMainRouteTable(context: Context, vpc: VpcRecord): void {
  const table = addRouteTable(context, vpc);
  table.associations.push({ associationId: context.newId('rtbassoc'), main: true });
}

function addRouteTable(context: Context, { vpcId }: VpcRecord): RouteTableRecord {
  const table: RouteTableRecord = {
    routeTableId: context.newId('rtb'),
    vpcId,
    ownerId: context.account,
    routes: [],
    propagatingGateways: [],
    associations: [],
  };
  context.state(ec2State).routeTables.set(table.routeTableId, table);
  return table;
}

function routeTableFields(state: Ec2State): Fields<RouteTableRecord> {
  const routes = (table: RouteTableRecord) =>
    [...localRoutes(state, table), ...table.routes].map((route) => describeRoute(state, table, route));
  const associations = ({ associations: all }: RouteTableRecord) => all;
  return {
    'route-table-id': ({ routeTableId }) => routeTableId,
    'vpc-id': ({ vpcId }) => vpcId,
    'owner-id': ({ ownerId }) => ownerId,
    'association.main': (table) => associations(table).some(({ main }) => main),
    'association.route-table-association-id': (table) => associations(table).map(({ associationId }) => associationId),
    'association.route-table-id': (table) => (associations(table).length > 0 ? table.routeTableId : undefined),
    'association.subnet-id': (table) => associations(table).map(({ subnetId }) => subnetId),
    'association.gateway-id': (table) => associations(table).map(({ gatewayId }) => gatewayId),
    'route.destination-cidr-block': (table) => routes(table).map((route) => route.DestinationCidrBlock),
    'route.destination-ipv6-cidr-block': (table) => routes(table).map((route) => route.DestinationIpv6CidrBlock),
    'route.destination-prefix-list-id': (table) => routes(table).map((route) => route.DestinationPrefixListId),
    'route.gateway-id': (table) => routes(table).map((route) => route.GatewayId),
    'route.nat-gateway-id': (table) => routes(table).map((route) => route.NatGatewayId),
    'route.origin': (table) => routes(table).map((route) => route.Origin),
    'route.state': (table) => routes(table).map((route) => route.State),
  };
}

function describeRouteTable(state: Ec2State, table: RouteTableRecord): RouteTable {
  return {
    RouteTableId: table.routeTableId,
    VpcId: table.vpcId,
    OwnerId: table.ownerId,
    Associations: table.associations.map(({ associationId, main, subnetId, gatewayId }) => ({
      RouteTableAssociationId: associationId,
      RouteTableId: table.routeTableId,
      Main: main,
      SubnetId: subnetId,
      GatewayId: gatewayId,
      AssociationState: { State: 'associated' },
    })),
    Routes: [...localRoutes(state, table), ...table.routes].map((route) => describeRoute(state, table, route)),
    PropagatingVgws: table.propagatingGateways.map((GatewayId) => ({ GatewayId })),
    Tags: tagList(state, table.routeTableId),
  };
}
