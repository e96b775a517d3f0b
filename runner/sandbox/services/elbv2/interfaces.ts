import type { Context } from '../../context.ts';
import { latencyOf } from '../../latency.ts';
import { addNetworkInterface, removeNetworkInterface } from '../ec2/network_interface.ts';
import { ec2State } from '../ec2/state.ts';
import { balancerPath } from './names.ts';
import { type BalancerRecord, elbState } from './state.ts';

/** Gives the load balancer an interface in each of its subnets. */
export function attachInterfaces(context: Context, { balancer }: BalancerRecord): void {
  for (const { SubnetId: subnetId = '' } of balancer.AvailabilityZones ?? []) {
    addNetworkInterface(context, {
      subnetId,
      groupIds: balancer.SecurityGroups ?? [],
      description: `ELB ${balancerPath(balancer.LoadBalancerArn)}`,
      requesterId: 'amazon-elb',
      assignPublicIp: balancer.Scheme === 'internet-facing',
    });
  }
}

/** Takes the interfaces back: at once, or as AWS does after a while; their groups and subnets cannot go before. */
export function releaseInterfaces(
  context: Context,
  { balancer }: BalancerRecord,
  afterMs = latencyOf(context).balancerRelease,
): void {
  const description = `ELB ${balancerPath(balancer.LoadBalancerArn)}`;
  const at = context.now().getTime() + afterMs;
  for (const record of context.state(ec2State).networkInterfaces.values()) {
    if (record.description === description) context.state(elbState).leaving.set(record.networkInterfaceId, at);
  }
  if (afterMs === 0) dropReleased(context);
}

/** Removes the interfaces whose time has come. */
export function dropReleased(context: Context): void {
  const { leaving } = context.state(elbState);
  for (const [id, at] of leaving) {
    if (at > context.now().getTime()) continue;
    leaving.delete(id);
    removeNetworkInterface(context, id);
  }
}
