import {
  AssociateRouteTableCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { existing } from './ids.ts';
import { onEc2 } from './operation.ts';
import { invalidValue, requireParameter } from './refuse.ts';
import { type Ec2State, ec2State, type RouteTableRecord } from './state.ts';

type Association = RouteTableRecord['associations'][number];

/** Which table a subnet uses. Behaviour: `AssociateRouteTable`, `ReplaceRouteTableAssociation`, `DisassociateRouteTable`. */
export const routeTableAssociationOperations = [
  onEc2(AssociateRouteTableCommand, (input, context) => {
    const state = context.state(ec2State);
    const table = existing(state.routeTables, 'routeTable', input.RouteTableId);
    const bearer =
      input.GatewayId === undefined
        ? { subnetId: subnetFor(state, table, input.SubnetId) }
        : { gatewayId: gatewayFor(state, table, input.GatewayId) };
    const taken = findAssociation(state, (each) => isSameBearer(each, bearer));
    if (taken) {
      if (taken.table === table) return answer(taken.association.associationId);
      throw new ServiceError(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${table.routeTableId} conflicts with an existing association`,
      );
    }
    const association = { associationId: context.newId('rtbassoc'), main: false, ...bearer };
    table.associations.push(association);
    return answer(association.associationId);
  }),
  onEc2(ReplaceRouteTableAssociationCommand, (input, context) => {
    const state = context.state(ec2State);
    const next = existing(state.routeTables, 'routeTable', input.RouteTableId);
    const { table, association } = requireAssociation(state, input.AssociationId);
    if (next.vpcId !== table.vpcId) {
      throw invalidValue(
        `route table ${next.routeTableId} and route table ${table.routeTableId} belong to different networks`,
      );
    }
    table.associations = table.associations.filter((each) => each !== association);
    const replaced = { ...association, associationId: context.newId('rtbassoc') };
    next.associations.push(replaced);
    return { NewAssociationId: replaced.associationId, AssociationState: { State: 'associated' as const } };
  }),
  onEc2(DisassociateRouteTableCommand, (input, context) => {
    const { table, association } = requireAssociation(context.state(ec2State), input.AssociationId);
    if (association.main) {
      throw invalidValue(`cannot disassociate the main route table association ${association.associationId}`);
    }
    table.associations = table.associations.filter((each) => each !== association);
    return {};
  }),
];

function answer(AssociationId: string) {
  return { AssociationId, AssociationState: { State: 'associated' as const } };
}

function subnetFor(state: Ec2State, table: RouteTableRecord, id: string | undefined): string {
  const subnet = existing(state.subnets, 'subnet', id);
  if (subnet.vpcId !== table.vpcId) {
    throw invalidValue(`route table ${table.routeTableId} and subnet ${subnet.subnetId} belong to different networks`);
  }
  return subnet.subnetId;
}

function gatewayFor(state: Ec2State, table: RouteTableRecord, id: string): string {
  const gateway = existing(state.internetGateways, 'internetGateway', id);
  if (gateway.vpcId !== table.vpcId) {
    throw invalidValue(`route table ${table.routeTableId} and network gateway ${id} belong to different networks`);
  }
  return gateway.internetGatewayId;
}

function isSameBearer(association: Association, bearer: Pick<Association, 'subnetId' | 'gatewayId'>): boolean {
  return !association.main && association.subnetId === bearer.subnetId && association.gatewayId === bearer.gatewayId;
}

function findAssociation(state: Ec2State, isWanted: (association: Association) => boolean) {
  for (const table of state.routeTables.values()) {
    const association = table.associations.find(isWanted);
    if (association) return { table, association };
  }
  return undefined;
}

function requireAssociation(state: Ec2State, id: string | undefined) {
  const wanted = requireParameter(id, 'associationId');
  const found = findAssociation(state, ({ associationId }) => associationId === wanted);
  if (found) return found;
  throw new ServiceError('InvalidAssociationID.NotFound', `The association ID '${wanted}' does not exist`);
}
