import type { AvailabilityZone } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { parseCidr } from '../ec2/cidr.ts';
import { availableAddresses } from '../ec2/network_interface.ts';
import { ec2State, type SubnetRecord } from '../ec2/state.ts';
import { failed, invalid } from './errors.ts';

/** Where a load balancer stands. */
export interface Placement {
  readonly vpcId: string;
  readonly zones: AvailabilityZone[];
}

function subnetOf(context: Context, id: string): SubnetRecord {
  const subnet = context.state(ec2State).subnets.get(id);
  if (!subnet) throw failed('SubnetNotFound', `The subnet ID '${id}' does not exist`);
  return subnet;
}

function checkRoom(context: Context, subnet: SubnetRecord): void {
  const { prefix = 0 } = parseCidr(subnet.cidrBlock) ?? {};
  if (prefix > 27 || availableAddresses(context.state(ec2State), subnet) < 8) {
    throw failed(
      'InvalidSubnet',
      `Not enough IP space available in ${subnet.subnetId}. ELB requires at least 8 free IP addresses in each subnet.`,
    );
  }
}

/** Refuses subnets that AWS refuses for an application load balancer (User guide: subnets for your load balancer). */
export function checkSubnets(context: Context, ids: readonly string[], scheme: string): Placement {
  const subnets = ids.map((id) => subnetOf(context, id));
  const [first] = subnets;
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
  if (first === undefined || subnets.length < 2) {
    throw invalid('At least two subnets in two different Availability Zones must be specified');
  }
  if (zones.size < subnets.length) {
    throw failed(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  const vpcId = first.vpcId;
  if (subnets.some((subnet) => subnet.vpcId !== vpcId)) {
    throw failed('InvalidConfigurationRequest', 'All subnets must belong to the same VPC');
  }
  const gateways = [...context.state(ec2State).internetGateways.values()];
  if (scheme === 'internet-facing' && !gateways.some((gateway) => gateway.vpcId === vpcId)) {
    throw failed('InvalidSubnet', `VPC ${vpcId} has no internet gateway`);
  }
  for (const subnet of subnets) checkRoom(context, subnet);
  return {
    vpcId,
    zones: subnets.map(({ subnetId, availabilityZone }) => ({
      ZoneName: availabilityZone,
      SubnetId: subnetId,
      LoadBalancerAddresses: [],
    })),
  };
}

/** The security groups of a load balancer: those named, all in its VPC, or the VPC's default group. */
export function checkGroups(context: Context, ids: readonly string[], vpcId: string): string[] {
  const all = context.state(ec2State).securityGroups;
  if (ids.length === 0) {
    const usual = [...all.values()].find((group) => group.vpcId === vpcId && group.groupName === 'default');
    return usual ? [usual.groupId] : [];
  }
  if (ids.some((id) => all.get(id)?.vpcId !== vpcId)) {
    throw failed('InvalidConfigurationRequest', 'One or more security groups are invalid');
  }
  return [...new Set(ids)];
}
