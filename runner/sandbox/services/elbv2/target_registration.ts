import type { TargetDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { contains, parseCidr } from '../ec2/cidr.ts';
import { ec2State } from '../ec2/state.ts';
import { failed, invalid } from './errors.ts';
import { balancersOfGroup, groupOf } from './lookup.ts';
import { elbState, type GroupRecord, type TargetRecord } from './state.ts';
import { draining, healthOf, newTarget, unusedBecause } from './target_health.ts';

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

function inside(address: string, cidrs: readonly string[]): boolean {
  const single = parseCidr(`${address}/32`);
  return cidrs.some((cidr) => {
    const range = parseCidr(cidr);
    return single !== undefined && range !== undefined && contains(range, single);
  });
}

/** Refuses an address that is neither of the group's VPC nor private and of no zone (API reference: TargetDescription). */
function checkTarget(
  context: Context,
  { group }: GroupRecord,
  { Id: id = '', AvailabilityZone: zone }: TargetDescription,
) {
  if (group.TargetType !== 'ip') {
    throw failed(
      'InvalidTarget',
      `The sandbox has no targets of type '${group.TargetType}': '${id}' cannot be registered`,
    );
  }
  if (!parseCidr(`${id}/32`)) throw invalid(`The IP address '${id}' is not a valid IPv4 address`);
  const vpc = context.state(ec2State).vpcs.get(group.VpcId ?? '');
  const own = inside(id, vpc?.cidrBlocks.map(({ cidrBlock }) => cidrBlock) ?? []);
  if (own) return;
  if (zone !== 'all') {
    throw invalid(`You must specify the Availability Zone 'all' for the IP address '${id}', which is outside the VPC`);
  }
  if (!inside(id, PRIVATE_RANGES)) throw invalid(`The IP address '${id}' is not in a private range`);
}

function zoneOf(context: Context, id: string, given: string | undefined): string | undefined {
  if (given !== undefined) return given;
  const single = parseCidr(`${id}/32`);
  const subnets = [...context.state(ec2State).subnets.values()];
  return subnets.find(({ cidrBlock }) => single && contains(parseCidr(cidrBlock)!, single))?.availabilityZone;
}

/** Whether a record is the target that is meant; a port that is left out is the group's. */
export const isTarget = (a: TargetRecord, b: TargetDescription, port: number) =>
  a.id === b.Id && a.port === (b.Port ?? port);

/** Puts targets into a group; one that is there already stays as it is, one that is draining starts again. */
export function registerTargets(context: Context, arn: string, targets: readonly TargetDescription[]): void {
  const record = groupOf(context, arn);
  const usual = record.group.Port ?? 80;
  for (const target of targets) checkTarget(context, record, target);
  for (const target of targets) {
    if (record.targets.some((each) => isTarget(each, target, usual) && each.state !== 'draining')) continue;
    record.targets = record.targets.filter((each) => !isTarget(each, target, usual));
    const zone = zoneOf(context, target.Id ?? '', target.AvailabilityZone);
    record.targets.push(newTarget(record.group, target.Id ?? '', target.Port ?? usual, zone, context.now().getTime()));
  }
}

/** Takes targets out: they drain first, when a load balancer uses the group. Gives the time when the last is gone. */
export function deregisterTargets(context: Context, arn: string, targets: readonly TargetDescription[]): number {
  const record = groupOf(context, arn);
  const now = context.now().getTime();
  const used = balancersOfGroup(context.state(elbState), arn).length > 0;
  const named = (each: TargetRecord) =>
    targets.some(({ Id, Port }) => each.id === Id && (Port === undefined || each.port === Port));
  record.targets = record.targets.flatMap((each) => {
    if (!named(each) || each.state === 'draining') return [each];
    const busy = each.state === 'healthy' || context.runtime?.balancers?.busy(record, each);
    return used && busy ? [draining(each, record, now)] : [];
  });
  return Math.max(now, ...record.targets.filter(named).map(({ dueAt }) => dueAt));
}

/** The health of one target; undefined when it is not registered. */
export function targetHealth(context: Context, arn: string, id: string, port: number) {
  const record = context.state(elbState).groups.get(arn);
  const target = record?.targets.find((each) => each.id === id && each.port === port);
  if (!target) return undefined;
  return unusedBecause(balancersOfGroup(context.state(elbState), arn).length > 0) ?? healthOf(target);
}

/** In a living sandbox: the time to look again at while requests are under way at draining targets of this address. */
export function drainsUntil(context: Context, id: string): number | undefined {
  const { balancers } = context.runtime ?? {};
  if (!balancers) return undefined;
  const times = [...context.state(elbState).groups.values()].flatMap((record) =>
    record.targets
      .filter((target) => target.id === id && target.state === 'draining')
      .flatMap((target) => balancers.drain(context, record, target) ?? []),
  );
  return times.length ? Math.max(...times) : undefined;
}
