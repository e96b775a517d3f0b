import type { Context } from '../../context.ts';
import { contains, parseCidr } from '../ec2/cidr.ts';
import { ec2State, type NetworkInterfaceRecord, type SecurityGroupRuleRecord } from '../ec2/state.ts';
import { ecsState, type TaskRecord } from '../ecs/state.ts';
import { faultOf } from '../ecs/task_faults.ts';
import { balancersOfGroup } from './lookup.ts';
import { elbState, type GroupRecord, type TargetRecord } from './state.ts';
import type { Probe } from './target_health.ts';

function listens(context: Context, { task }: TaskRecord, port: number): boolean {
  const definition = context.state(ecsState).definitions.get(task.taskDefinitionArn)?.definition;
  return (definition?.containerDefinitions ?? []).some(({ portMappings }) =>
    portMappings?.some(({ containerPort }) => containerPort === port),
  );
}

function admits(
  rule: SecurityGroupRuleRecord,
  port: number,
  from: { groups: readonly string[]; address: string },
): boolean {
  if (rule.ipProtocol !== '-1' && rule.ipProtocol !== 'tcp') return false;
  if (rule.ipProtocol === 'tcp' && !(port >= (rule.fromPort ?? 0) && port <= (rule.toPort ?? 65_535))) return false;
  if (rule.referencedGroupId !== undefined) return from.groups.includes(rule.referencedGroupId);
  const range = parseCidr(rule.cidrIpv4 ?? '');
  return range !== undefined && contains(range, parseCidr(`${from.address}/32`)!);
}

/** Whether security groups let a packet from one interface reach a port of another. */
function reaches(context: Context, from: NetworkInterfaceRecord, to: NetworkInterfaceRecord, port: number): boolean {
  const groups = context.state(ec2State).securityGroups;
  const rules = (ids: readonly string[]) => ids.flatMap((id) => groups.get(id)?.rules ?? []);
  const source = { groups: from.groupIds, address: from.privateIpAddress };
  const destination = { groups: to.groupIds, address: to.privateIpAddress };
  return (
    rules(from.groupIds).some((rule) => rule.isEgress && admits(rule, port, destination)) &&
    rules(to.groupIds).some((rule) => !rule.isEgress && admits(rule, port, source))
  );
}

/** Whether security groups let anybody at all in to a port. */
export function admitsFromAnywhere(context: Context, groupIds: readonly string[], port: number): boolean {
  const groups = context.state(ec2State).securityGroups;
  const rules = groupIds.flatMap((id) => groups.get(id)?.rules ?? []);
  return rules.some(
    ({ isEgress, ipProtocol, fromPort = 0, toPort = 65_535 }) =>
      !isEgress && (ipProtocol === '-1' || (ipProtocol === 'tcp' && port >= fromPort && port <= toPort)),
  );
}

function balancerInterfaces(context: Context, groupArn: string): NetworkInterfaceRecord[] {
  const paths = balancersOfGroup(context.state(elbState), groupArn).map(
    (arn) => `ELB ${arn.split(':loadbalancer/')[1]}`,
  );
  return [...context.state(ec2State).networkInterfaces.values()].filter(({ description }) =>
    paths.includes(description),
  );
}

/** Whether a status is one of a matcher such as `200-299,301`. */
export function matchesStatus(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [low = '', high = low] = part.split('-');
    return status >= Number(low) && status <= Number(high);
  });
}

/**
 * The running task behind a target that listens on the port and that the security groups let the load balancer reach;
 * undefined when a connection would not come about.
 */
export function reachedTask(
  context: Context,
  { group }: GroupRecord,
  target: TargetRecord,
  port: number,
): TaskRecord | undefined {
  const to = [...context.state(ec2State).networkInterfaces.values()].find(
    ({ privateIpAddress, vpcId }) => privateIpAddress === target.id && vpcId === group.VpcId,
  );
  const from = balancerInterfaces(context, group.TargetGroupArn);
  if (!to || from.length === 0 || !from.every((each) => reaches(context, each, to, port))) return undefined;
  const tasks = [...context.state(ecsState).tasks.values()];
  const task = tasks.find(({ interfaceId }) => interfaceId === to.networkInterfaceId);
  return task?.task.lastStatus === 'RUNNING' && listens(context, task, port) ? task : undefined;
}

/** The port that health checks of this target go to. */
export function checkedPort({ group }: GroupRecord, target: TargetRecord): number {
  return /^\d+$/.test(group.HealthCheckPort ?? '') ? Number(group.HealthCheckPort) : target.port;
}

/** What a health check finds that met this. */
export function probeOf({ group }: GroupRecord, met: number | 'timeout' | 'refused'): Probe {
  if (met === 'timeout') return { ok: false, reason: 'Target.Timeout' };
  if (met === 'refused') return { ok: false, reason: 'Target.FailedHealthChecks' };
  const matcher = group.Matcher?.HttpCode ?? '200';
  return matchesStatus(matcher, met) ? { ok: true } : { ok: false, reason: 'Target.ResponseCodeMismatch', code: met };
}

/**
 * One health check, as it would end: it meets a running task of this sandbox that listens on the port and that the
 * security groups let the load balancer reach. Such a task answers 200 unless a fault says otherwise.
 */
export function probe(context: Context, record: GroupRecord, target: TargetRecord): Probe {
  const task = reachedTask(context, record, target, checkedPort(record, target));
  return probeOf(record, task ? (faultOf(context, task)?.healthCheck ?? 200) : 'timeout');
}
