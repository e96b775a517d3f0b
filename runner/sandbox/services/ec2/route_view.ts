import type { Route } from '@aws-sdk/client-ec2';
import type { Ec2State, RouteRecord, RouteTableRecord } from './state.ts';

/** The routes that every table has: one per range of its VPC, to the VPC itself. */
export function localRoutes(state: Ec2State, table: RouteTableRecord): RouteRecord[] {
  const vpc = state.vpcs.get(table.vpcId);
  const route = (destination: string, kind: RouteRecord['kind']): RouteRecord => ({
    destination,
    kind,
    origin: 'CreateRouteTable',
    target: { GatewayId: 'local' },
  });
  return [
    ...(vpc?.cidrBlocks ?? []).map(({ cidrBlock }) => route(cidrBlock, 'ipv4')),
    ...(vpc?.ipv6CidrBlocks ?? []).map(({ cidrBlock }) => route(cidrBlock, 'ipv6')),
  ];
}

/** A route as EC2 lists it; one whose gateway is gone or detached is a black hole. */
export function describeRoute(state: Ec2State, table: RouteTableRecord, route: RouteRecord): Route {
  return {
    ...destinationOf(route),
    ...route.target,
    Origin: route.origin,
    State: leadsSomewhere(state, table, route) ? 'active' : 'blackhole',
  };
}

function destinationOf({ destination, kind }: RouteRecord): Route {
  if (kind === 'ipv4') return { DestinationCidrBlock: destination };
  return kind === 'ipv6' ? { DestinationIpv6CidrBlock: destination } : { DestinationPrefixListId: destination };
}

function leadsSomewhere(state: Ec2State, table: RouteTableRecord, { target }: RouteRecord): boolean {
  const { GatewayId: gateway, NetworkInterfaceId: networkInterface } = target;
  if (gateway !== undefined && gateway !== 'local') {
    const { vpcId } = state.internetGateways.get(gateway) ?? state.vpnGateways.get(gateway) ?? {};
    return vpcId === table.vpcId;
  }
  return networkInterface === undefined || state.networkInterfaces.has(networkInterface);
}
