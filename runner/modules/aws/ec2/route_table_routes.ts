import {
  CreateRouteCommand,
  type CreateRouteCommandInput,
  DeleteRouteCommand,
  DisableVgwRoutePropagationCommand,
  EC2Client,
  EnableVgwRoutePropagationCommand,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import type { ec2VpcRouteTableSchema } from '../../../../schemas/ec2_vpc_route_table.ts';
import { canonicalCidr, isIpv6 } from '../../../aws/cidr.ts';
import { unlessDoneBefore } from '../../../aws/done_before.ts';
import { listOf } from '../../../aws/unknowns.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import { PlayError } from '../../../diagnostics.ts';
import type { Infer } from '../../../schema/infer.ts';
import { Unknown } from '../../../template/values.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import { destinationOf, type RouteState, type RouteTableState, sortRoutes } from './route_table_read.ts';
import { onceEc2Knows } from './tags.ts';

type Params = Infer<typeof ec2VpcRouteTableSchema>;
type Route = NonNullable<Params['routes']>[number];

/** Our word for each kind of target, and the one of CreateRoute. */
const targets = {
  gateway_id: 'GatewayId',
  nat_gateway_id: 'NatGatewayId',
  instance_id: 'InstanceId',
  network_interface_id: 'NetworkInterfaceId',
  vpc_peering_connection_id: 'VpcPeeringConnectionId',
  transit_gateway_id: 'TransitGatewayId',
  egress_only_internet_gateway_id: 'EgressOnlyInternetGatewayId',
  carrier_gateway_id: 'CarrierGatewayId',
  local_gateway_id: 'LocalGatewayId',
} as const;

const destinations = {
  destination_cidr_block: 'DestinationCidrBlock',
  destination_ipv6_cidr_block: 'DestinationIpv6CidrBlock',
  destination_prefix_list_id: 'DestinationPrefixListId',
} as const;

/** The routes the table shall have: those asked for, those AWS keeps by itself, and, unless purged, all others. */
export function wantedRoutes(params: Params, now: RouteTableState | undefined): RouteState[] {
  const has = now?.routes ?? [];
  if (params.routes === undefined) return has;
  const asked = listOf(params.routes).map(routeState);
  const kept = has.filter((route) => {
    const replaced = asked.some((each) => destinationOf(each) === destinationOf(route));
    return !replaced && (!params.purge_routes || isAutomatic(route));
  });
  const settled = asked.map((route) => has.find((each) => sameRoute(each, route)) ?? route);
  return sortRoutes([...kept, ...settled]);
}

function routeState(route: Route): RouteState {
  const dest: unknown = canonicalCidr(route.dest);
  const given = Object.entries(route).filter(([key, value]) => key in targets && value !== undefined && value !== null);
  // A route of which nothing is known yet leads somewhere all the same.
  if (given.length === 0 && (dest as unknown) instanceof Unknown)
    return { destination_cidr_block: dest, gateway_id: dest };
  if (given.length !== 1)
    throw new PlayError({
      code: 'route-target',
      message: `the route to ${dest} names ${given.length === 0 ? 'no target' : `${given.length} targets (${given.map(([key]) => key).join(', ')})`}`,
      hint: 'give exactly one, e.g. gateway_id: igw',
    });
  const [key, id] = given[0]!;
  // A NAT gateway as gateway_id is what older playbooks write.
  const target = key === 'gateway_id' && typeof id === 'string' && id.startsWith('nat-') ? 'nat_gateway_id' : key;
  return { [destinationKey(dest)]: dest, [target]: id, origin: 'CreateRoute', state: 'active' };
}

function destinationKey(dest: unknown): keyof typeof destinations {
  if (String(dest).startsWith('pl-')) return 'destination_prefix_list_id';
  return isIpv6(String(dest)) ? 'destination_ipv6_cidr_block' : 'destination_cidr_block';
}

/** Routes that nobody asked for by hand: within the VPC, learned from a gateway, or of a gateway endpoint. */
function isAutomatic(route: RouteState): boolean {
  const gateway = String(route['gateway_id'] ?? '');
  return route['origin'] !== 'CreateRoute' || gateway === 'local' || gateway.startsWith('vpce-');
}

function sameRoute(a: RouteState, b: RouteState): boolean {
  const target = Object.keys(targets).find((key) => key in b)!;
  return destinationOf(a) === destinationOf(b) && a[target] === b[target];
}

/** Steps that add, redirect and remove routes. */
export function* routeSteps(
  now: RouteTableState | undefined,
  want: Wanted<RouteTableState>,
  params: Params,
): Generator<Step<RouteTableState>> {
  if (params.routes === undefined) return;
  const has = now?.routes ?? [];
  const wanted = want.routes as RouteState[];
  for (const route of wanted.filter((each) => !has.includes(each) && !isAutomatic(each)))
    yield addition(
      route,
      has.some((each) => destinationOf(each) === destinationOf(route)),
    );
  for (const route of has.filter((each) => !wanted.some((other) => destinationOf(other) === destinationOf(each))))
    yield removal(route);
}

function addition(route: RouteState, replace: boolean): Step<RouteTableState> {
  const target = Object.keys(targets).find((key) => key in route)! as keyof typeof targets;
  const title = `${replace ? 'redirect' : 'route'} ${destinationOf(route)} to ${route[target]}`;
  return step(title, async (world, { known }) => {
    const input = { RouteTableId: known.id!, ...destinationInput(route), [targets[target]]: route[target] };
    const command = replace ? new ReplaceRouteCommand(input) : new CreateRouteCommand(input as CreateRouteCommandInput);
    await unlessDoneBefore(['RouteAlreadyExists'], () =>
      onceEc2Knows(world, () => world.client(EC2Client).send(command as CreateRouteCommand)),
    );
    const others = (known.routes ?? []).filter((each) => destinationOf(each) !== destinationOf(route));
    return { routes: sortRoutes([...others, route]) };
  });
}

function removal(route: RouteState): Step<RouteTableState> {
  return step(`remove route to ${destinationOf(route)}`, async (world, { known }) => {
    const input = { RouteTableId: known.id!, ...destinationInput(route) };
    await unlessMissing('InvalidRoute.NotFound', () => world.client(EC2Client).send(new DeleteRouteCommand(input)));
    return { routes: (known.routes ?? []).filter((each) => destinationOf(each) !== destinationOf(route)) };
  });
}

function destinationInput(route: RouteState): Record<string, string> {
  const key = destinationKey(destinationOf(route));
  return { [destinations[key]]: String(route[key]) };
}

/** Steps that let virtual private gateways add their routes, or stop them. */
export function* propagationSteps(
  now: RouteTableState | undefined,
  want: Wanted<RouteTableState>,
): Generator<Step<RouteTableState>> {
  const has = now?.propagating_vgws ?? [];
  const wanted = want.propagating_vgws as string[];
  const change = (GatewayId: string, on: boolean) =>
    step<RouteTableState>(`${on ? 'take' : 'stop taking'} routes from ${GatewayId}`, async (world, { known }) => {
      const input = { RouteTableId: known.id!, GatewayId };
      const ec2 = world.client(EC2Client);
      if (on) await ec2.send(new EnableVgwRoutePropagationCommand(input));
      else await ec2.send(new DisableVgwRoutePropagationCommand(input));
      const left = (known.propagating_vgws ?? []).filter((each) => each !== GatewayId);
      return { propagating_vgws: on ? [...left, GatewayId].sort() : left };
    });
  for (const id of wanted.filter((each) => !has.includes(each))) yield change(id, true);
  for (const id of has.filter((each) => !wanted.includes(each))) yield change(id, false);
}
