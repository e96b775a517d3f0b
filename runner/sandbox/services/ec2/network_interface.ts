import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { canonical, formatAddress, parseCidr, sizeOf } from './cidr.ts';
import { type Ec2State, ec2State, type NetworkInterfaceRecord, type SubnetRecord } from './state.ts';

/** What another service says of an interface it makes. */
export interface NewNetworkInterface {
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  /** As AWS words it: `ELB app/web/0123456789abcdef`, `arn:aws:ecs:…:attachment/…`. */
  readonly description: string;
  readonly interfaceType?: string;
  /** `amazon-elb` … : the service on whose behalf it is there. */
  readonly requesterId?: string;
  readonly assignPublicIp?: boolean;
}

/** Makes an interface for a load balancer or a task; from then on its subnet and its groups cannot be deleted. */
export function addNetworkInterface(context: Context, wanted: NewNetworkInterface): NetworkInterfaceRecord {
  const state = context.state(ec2State);
  const subnet = state.subnets.get(wanted.subnetId);
  if (!subnet) {
    throw new ServiceError('InvalidSubnetID.NotFound', `The subnet ID '${wanted.subnetId}' does not exist`);
  }
  const record: NetworkInterfaceRecord = {
    networkInterfaceId: context.newId('eni'),
    ownerId: context.account,
    subnetId: subnet.subnetId,
    vpcId: subnet.vpcId,
    availabilityZone: subnet.availabilityZone,
    privateIpAddress: freeAddress(state, subnet),
    publicIpAddress: wanted.assignPublicIp ? publicAddress(context) : undefined,
    description: wanted.description,
    interfaceType: wanted.interfaceType ?? 'interface',
    requesterId: wanted.requesterId,
    groupIds: [...wanted.groupIds],
  };
  state.networkInterfaces.set(record.networkInterfaceId, record);
  return record;
}

/** Gives an interface back; quiet when it is gone. */
export function removeNetworkInterface(context: Context, networkInterfaceId: string): void {
  const state = context.state(ec2State);
  state.networkInterfaces.delete(networkInterfaceId);
  state.tags.delete(networkInterfaceId);
}

/** How many addresses a subnet has left. AWS keeps the first four and the last for itself. */
export function availableAddresses(state: Ec2State, subnet: SubnetRecord): number {
  const range = parseCidr(subnet.cidrBlock);
  const used = [...state.networkInterfaces.values()].filter(({ subnetId }) => subnetId === subnet.subnetId);
  return range ? Math.max(0, sizeOf(range) - 5 - used.length) : 0;
}

function freeAddress(state: Ec2State, subnet: SubnetRecord): string {
  const range = canonical(parseCidr(subnet.cidrBlock)!);
  const used = new Set(
    [...state.networkInterfaces.values()]
      .filter(({ subnetId }) => subnetId === subnet.subnetId)
      .map(({ privateIpAddress }) => privateIpAddress),
  );
  for (let offset = 4; offset < sizeOf(range) - 1; offset += 1) {
    const address = formatAddress(range.first + offset);
    if (!used.has(address)) return address;
  }
  throw new ServiceError(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnet.subnetId}' to satisfy the requested number of instances.`,
  );
}

/** From a block that RFC 5737 keeps for documentation, so that nobody is reached by mistake. */
function publicAddress(context: Context): string {
  return `203.0.113.${Number.parseInt(context.hex(2), 16)}`;
}
