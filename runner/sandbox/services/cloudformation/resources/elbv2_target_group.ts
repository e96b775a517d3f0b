import {
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  type TargetDescription,
  type TargetGroupAttribute,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../../context.ts';
import { targetGroupAttributes } from '../../elbv2/attributes.ts';
import { balancersOfGroup } from '../../elbv2/lookup.ts';
import { elbState } from '../../elbv2/state.ts';
import { type Fields, isSame } from '../template/value.ts';
import { call } from './call.ts';
import { markElb, retagElb } from './elbv2_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { flag, list, number, struct, tags, text } from './shape.ts';
import { tagsOf } from './tag_changes.ts';

/** `AWS::ElasticLoadBalancingV2::TargetGroup` (Template reference). */
export const targetGroup: ResourceType = {
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  properties: {
    HealthCheckEnabled: { shape: flag },
    HealthCheckIntervalSeconds: { shape: number },
    HealthCheckPath: { shape: text },
    HealthCheckPort: { shape: text },
    HealthCheckProtocol: { shape: text },
    HealthCheckTimeoutSeconds: { shape: number },
    HealthyThresholdCount: { shape: number },
    IpAddressType: { shape: text, replaces: true },
    Matcher: { shape: struct({ GrpcCode: text, HttpCode: text }) },
    Name: { shape: text, replaces: true },
    Port: { shape: number, replaces: true },
    Protocol: { shape: text, replaces: true },
    ProtocolVersion: { shape: text, replaces: true },
    Tags: { shape: tags },
    TargetGroupAttributes: { shape: list(struct({ Key: text, Value: text })) },
    TargetType: { shape: text, replaces: true },
    Targets: { shape: list(struct({ AvailabilityZone: text, Id: text, Port: number }, 'Id')) },
    UnhealthyThresholdCount: { shape: number },
    VpcId: { shape: text, replaces: true },
  },
  unmodelled: ['TargetControlPort'],
  seconds: { create: 14, update: 10, remove: 3 },
  create(properties, { context, newName }) {
    const { TargetGroupAttributes: _attributes, Targets: _targets, ...given } = properties;
    const input = {
      ...given,
      Name: (properties['Name'] as string | undefined) ?? newName({ most: 32 }),
      Tags: tagsOf(properties),
    } as unknown as CreateTargetGroupCommandInput;
    return call(context, CreateTargetGroupCommand, input).TargetGroups?.[0]?.TargetGroupArn ?? '';
  },
  configure(id, properties, { context }) {
    setAttributes(id, properties, {}, context);
    setTargets(id, properties, {}, context);
  },
  update(TargetGroupArn, properties, before, { context }) {
    const checks = [...Object.keys(this.properties)].filter((name) => /^Health|^Unhealthy|^Matcher/.test(name));
    const changed = checks.filter((name) => !isSame(properties[name], before[name]));
    if (changed.length > 0) {
      const given = Object.fromEntries(checks.map((name) => [name, properties[name]]));
      call(context, ModifyTargetGroupCommand, { ...given, TargetGroupArn });
    }
    setAttributes(TargetGroupArn, properties, before, context);
    setTargets(TargetGroupArn, properties, before, context);
    retagElb(TargetGroupArn, properties, before, context);
  },
  remove: (TargetGroupArn, _, context) => {
    call(context, DeleteTargetGroupCommand, { TargetGroupArn });
  },
  attributes: {
    LoadBalancerArns: (id, context) => balancersOfGroup(context.state(elbState), id),
    TargetGroupArn: (id) => id,
    TargetGroupFullName: (id) => id.slice(id.indexOf(':targetgroup/') + 1),
    TargetGroupName: (id, context) => context.state(elbState).groups.get(id)?.group.TargetGroupName ?? '',
  },
  mark: markElb,
};

function attributesOf(properties: Fields): TargetGroupAttribute[] {
  return (properties['TargetGroupAttributes'] ?? []) as unknown as TargetGroupAttribute[];
}

/** An attribute that the template no longer speaks of gets its default back. */
function setAttributes(TargetGroupArn: string, properties: Fields, before: Fields, context: Context): void {
  const wanted = attributesOf(properties);
  const { Protocol: protocol, TargetType: type } = properties as unknown as CreateTargetGroupCommandInput;
  const defaults: Readonly<Record<string, string | undefined>> = targetGroupAttributes(protocol, type ?? 'instance');
  const dropped = attributesOf(before)
    .filter(({ Key }) => !wanted.some((each) => each.Key === Key))
    .map(({ Key = '' }) => ({ Key, Value: defaults[Key] ?? '' }));
  const Attributes = [...wanted, ...dropped];
  if (Attributes.length > 0) call(context, ModifyTargetGroupAttributesCommand, { TargetGroupArn, Attributes });
}

function setTargets(TargetGroupArn: string, properties: Fields, before: Fields, context: Context): void {
  const targets = (of: Fields) => (of['Targets'] ?? []) as unknown as TargetDescription[];
  const without = (from: TargetDescription[], others: TargetDescription[]) =>
    from.filter((each) => !others.some(({ Id, Port }) => Id === each.Id && Port === each.Port));
  const [gone, fresh] = [without(targets(before), targets(properties)), without(targets(properties), targets(before))];
  if (gone.length > 0) call(context, DeregisterTargetsCommand, { TargetGroupArn, Targets: gone });
  if (fresh.length > 0) call(context, RegisterTargetsCommand, { TargetGroupArn, Targets: fresh });
}
