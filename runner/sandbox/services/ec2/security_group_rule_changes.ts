import {
  DescribeSecurityGroupRulesCommand,
  ModifySecurityGroupRulesCommand,
  type SecurityGroupRuleRequest,
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  type UpdateSecurityGroupRuleDescriptionsEgressCommandInput,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { filtered } from './filters.ts';
import { selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { isSameRule, type RuleShape, toRules } from './permissions.ts';
import { groupOf } from './security_group.ts';
import { describeRule } from './security_group_rule_view.ts';
import { ec2State, type SecurityGroupRecord } from './state.ts';

/** Single rules and their descriptions. Behaviour: `DescribeSecurityGroupRules`, `ModifySecurityGroupRules`. */
export const securityGroupRuleChangeOperations = [
  onEc2(DescribeSecurityGroupRulesCommand, (input, context) => {
    const state = context.state(ec2State);
    const all = new Map(
      [...state.securityGroups.values()].flatMap((group) => group.rules.map((rule) => [rule.ruleId, { group, rule }])),
    );
    const records = filtered(selected(all, 'securityGroupRule', input.SecurityGroupRuleIds), input.Filters, {
      state,
      idOf: ({ rule }) => rule.ruleId,
      fields: { 'group-id': ({ group }) => group.groupId, 'security-group-rule-id': ({ rule }) => rule.ruleId },
    });
    const { items, next } = ec2Page(records, input, input.SecurityGroupRuleIds);
    return {
      SecurityGroupRules: items.map(({ group, rule }) => describeRule(context, state, group, rule)),
      NextToken: next,
    };
  }),
  onEc2(ModifySecurityGroupRulesCommand, (input, context) => {
    const state = context.state(ec2State);
    const group = groupOf(state, input);
    for (const { SecurityGroupRuleId: id, SecurityGroupRule: wanted } of input.SecurityGroupRules ?? []) {
      const rule = group.rules.find(({ ruleId }) => ruleId === id);
      if (!rule) {
        throw new ServiceError(
          'InvalidSecurityGroupRuleId.NotFound',
          `The security group rule ID '${id}' does not exist`,
        );
      }
      const [shape] = toRules(state, group, [permissionOf(wanted ?? {})]);
      const peers = { cidrIpv4: undefined, cidrIpv6: undefined, prefixListId: undefined, referencedGroupId: undefined };
      Object.assign(rule, { ...peers, fromPort: undefined, toPort: undefined, description: undefined }, shape);
    }
    return { Return: true };
  }),
  onEc2(UpdateSecurityGroupRuleDescriptionsIngressCommand, (input, context) => describeAnew(context, input, false)),
  onEc2(UpdateSecurityGroupRuleDescriptionsEgressCommand, (input, context) => describeAnew(context, input, true)),
];

function permissionOf(rule: SecurityGroupRuleRequest) {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, Description } = rule;
  return {
    IpProtocol,
    FromPort,
    ToPort,
    IpRanges: CidrIpv4 === undefined ? [] : [{ CidrIp: CidrIpv4, Description }],
    Ipv6Ranges: CidrIpv6 === undefined ? [] : [{ CidrIpv6, Description }],
    PrefixListIds: PrefixListId === undefined ? [] : [{ PrefixListId, Description }],
    UserIdGroupPairs: ReferencedGroupId === undefined ? [] : [{ GroupId: ReferencedGroupId, Description }],
  };
}

function describeAnew(
  context: Context,
  input: UpdateSecurityGroupRuleDescriptionsEgressCommandInput,
  isEgress: boolean,
) {
  const state = context.state(ec2State);
  const group = groupOf(state, input);
  for (const { SecurityGroupRuleId: id, Description } of input.SecurityGroupRuleDescriptions ?? []) {
    ruleOf(group, isEgress, ({ ruleId }) => ruleId === id).description = Description || undefined;
  }
  for (const rule of input.IpPermissions ? toRules(state, group, input.IpPermissions) : []) {
    ruleOf(group, isEgress, (other) => isSameRule(rule, other)).description = rule.description;
  }
  return { Return: true };
}

function ruleOf(
  group: SecurityGroupRecord,
  isEgress: boolean,
  isWanted: (rule: RuleShape & { readonly ruleId: string }) => boolean,
) {
  const rule = group.rules.find((each) => each.isEgress === isEgress && isWanted(each));
  if (rule) return rule;
  throw new ServiceError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
}
