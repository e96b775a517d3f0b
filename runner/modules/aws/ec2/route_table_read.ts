import {
  type DescribeRouteTablesCommandInput,
  EC2Client,
  paginateDescribeRouteTables,
  type Route,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import { type Owner, ownAmong } from '../../../aws/ownership.ts';
import { tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import { ec2Filters } from './filters.ts';

/** A route in Ansible's words: one `destination_…`, one target, and where it came from. */
export type RouteState = Readonly<Record<string, unknown>>;

/** A subnet's (or, for `main`, the VPC's) use of a route table. */
export interface AssociationState {
  readonly id: unknown;
  readonly main: boolean;
  readonly route_table_association_id: unknown;
  readonly route_table_id: unknown;
  readonly subnet_id: unknown;
  readonly association_state: { readonly state: string };
}

/** A route table in Ansible's words. */
export interface RouteTableState {
  id: string;
  route_table_id: string;
  vpc_id: string;
  owner_id: string;
  routes: RouteState[];
  associations: AssociationState[];
  propagating_vgws: string[];
  tags: Record<string, string>;
}

/** Parameters that tell which table is meant. */
export interface RouteTableIdentity {
  readonly lookup: 'tag' | 'id';
  readonly route_table_id?: string;
  readonly vpc_id?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The table of that id, or the one in the VPC that has all of the tags; of several an owner's own. */
export async function findRouteTable(
  world: World,
  params: RouteTableIdentity,
  owner?: Owner,
): Promise<RouteTableState | undefined> {
  const { vpc_id, tags = {} } = params;
  const fitting = await fittingTables(world, params);
  const found = owner ? ownAmong(fitting, ({ Tags }) => tagsFromList(Tags), owner) : fitting;
  if (found.length > 1)
    throw new PlayError({
      code: 'ambiguous-route-table',
      message: `${found.length} route tables of ${vpc_id} have the tags ${JSON.stringify(tags)}: ${found.map((table) => table.RouteTableId).join(', ')}`,
      hint: 'say which with lookup: id and route_table_id, or give it a tag that no other has',
    });
  return found[0] && routeTableFrom(found[0]);
}

async function fittingTables(world: World, params: RouteTableIdentity): Promise<RouteTable[]> {
  const { lookup, route_table_id, vpc_id, tags = {} } = params;
  if (lookup === 'id') {
    const gone = ['InvalidRouteTableID.NotFound', 'InvalidRouteTableId.NotFound'];
    return (await unlessMissing(gone, () => findTables(world, { RouteTableIds: [route_table_id!] }))) ?? [];
  }
  const asked = Object.entries(tags);
  // The main table, the one a new VPC has, bears no tags.
  if (asked.length > 0 && world.isEmpty?.(vpc_id!, 'ec2:DescribeRouteTables')) return [];
  const bears = (has: Record<string, string>) => asked.every(([key, value]) => has[key] === value);
  return (await tablesOf(world, vpc_id!)).filter(({ Tags }) => bears(tagsFromList(Tags)));
}

/** All tables of a VPC, in one call for all who ask for one of them. */
export const tablesOf = (world: World, vpc: string): Promise<RouteTable[]> =>
  findTables(world, { Filters: ec2Filters({ 'vpc-id': vpc }) });

async function findTables(world: World, query: DescribeRouteTablesCommandInput): Promise<RouteTable[]> {
  const tables: RouteTable[] = [];
  for await (const page of paginateDescribeRouteTables({ client: world.client(EC2Client) }, query))
    tables.push(...(page.RouteTables ?? []));
  return tables;
}

/** What an answer of CreateRouteTable or DescribeRouteTables says. */
export function routeTableFrom(table: RouteTable): RouteTableState {
  return {
    id: table.RouteTableId!,
    route_table_id: table.RouteTableId!,
    vpc_id: table.VpcId!,
    owner_id: table.OwnerId ?? '',
    routes: sortRoutes((table.Routes ?? []).map(routeFrom)),
    associations: (table.Associations ?? [])
      .filter(({ AssociationState: state }) => state?.State !== 'disassociated' && state?.State !== 'disassociating')
      .map((each) => ({
        id: each.RouteTableAssociationId!,
        main: each.Main ?? false,
        route_table_association_id: each.RouteTableAssociationId!,
        route_table_id: each.RouteTableId!,
        subnet_id: each.SubnetId ?? null,
        association_state: { state: each.AssociationState?.State ?? 'associated' },
      })),
    propagating_vgws: (table.PropagatingVgws ?? []).map((each) => each.GatewayId!).sort(),
    tags: tagsFromList(table.Tags),
  };
}

/** Routes by destination: AWS lists them in any order. */
export function sortRoutes(routes: readonly RouteState[]): RouteState[] {
  return [...routes].sort((a, b) => (String(destinationOf(a)) < String(destinationOf(b)) ? -1 : 1));
}

/** Where the traffic of a route wants to go. */
export function destinationOf(route: RouteState): unknown {
  return route['destination_cidr_block'] ?? route['destination_ipv6_cidr_block'] ?? route['destination_prefix_list_id'];
}

/** AWS's fields in snake case; those that say nothing are left out. */
function routeFrom(route: Route): RouteState {
  const entries = Object.entries(route)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => [snakeCase(key), value] as const);
  return Object.fromEntries(entries);
}

/** `DestinationIpv6CidrBlock` to `destination_ipv6_cidr_block`. */
function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
