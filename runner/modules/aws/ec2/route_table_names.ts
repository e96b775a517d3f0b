import { DescribeInternetGatewaysCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { ec2VpcRouteTableSchema } from '../../../../schemas/ec2_vpc_route_table.ts';
import { canonicalCidr } from '../../../aws/cidr.ts';
import { listOf } from '../../../aws/unknowns.ts';
import type { World } from '../../../aws/world.ts';
import type { Infer } from '../../../schema/infer.ts';
import { type Unknown, unknown } from '../../../template/values.ts';
import { Missing } from '../../module.ts';
import { ec2Filters } from './filters.ts';
import { findSubnets } from './subnet_read.ts';

type Params = Infer<typeof ec2VpcRouteTableSchema>;
type Route = NonNullable<Params['routes']>[number];

/** Puts ids in the place of `gateway_id: igw`, and of subnets given by name or address range. */
export async function resolveRouteTable(world: World, params: Params): Promise<Params> {
  if (params.state === 'absent') return params;
  return {
    ...params,
    ...(params.routes && { routes: await resolveRoutes(world, params.routes, params.vpc_id) }),
    ...(params.subnets && { subnets: await resolveSubnets(world, params.subnets, params.vpc_id) }),
  };
}

async function resolveRoutes(world: World, written: readonly Route[], vpc: string | undefined): Promise<Route[]> {
  const routes = listOf(written);
  if (!routes.some((route) => route.gateway_id === 'igw')) return routes;
  const gateway_id = (await internetGatewayOf(world, vpc)) as string;
  return routes.map((route) => (route.gateway_id === 'igw' ? { ...route, gateway_id } : route));
}

async function internetGatewayOf(world: World, vpc: unknown): Promise<unknown> {
  if (typeof vpc !== 'string') return unknown;
  const command = new DescribeInternetGatewaysCommand({ Filters: ec2Filters({ 'attachment.vpc-id': vpc }) });
  const { InternetGateways = [] } = await world.client(EC2Client).send(command);
  return InternetGateways[0]?.InternetGatewayId ?? new Missing(`${vpc} has no internet gateway for a route to igw`);
}

async function resolveSubnets(world: World, written: readonly string[], vpc: string | undefined): Promise<string[]> {
  const isName = (subnet: unknown) => typeof subnet === 'string' && !/^subnet-[0-9a-z-]+$/.test(subnet);
  const subnets = listOf(written);
  if (!subnets.some(isName)) return subnets;
  const there = typeof vpc === 'string' ? await findSubnets(world, { 'vpc-id': vpc }) : [];
  return subnets.map((subnet) => {
    if (!isName(subnet)) return subnet;
    const range = canonicalCidr(subnet);
    const found = there.filter((each) => each.cidr_block === range || each.tags['Name'] === subnet);
    const id: string | Unknown = found.length === 1 ? found[0]!.id : notOne(subnet, found.length, vpc);
    return id as string;
  });
}

function notOne(subnet: string, count: number, vpc: string | undefined): Unknown {
  if (typeof vpc !== 'string') return unknown;
  return new Missing(`${vpc} has ${count === 0 ? 'no subnet' : `${count} subnets`} of name or range "${subnet}"`);
}
