import { CreateRouteCommand, DeleteRouteCommand, ReplaceRouteCommand } from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { requireCidr } from './blocks.ts';
import { canonical, formatCidr } from './cidr.ts';
import { existing } from './ids.ts';
import { formatIpv6Cidr, parseIpv6Cidr } from './ipv6.ts';
import { onEc2 } from './operation.ts';
import { invalidValue } from './refuse.ts';
import { routeTarget } from './route_target.ts';
import { localRoutes } from './route_view.ts';
import { type Ec2State, ec2State, type RouteRecord, type RouteTableRecord } from './state.ts';

interface Destination {
  readonly DestinationCidrBlock?: string | undefined;
  readonly DestinationIpv6CidrBlock?: string | undefined;
  readonly DestinationPrefixListId?: string | undefined;
}

/** Routes. Behaviour: `CreateRoute`, `ReplaceRoute`, `DeleteRoute`. */
export const routeOperations = [
  onEc2(CreateRouteCommand, (input, context) => {
    const state = context.state(ec2State);
    const table = existing(state.routeTables, 'routeTable', input.RouteTableId);
    const { destination, kind } = destinationOf(input);
    const target = routeTarget(state, table, input);
    const taken = [...localRoutes(state, table), ...table.routes].find((route) => route.destination === destination);
    if (taken && !isSameTarget(taken, target)) {
      throw new ServiceError('RouteAlreadyExists', `The route identified by ${destination} already exists.`);
    }
    if (!taken) table.routes.push({ destination, kind, origin: 'CreateRoute', target });
    return { Return: true };
  }),
  onEc2(ReplaceRouteCommand, (input, context) => {
    const state = context.state(ec2State);
    const table = existing(state.routeTables, 'routeTable', input.RouteTableId);
    const { destination } = destinationOf(input);
    const index = table.routes.findIndex((route) => route.destination === destination);
    const route = table.routes[index];
    if (!route) throw noRouteToReplace(state, table, destination);
    table.routes[index] = { ...route, target: routeTarget(state, table, input) };
    return {};
  }),
  onEc2(DeleteRouteCommand, (input, context) => {
    const state = context.state(ec2State);
    const table = existing(state.routeTables, 'routeTable', input.RouteTableId);
    const { destination } = destinationOf(input);
    if (localRoutes(state, table).some((route) => route.destination === destination)) {
      throw invalidValue(`cannot remove local route ${destination} in route table ${table.routeTableId}`);
    }
    if (!table.routes.some((route) => route.destination === destination)) {
      throw new ServiceError(
        'InvalidRoute.NotFound',
        `no route with destination-cidr-block ${destination} in route table ${table.routeTableId}`,
      );
    }
    table.routes = table.routes.filter((route) => route.destination !== destination);
    return {};
  }),
];

function noRouteToReplace(state: Ec2State, table: RouteTableRecord, destination: string): ServiceError {
  if (localRoutes(state, table).some((route) => route.destination === destination)) {
    return invalidValue(`cannot replace local route ${destination} in route table ${table.routeTableId}`);
  }
  return invalidValue(`There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`);
}

function destinationOf(input: Destination): Pick<RouteRecord, 'destination' | 'kind'> {
  const { DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: prefixList } = input;
  const given = [ipv4, ipv6, prefixList].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw new ServiceError(
      'MissingParameter',
      'The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock or destinationPrefixListId',
    );
  }
  if (ipv4 !== undefined) {
    return { destination: formatCidr(canonical(requireCidr(ipv4, 'destinationCidrBlock'))), kind: 'ipv4' };
  }
  if (ipv6 !== undefined) return { destination: canonicalIpv6(ipv6), kind: 'ipv6' };
  return { destination: prefixList as string, kind: 'prefixList' };
}

function canonicalIpv6(text: string): string {
  const range = parseIpv6Cidr(text);
  if (range) return formatIpv6Cidr(range);
  throw invalidValue(
    `Value (${text}) for parameter destinationIpv6CidrBlock is invalid. This is not a valid CIDR block.`,
  );
}

function isSameTarget(route: RouteRecord, target: RouteRecord['target']): boolean {
  const names = new Set([...Object.keys(route.target), ...Object.keys(target)]);
  return [...names].every((name) => route.target[name] === target[name]);
}
