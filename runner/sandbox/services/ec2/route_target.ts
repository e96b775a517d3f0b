import type { CreateRouteCommandInput } from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { existing } from './ids.ts';
import { invalidValue } from './refuse.ts';
import type { Ec2State, RouteRecord, RouteTableRecord } from './state.ts';

const targets = [
  'GatewayId',
  'NatGatewayId',
  'NetworkInterfaceId',
  'VpcPeeringConnectionId',
  'EgressOnlyInternetGatewayId',
  'TransitGatewayId',
  'LocalGatewayId',
  'InstanceId',
  'VpcEndpointId',
  'CarrierGatewayId',
  'CoreNetworkArn',
] as const satisfies (keyof CreateRouteCommandInput)[];

/** What a route leads to. Gateways and interfaces must be there, and in the table's VPC; other kinds are not modelled. */
export function routeTarget(
  state: Ec2State,
  table: RouteTableRecord,
  input: Pick<CreateRouteCommandInput, (typeof targets)[number]>,
): RouteRecord['target'] {
  const given = targets.filter((target) => input[target] !== undefined);
  const [kind] = given;
  if (given.length !== 1 || !kind) {
    throw new ServiceError(
      'MissingParameter',
      'The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, localGatewayId or instanceId',
    );
  }
  const id = input[kind] as string;
  if (kind === 'GatewayId') requireGateway(state, table, id);
  else if (kind === 'NetworkInterfaceId') existing(state.networkInterfaces, 'networkInterface', id);
  else if (kind === 'NatGatewayId')
    throw new ServiceError('InvalidNatGatewayID.NotFound', `The natGateway ID '${id}' does not exist`);
  else throw new ServiceError('UnsupportedOperation', `the sandbox does not model routes by ${kind}`);
  return { [kind]: id };
}

function requireGateway(state: Ec2State, table: RouteTableRecord, id: string): void {
  if (id === 'local') throw invalidValue('The local target can only replace a local route');
  const gateway = id.startsWith('vgw-')
    ? existing(state.vpnGateways, 'vpnGateway', id)
    : existing(state.internetGateways, 'internetGateway', id);
  if (gateway.vpcId !== table.vpcId) {
    throw invalidValue(`route table ${table.routeTableId} and network gateway ${id} belong to different networks`);
  }
}
