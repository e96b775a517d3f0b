import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../../context.ts';
import { ec2State } from '../../ec2/state.ts';
import { type Fields, isSame, type Value } from '../template/value.ts';
import { call } from './call.ts';
import { markEc2, retag, specifications } from './ec2_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { list, number, struct, tags, text } from './shape.ts';

const rule = { CidrIp: text, CidrIpv6: text, Description: text, FromPort: number, IpProtocol: text, ToPort: number };

const ingressRule = struct(
  { ...rule, SourcePrefixListId: text, SourceSecurityGroupId: text, SourceSecurityGroupOwnerId: text },
  'IpProtocol',
);

const egressRule = struct({ ...rule, DestinationPrefixListId: text, DestinationSecurityGroupId: text }, 'IpProtocol');

/** `AWS::EC2::SecurityGroup` (Template reference). */
export const securityGroup: ResourceType = {
  type: 'AWS::EC2::SecurityGroup',
  properties: {
    GroupDescription: { shape: text, required: true, replaces: true },
    GroupName: { shape: text, replaces: true },
    SecurityGroupEgress: { shape: list(egressRule) },
    SecurityGroupIngress: { shape: list(ingressRule) },
    Tags: { shape: tags },
    VpcId: { shape: text, replaces: true },
  },
  unmodelled: [],
  seconds: { create: 6, update: 5, remove: 3 },
  create(properties, { context, newName }) {
    const { GroupId = '' } = call(context, CreateSecurityGroupCommand, {
      GroupName: (properties['GroupName'] as string | undefined) ?? newName({ most: 255 }),
      Description: properties['GroupDescription'] as string,
      VpcId: properties['VpcId'] as string | undefined,
      TagSpecifications: specifications('security-group', properties),
    });
    return GroupId;
  },
  configure: (id, properties, { context }) => setRules(id, properties, {}, context),
  update(id, properties, before, { context }) {
    setRules(id, properties, before, context);
    retag(id, properties, before, context);
  },
  remove: (id, _, context) => {
    if (context.state(ec2State).securityGroups.has(id)) call(context, DeleteSecurityGroupCommand, { GroupId: id });
  },
  attributes: {
    GroupId: (id) => id,
    Id: (id) => id,
    VpcId: (id, context) => context.state(ec2State).securityGroups.get(id)?.vpcId ?? '',
  },
  mark: markEc2,
};

/** A rule of a template as EC2 takes it. */
export function permission(given: Fields): IpPermission {
  const { CidrIp, CidrIpv6, Description, FromPort, IpProtocol, ToPort } = given as unknown as Record<string, never>;
  const prefixList = (given['SourcePrefixListId'] ?? given['DestinationPrefixListId']) as string | undefined;
  const group = (given['SourceSecurityGroupId'] ?? given['DestinationSecurityGroupId']) as string | undefined;
  return {
    IpProtocol,
    FromPort,
    ToPort,
    ...(CidrIp !== undefined && { IpRanges: [{ CidrIp, Description }] }),
    ...(CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6, Description }] }),
    ...(prefixList !== undefined && { PrefixListIds: [{ PrefixListId: prefixList, Description }] }),
    ...(group !== undefined && { UserIdGroupPairs: [{ GroupId: group, Description }] }),
  };
}

/** What EC2 gives a group to begin with; a group with rules of its own for the way out loses it. */
const everything: Fields = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

function setRules(GroupId: string, properties: Fields, before: Fields, context: Context): void {
  const rulesIn = (from: Fields) => (from['SecurityGroupIngress'] ?? []) as readonly Fields[];
  const rulesOut = (from: Fields) => {
    const rules = (from['SecurityGroupEgress'] ?? []) as readonly Fields[];
    return rules.length > 0 ? rules : [everything];
  };
  const inward = changes(rulesIn(before), rulesIn(properties));
  const outward = changes(rulesOut(before), rulesOut(properties));
  if (inward.drop) call(context, RevokeSecurityGroupIngressCommand, { GroupId, IpPermissions: inward.drop });
  if (inward.add) call(context, AuthorizeSecurityGroupIngressCommand, { GroupId, IpPermissions: inward.add });
  if (outward.drop) call(context, RevokeSecurityGroupEgressCommand, { GroupId, IpPermissions: outward.drop });
  if (outward.add) call(context, AuthorizeSecurityGroupEgressCommand, { GroupId, IpPermissions: outward.add });
}

function changes(before: readonly Fields[], after: readonly Fields[]) {
  const without = (from: readonly Fields[], others: readonly Fields[]) =>
    from.filter((each) => !others.some((other) => isSame(each as Value, other as Value))).map(permission);
  const [drop, add] = [without(before, after), without(after, before)];
  return { ...(drop.length > 0 && { drop }), ...(add.length > 0 && { add }) };
}
