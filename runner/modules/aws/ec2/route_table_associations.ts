import {
  AssociateRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2';
import { errorCode } from '../../../aws/errors.ts';
import { listOf } from '../../../aws/unknowns.ts';
import type { World } from '../../../aws/world.ts';
import { unknown } from '../../../template/values.ts';
import { type Step, step, unlessGone, type Wanted } from '../../module.ts';
import { ec2Filters } from './filters.ts';
import type { AssociationState, RouteTableState } from './route_table_read.ts';
import { onceEc2Knows } from './tags.ts';

/** The associations the table shall have: the subnets asked for, that of the VPC itself, and, unless purged, all others. */
export function wantedAssociations(
  params: { readonly subnets?: readonly unknown[]; readonly purge_subnets: boolean },
  now: RouteTableState | undefined,
): AssociationState[] {
  const has = now?.associations ?? [];
  if (params.subnets === undefined) return has;
  // Ids that are not known yet may well differ.
  const asked = listOf(params.subnets).filter((id, index, all) => typeof id !== 'string' || all.indexOf(id) === index);
  const kept = has.filter(
    ({ main, subnet_id }) => main || subnet_id === null || !params.purge_subnets || asked.includes(subnet_id),
  );
  const added = asked.filter((subnet) => typeof subnet !== 'string' || !kept.some((each) => each.subnet_id === subnet));
  const route_table_id = now?.id ?? unknown;
  return [...kept, ...added.map((subnet_id) => association(unknown, route_table_id, subnet_id))];
}

function association(id: unknown, route_table_id: unknown, subnet_id: unknown): AssociationState {
  const association_state = { state: 'associated' };
  return { id, main: false, route_table_association_id: id, route_table_id, subnet_id, association_state };
}

/** Steps that give subnets to the table and let others go. */
export function* associationSteps(
  now: RouteTableState | undefined,
  want: Wanted<RouteTableState>,
): Generator<Step<RouteTableState>> {
  const has = now?.associations ?? [];
  const wanted = want.associations as AssociationState[];
  for (const { subnet_id } of wanted.filter((each) => !has.includes(each)))
    yield step(`use it for subnet ${subnet_id}`, async (world, { known }) => {
      const id = await associate(world, known.id!, subnet_id as string);
      // A new table's answer names no associations yet; the wanted ones still hold what is not known.
      const made = association(id, known.id!, subnet_id);
      return { associations: [...(known.associations ?? []), made] };
    });
  for (const gone of has.filter((each) => !wanted.includes(each))) yield disassociation(gone);
}

/** The step that lets a subnet go; it falls back to the main table of its VPC. */
export function disassociation({ id, subnet_id }: AssociationState): Step<RouteTableState> {
  return step(`stop using it for ${subnet_id ?? id}`, async (world, { known, idle }) => {
    const command = new DisassociateRouteTableCommand({ AssociationId: id as string });
    await unlessGone(['InvalidAssociationID.NotFound'], { idle }, () => world.client(EC2Client).send(command));
    return { associations: (known.associations ?? []).filter((each) => each.id !== id) };
  });
}

/** A subnet that uses another table already is moved over without being without one in between. */
async function associate(world: World, RouteTableId: string, SubnetId: string): Promise<string> {
  const ec2 = world.client(EC2Client);
  try {
    const command = new AssociateRouteTableCommand({ RouteTableId, SubnetId });
    return (await onceEc2Knows(world, () => ec2.send(command))).AssociationId!;
  } catch (error) {
    if (errorCode(error) !== 'Resource.AlreadyAssociated') throw error;
    const command = new DescribeRouteTablesCommand({ Filters: ec2Filters({ 'association.subnet-id': SubnetId }) });
    const { RouteTables = [] } = await ec2.send(command);
    const current = RouteTables.flatMap((table) => table.Associations ?? []).find((each) => each.SubnetId === SubnetId);
    // The association may be the very one: its answer got lost, and the SDK sent the request again.
    if (!current || current.RouteTableId === RouteTableId) return current?.RouteTableAssociationId ?? '';
    const AssociationId = current.RouteTableAssociationId!;
    const moved = await ec2.send(new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
    return moved.NewAssociationId!;
  }
}
