import {
  CreateTargetGroupCommand,
  type CreateTargetGroupInput,
  DeleteTargetGroupCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  type DescribeTargetGroupsInput,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ec2State } from '../ec2/state.ts';
import { changeAttributes, listAttributes, targetGroupAttributes } from './attributes.ts';
import { failed, invalid, notFound } from './errors.ts';
import { checkHealthCheck, healthCheckChanges, healthCheckDefaults } from './health_check.ts';
import { balancerOf, balancersOfGroup, groupOf } from './lookup.ts';
import { checkName } from './names.ts';
import { page } from './paging.ts';
import { type ElbState, elbState, type GroupRecord } from './state.ts';
import { checkedTags } from './tags.ts';

const PROTOCOLS = ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE'];

function checkTraffic(input: CreateTargetGroupInput, context: Context): void {
  const { Protocol: protocol, Port: port, VpcId: vpcId } = input;
  if (input.TargetType === 'lambda') {
    const given = (['Protocol', 'Port', 'VpcId'] as const).find((key) => input[key] !== undefined);
    if (given) throw invalid(`${given} cannot be specified for target groups with target type 'lambda'`);
    return;
  }
  if (protocol === undefined) throw invalid('A protocol must be specified');
  if (!PROTOCOLS.includes(protocol)) {
    throw invalid(
      `1 validation error detected: Value '${protocol}' at 'protocol' failed to satisfy constraint: Member must satisfy enum value set: [${PROTOCOLS.join(', ')}]`,
    );
  }
  if (port === undefined) throw invalid('A port must be specified');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid(`Port '${port}' must be between '1-65535'`);
  if (vpcId === undefined) throw invalid('A VPC ID must be specified');
  if (!context.state(ec2State).vpcs.has(vpcId)) throw invalid(`The VPC ID '${vpcId}' is not found`);
}

function settings(input: CreateTargetGroupInput): TargetGroup {
  const http = input.Protocol === 'HTTP' || input.Protocol === 'HTTPS';
  return {
    TargetGroupName: input.Name,
    ...(input.Protocol && { Protocol: input.Protocol, Port: input.Port, VpcId: input.VpcId }),
    ...healthCheckDefaults(input),
    TargetType: input.TargetType ?? 'instance',
    ...(http && { ProtocolVersion: input.ProtocolVersion ?? 'HTTP1' }),
    IpAddressType: input.IpAddressType ?? 'ipv4',
  };
}

function create(input: CreateTargetGroupInput, context: Context) {
  const { Name: name = '' } = input;
  checkName('Target group', name);
  checkTraffic(input, context);
  const wanted = settings(input);
  checkHealthCheck(wanted);
  const tags = checkedTags(input.Tags);
  const state = context.state(elbState);
  const existing = [...state.groups.values()].find(({ group }) => group.TargetGroupName === name);
  if (existing) {
    const { TargetGroupArn: _, ...now } = existing.group;
    const same = JSON.stringify(Object.entries(now).sort()) === JSON.stringify(Object.entries(wanted).sort());
    if (same) return { TargetGroups: [describe(state, existing)] };
    throw failed(
      'DuplicateTargetGroupName',
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  }
  const arn = context.arn('elasticloadbalancing', `targetgroup/${name}/${context.hex(16)}`);
  const record: GroupRecord = {
    group: { ...wanted, TargetGroupArn: arn, TargetGroupName: name },
    attributes: targetGroupAttributes(input.Protocol, input.TargetType ?? 'instance'),
    tags,
    targets: [],
  };
  state.groups.set(arn, record);
  return { TargetGroups: [describe(state, record)] };
}

function describe(state: ElbState, { group }: GroupRecord): TargetGroup {
  return { ...group, LoadBalancerArns: balancersOfGroup(state, group.TargetGroupArn) };
}

function find(input: DescribeTargetGroupsInput, context: Context): GroupRecord[] {
  const { Names: names, TargetGroupArns: arns, LoadBalancerArn: balancer } = input;
  if ([names?.length, arns?.length, balancer].filter(Boolean).length > 1) {
    throw invalid(
      'Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time',
    );
  }
  const state = context.state(elbState);
  const all = [...state.groups.values()];
  if (balancer) {
    balancerOf(context, balancer);
    return all.filter(({ group }) => balancersOfGroup(state, group.TargetGroupArn).includes(balancer));
  }
  const wanted = names?.length ? names : arns;
  if (!wanted?.length) return all;
  const key = ({ group }: GroupRecord) => (names?.length ? group.TargetGroupName : group.TargetGroupArn);
  if (!wanted.every((each) => all.some((record) => key(record) === each))) throw notFound('TargetGroupNotFound');
  return all.filter((record) => wanted.includes(key(record)));
}

/** The operations on target groups themselves; their targets are in targets.ts. */
export const targetGroupOperations = [
  on(CreateTargetGroupCommand, create),
  on(DescribeTargetGroupsCommand, (input, context) => {
    const { items, next } = page(find(input, context), input);
    return { TargetGroups: items.map((record) => describe(context.state(elbState), record)), ...next };
  }),
  on(ModifyTargetGroupCommand, (input, context) => {
    const record = groupOf(context, input.TargetGroupArn);
    const next = { ...record.group, ...healthCheckChanges(input) };
    checkHealthCheck(next);
    record.group = next;
    return { TargetGroups: [describe(context.state(elbState), record)] };
  }),
  on(DeleteTargetGroupCommand, ({ TargetGroupArn: arn = '' }, context) => {
    const state = context.state(elbState);
    if (balancersOfGroup(state, arn).length) {
      throw failed('ResourceInUse', `Target group '${arn}' is currently in use by a listener or a rule`);
    }
    state.groups.delete(arn);
    return {};
  }),
  on(DescribeTargetGroupAttributesCommand, ({ TargetGroupArn }, context) => ({
    Attributes: listAttributes(groupOf(context, TargetGroupArn).attributes),
  })),
  on(ModifyTargetGroupAttributesCommand, ({ TargetGroupArn, Attributes = [] }, context) => {
    const record = groupOf(context, TargetGroupArn);
    record.attributes = changeAttributes('Target group', record.attributes, Attributes);
    return { Attributes: listAttributes(record.attributes) };
  }),
];
