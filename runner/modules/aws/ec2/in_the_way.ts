import {
  DescribeInternetGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type NetworkInterface,
  paginateDescribeNetworkInterfaces,
} from '@aws-sdk/client-ec2';
import type { World } from '../../../aws/world.ts';
import { ec2Filters } from './filters.ts';
import { usersOf } from './interface_users.ts';
import { tablesOf } from './route_table_read.ts';
import { findGroups, groupsOf } from './security_group_read.ts';
import { subnetsOf } from './subnet_read.ts';

type Going = ReadonlySet<string>;

/** Network interfaces of a VPC that are in the way and whose users do not go with what bears these ids, in words. */
export async function interfacesInTheWay(
  world: World,
  vpc: string,
  going: Going,
  { subnet, group }: { readonly subnet?: string; readonly group?: string } = {},
): Promise<string[]> {
  const filters = { 'vpc-id': vpc, 'subnet-id': subnet, 'group-id': group };
  const isMeant = ({ SubnetId, Groups = [] }: NetworkInterface) =>
    (subnet === undefined || SubnetId === subnet) &&
    (group === undefined || Groups.some((each) => each.GroupId === group));
  const all = (await interfacesOf(world, vpc)) ?? (await findInterfaces(world, filters));
  const used = await usersOf(world, all.filter(isMeant));
  return used
    .filter(({ user }) => user !== undefined && !going.has(user))
    .map(({ networkInterface }) => describeInterface(networkInterface));
}

/** A VPC with more interfaces than this is not read as a whole to find a few of them. */
const handful = 200;

/** All interfaces of a VPC, in one call for all who ask for some of them; undefined when there are very many. */
async function interfacesOf(world: World, vpc: string): Promise<NetworkInterface[] | undefined> {
  const query = { Filters: ec2Filters({ 'vpc-id': vpc }), MaxResults: handful };
  const page = await world.client(EC2Client).send(new DescribeNetworkInterfacesCommand(query));
  return page.NextToken ? undefined : (page.NetworkInterfaces ?? []);
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
    subnetsOf(world, vpc),
    groupsOf(world, vpc).then((few) => few ?? findGroups(world, { 'vpc-id': vpc })),
    tablesOf(world, vpc),
    ec2.send(new DescribeInternetGatewaysCommand({ Filters: ec2Filters({ 'attachment.vpc-id': vpc }) })),
    ec2.send(new DescribeVpcEndpointsCommand(inVpc)),
    interfacesInTheWay(world, vpc, going),
  ]);
  const ids: [string, (string | undefined)[]][] = [
    ['subnet', subnets.map(({ id }) => id)],
    ['security group', groups.filter(({ name }) => name !== 'default').map(({ id }) => id)],
    ['route table', tables.filter(isNotMain).map(({ RouteTableId }) => RouteTableId)],
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
