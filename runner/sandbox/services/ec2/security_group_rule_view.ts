import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import type { Ec2State, SecurityGroupRecord, SecurityGroupRuleRecord } from './state.ts';
import { tagList } from './tags.ts';

/** A rule as EC2 lists it on its own; a protocol without ports has -1 for both. */
export function describeRule(
  context: Context,
  state: Ec2State,
  group: SecurityGroupRecord,
  rule: SecurityGroupRuleRecord,
): SecurityGroupRule {
  return {
    SecurityGroupRuleId: rule.ruleId,
    SecurityGroupRuleArn: context.arn('ec2', `security-group-rule/${rule.ruleId}`),
    GroupId: group.groupId,
    GroupOwnerId: group.ownerId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.ipProtocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    CidrIpv4: rule.cidrIpv4,
    CidrIpv6: rule.cidrIpv6,
    PrefixListId: rule.prefixListId,
    ReferencedGroupInfo:
      rule.referencedGroupId === undefined
        ? undefined
        : { GroupId: rule.referencedGroupId, UserId: group.ownerId, VpcId: group.vpcId },
    Description: rule.description,
    Tags: tagList(state, rule.ruleId),
  };
}
