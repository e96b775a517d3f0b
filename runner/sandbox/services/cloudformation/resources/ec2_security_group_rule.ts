import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import { ec2State } from '../../ec2/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import { permission } from './ec2_security_group.ts';
import type { ResourceType } from './resource_type.ts';
import { number, type Property, text } from './shape.ts';

const shared: Readonly<Record<string, Property>> = {
  CidrIp: { shape: text, replaces: true },
  CidrIpv6: { shape: text, replaces: true },
  Description: { shape: text },
  FromPort: { shape: number, replaces: true },
  GroupId: { shape: text, required: true, replaces: true },
  IpProtocol: { shape: text, required: true, replaces: true },
  ToPort: { shape: number, replaces: true },
};

/** `AWS::EC2::SecurityGroupIngress` (Template reference). */
export const securityGroupIngress = ruleType('Ingress', {
  ...shared,
  SourcePrefixListId: { shape: text, replaces: true },
  SourceSecurityGroupId: { shape: text, replaces: true },
  SourceSecurityGroupOwnerId: { shape: text, replaces: true },
});

/** `AWS::EC2::SecurityGroupEgress` (Template reference). */
export const securityGroupEgress = ruleType('Egress', {
  ...shared,
  DestinationPrefixListId: { shape: text, replaces: true },
  DestinationSecurityGroupId: { shape: text, replaces: true },
});

const commands = {
  Ingress: {
    add: AuthorizeSecurityGroupIngressCommand,
    drop: RevokeSecurityGroupIngressCommand,
    describe: UpdateSecurityGroupRuleDescriptionsIngressCommand,
  },
  Egress: {
    add: AuthorizeSecurityGroupEgressCommand,
    drop: RevokeSecurityGroupEgressCommand,
    describe: UpdateSecurityGroupRuleDescriptionsEgressCommand,
  },
};

function ruleType(way: 'Ingress' | 'Egress', properties: ResourceType['properties']): ResourceType {
  const groupOf = (of: Fields) => of['GroupId'] as string;
  return {
    type: `AWS::EC2::SecurityGroup${way}`,
    properties,
    // They need a default VPC, which this account has not.
    unmodelled: way === 'Ingress' ? ['GroupName', 'SourceSecurityGroupName'] : [],
    seconds: { create: 4, update: 4, remove: 3 },
    create: (given, { context }) =>
      call(context, commands[way].add, { GroupId: groupOf(given), IpPermissions: [permission(given)] })
        .SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '',
    update: (id, given, _before, { context }) => {
      call(context, commands[way].describe, {
        GroupId: groupOf(given),
        SecurityGroupRuleDescriptions: [
          { SecurityGroupRuleId: id, Description: (given['Description'] as string | undefined) ?? '' },
        ],
      });
    },
    remove(id, given, context) {
      const rules = context.state(ec2State).securityGroups.get(groupOf(given))?.rules ?? [];
      if (!rules.some(({ ruleId }) => ruleId === id)) return;
      call(context, commands[way].drop, { GroupId: groupOf(given), SecurityGroupRuleIds: [id] });
    },
    attributes: { Id: (id) => id },
  };
}
