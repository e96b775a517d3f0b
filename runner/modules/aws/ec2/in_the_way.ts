import {
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type NetworkInterface,
  paginateDescribeNetworkInterfaces,
} from '@aws-sdk/client-ec2';
import type { World } from '../../../aws/world.ts';
import { ec2Filters } from './filters.ts';
import { usersOf } from './interface_users.ts';
import { findGroups } from './security_group_read.ts';
import { findSubnets } from './subnet_read.ts';

type Going = ReadonlySet<string>;

/** Network interfaces with these properties whose users do not go with what bears these ids, in words. */
export async function interfacesInTheWay(
  world: World,
  filters: Readonly<Record<string, unknown>>,
  going: Going,
): Promise<string[]> {
  const used = await usersOf(world, await findInterfaces(world, filters));
  return used
    .filter(({ user }) => user !== undefined && !going.has(user))
    .map(({ networkInterface }) => describeInterface(networkInterface));
}

/** Every network interface that passes the filters. */
export async function findInterfaces(
  world: World,
  filters: Readonly<Record<string, unknown>>,
): Promise<NetworkInterface[]> {
  const found: NetworkInterface[] = [];
  const query = { Filters: ec2Filters(filters) };
  for await (const page of paginateDescribeNetworkInterfaces({ client: world.client(EC2Client) }, query))
    found.push(...(page.NetworkInterfaces ?? []));
  return found;
}

/** `network interface eni-1 (ELB app/web/0123456789abcdef)`. */
export const describeInterface = ({ NetworkInterfaceId, Description, InterfaceType }: NetworkInterface): string =>
  `network interface ${NetworkInterfaceId} (${Description || InterfaceType || 'of nobody known'})`;

/** What a VPC holds that does not go with what bears these ids, in words. */
export async function contentsInTheWay(world: World, vpc: string, going: Going): Promise<string[]> {
  const ec2 = world.client(EC2Client);
  const inVpc = { Filters: ec2Filters({ 'vpc-id': vpc }) };
  const [subnets, groups, tables, gateways, endpoints, interfaces] = await Promise.all([
    findSubnets(world, { 'vpc-id': vpc }),
    findGroups(world, { 'vpc-id': vpc }),
    ec2.send(new DescribeRouteTablesCommand(inVpc)),
    ec2.send(new DescribeInternetGatewaysCommand({ Filters: ec2Filters({ 'attachment.vpc-id': vpc }) })),
    ec2.send(new DescribeVpcEndpointsCommand(inVpc)),
    interfacesInTheWay(world, { 'vpc-id': vpc }, going),
  ]);
  const ids: [string, (string | undefined)[]][] = [
    ['subnet', subnets.map(({ id }) => id)],
    ['security group', groups.filter(({ name }) => name !== 'default').map(({ id }) => id)],
    ['route table', (tables.RouteTables ?? []).filter(isNotMain).map(({ RouteTableId }) => RouteTableId)],
    ['internet gateway', (gateways.InternetGateways ?? []).map(({ InternetGatewayId }) => InternetGatewayId)],
    ['VPC endpoint', (endpoints.VpcEndpoints ?? []).map(({ VpcEndpointId }) => VpcEndpointId)],
  ];
  const things = ids.flatMap(([kind, found]) =>
    found.filter((id) => !going.has(id ?? '')).map((id) => `${kind} ${id}`),
  );
  return [...things, ...interfaces];
}

const isNotMain = ({ Associations = [] }: { Associations?: { Main?: boolean | undefined }[] | undefined }): boolean =>
  !Associations.some(({ Main }) => Main);
