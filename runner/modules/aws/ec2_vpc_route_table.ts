import { CreateRouteTableCommand, DeleteRouteTableCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2VpcRouteTableSchema } from '../../../schemas/ec2_vpc_route_table.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { wantedTags } from '../../aws/tags.ts';
import { listOf } from '../../aws/unknowns.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { resource, type StepContext, step, unlessGone, type Wanted } from '../module.ts';
import { associationSteps, disassociation, wantedAssociations } from './ec2/route_table_associations.ts';
import { resolveRouteTable } from './ec2/route_table_names.ts';
import { findRouteTable, type RouteState, type RouteTableState, routeTableFrom } from './ec2/route_table_read.ts';
import { propagationSteps, routeSteps, wantedRoutes } from './ec2/route_table_routes.ts';
import { ec2TagSteps, onceEc2Knows, tagSpecifications } from './ec2/tags.ts';

type Params = Infer<typeof ec2VpcRouteTableSchema>;

/** A route table, as the page of `amazon.aws.ec2_vpc_route_table` documents it. */
export const ec2VpcRouteTable = resource({
  name: 'ec2_vpc_route_table',
  schema: ec2VpcRouteTableSchema,
  identity: ['vpc_id', 'route_table_id', 'tags'],
  resolve: resolveRouteTable,
  read: findRouteTable,
  want: wantedTable,
  removal: {
    id: (now) => now.id,
    isById: true,
    hangsOn: (now) => [now.vpc_id],
    after: (now, gone) => ({
      ...now,
      associations: now.associations.filter(({ subnet_id }) => !gone.has(String(subnet_id))),
    }),
    // The main table comes and goes with its VPC, whoever tagged it.
    tags: async (_world, now) => (now.associations.some(({ main }) => main) ? undefined : now.tags),
  },
  *plan(now, want, params) {
    if (!want) {
      if (!now) return;
      for (const each of now.associations.filter(({ main }) => !main)) yield disassociation(each);
      yield step(`delete route table ${now.id}`, (world, context) => deleteTable(world, now.id, context));
      return;
    }
    if (now) yield* ec2TagSteps('route table', now, want);
    else {
      const name = params.tags?.['Name'];
      yield step(`create route table${name ? ` ${name}` : ''}`, (world) => createTable(world, params, want.tags));
    }
    yield* routeSteps(now, want, params);
    yield* propagationSteps(now, want);
    yield* associationSteps(now, want);
  },
  result: (table) => {
    if (!table) return { route_table: {} };
    const routes = containsUnknown(table.routes) ? unknown : table.routes;
    return { route_table: { ...table, routes } };
  },
});

/** One for each range of the VPC comes with a new table. */
const withinVpc: RouteState = {
  destination_cidr_block: unknown,
  gateway_id: 'local',
  origin: 'CreateRouteTable',
  state: 'active',
};

function wantedTable(params: Params, now: RouteTableState | undefined): Wanted<RouteTableState> | undefined {
  if (params.state === 'absent') return undefined;
  const { lookup, route_table_id } = params;
  if (!now && lookup === 'id' && typeof route_table_id === 'string')
    throw new PlayError({
      code: 'route-table-missing',
      message: `there is no route table ${route_table_id}`,
      hint: 'lookup: tag makes one where none has the tags',
    });
  return {
    id: unknown,
    route_table_id: unknown,
    owner_id: unknown,
    vpc_id: params.vpc_id ?? unknown,
    ...now,
    routes: now ? wantedRoutes(params, now) : [withinVpc, ...wantedRoutes(params, now)],
    associations: wantedAssociations(params, now),
    propagating_vgws: params.propagating_vgw_ids
      ? listOf(params.propagating_vgw_ids).sort()
      : (now?.propagating_vgws ?? []),
    tags: wantedTags(now?.tags, params.tags, params.purge_tags),
  };
}

async function createTable(world: World, params: Params, tags: unknown): Promise<Partial<RouteTableState>> {
  const command = new CreateRouteTableCommand({
    VpcId: params.vpc_id,
    TagSpecifications: tagSpecifications('route-table', tags),
  });
  const create = async () => {
    const { RouteTable } = await onceEc2Knows(world, () => world.client(EC2Client).send(command));
    return routeTableFrom(RouteTable!);
  };
  const made = await createOnce(create, () => findRouteTable(world, params));
  return { ...made, tags: tags as Record<string, string> };
}

async function deleteTable(
  world: World,
  RouteTableId: string,
  context: StepContext<RouteTableState>,
): Promise<undefined> {
  await unlessGone(['InvalidRouteTableID.NotFound', 'InvalidRouteTableId.NotFound'], context, () =>
    world.client(EC2Client).send(new DeleteRouteTableCommand({ RouteTableId })),
  );
  return undefined;
}
