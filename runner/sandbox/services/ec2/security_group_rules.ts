import {
  AuthorizeSecurityGroupEgressCommand,
  type AuthorizeSecurityGroupEgressCommandInput,
  AuthorizeSecurityGroupIngressCommand,
  type AuthorizeSecurityGroupIngressCommandInput,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type RevokeSecurityGroupIngressCommandInput,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { onEc2 } from './operation.ts';
import { isSameRule, type RuleShape, toRules } from './permissions.ts';
import { groupOf } from './security_group.ts';
import { describeRule } from './security_group_rule_view.ts';
import { ec2State, type SecurityGroupRecord, type SecurityGroupRuleRecord } from './state.ts';
import { addTags, specifiedTags } from './tags.ts';

const maximumRules = 60;

/** Rules in and out. Behaviour: `AuthorizeSecurityGroupIngress` and its three relatives. */
export const securityGroupRuleOperations = [
  onEc2(AuthorizeSecurityGroupIngressCommand, (input, context) => authorize(context, input, false)),
  onEc2(AuthorizeSecurityGroupEgressCommand, (input, context) => authorize(context, input, true)),
  onEc2(RevokeSecurityGroupIngressCommand, (input, context) => revoke(context, input, false)),
  onEc2(RevokeSecurityGroupEgressCommand, (input, context) => revoke(context, input, true)),
];

function authorize(
  context: Context,
  input: AuthorizeSecurityGroupIngressCommandInput | AuthorizeSecurityGroupEgressCommandInput,
  isEgress: boolean,
) {
  const state = context.state(ec2State);
  const group = groupOf(state, input);
  const tags = specifiedTags(input.TagSpecifications, 'security-group-rule');
  const wanted = toRules(state, group, permissionsOf(input));
  refuseDuplicates(group, wanted, isEgress);
  const rules = wanted.map((rule): SecurityGroupRuleRecord => ({ ruleId: context.newId('sgr'), isEgress, ...rule }));
  group.rules.push(...rules);
  for (const { ruleId } of rules) addTags(state, ruleId, tags);
  return { Return: true, SecurityGroupRules: rules.map((rule) => describeRule(context, state, group, rule)) };
}

function refuseDuplicates(group: SecurityGroupRecord, wanted: readonly RuleShape[], isEgress: boolean): void {
  const present = group.rules.filter((rule) => rule.isEgress === isEgress);
  wanted.forEach((rule, index) => {
    if (wanted.findIndex((other) => isSameRule(rule, other)) !== index) {
      throw new ServiceError('InvalidParameterValue', 'The same permission must not appear multiple times');
    }
    if (present.some((other) => isSameRule(rule, other))) {
      throw new ServiceError('InvalidPermission.Duplicate', `the specified rule "${inWords(rule)}" already exists`);
    }
  });
  if (present.length + wanted.length > maximumRules) {
    throw new ServiceError(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    );
  }
}

/** `peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW`, as EC2 words it. */
function inWords(rule: RuleShape): string {
  const peer = rule.cidrIpv4 ?? rule.cidrIpv6 ?? rule.prefixListId ?? rule.referencedGroupId;
  const protocol = rule.ipProtocol === '-1' ? 'ALL' : rule.ipProtocol.toUpperCase();
  const ports = rule.fromPort === undefined ? '' : `, from port: ${rule.fromPort}, to port: ${rule.toPort}`;
  return `peer: ${peer}, ${protocol}${ports}, ALLOW`;
}

function revoke(context: Context, input: RevokeSecurityGroupIngressCommandInput, isEgress: boolean) {
  const state = context.state(ec2State);
  const group = groupOf(state, input);
  const present = group.rules.filter((rule) => rule.isEgress === isEgress);
  const doomed = input.SecurityGroupRuleIds?.length
    ? input.SecurityGroupRuleIds.map((id) => present.find(({ ruleId }) => ruleId === id) ?? unknownRule(id))
    : toRules(state, group, permissionsOf(input)).map(
        (rule) => present.find((other) => isSameRule(rule, other)) ?? unknownPermission(),
      );
  group.rules = group.rules.filter((rule) => !doomed.includes(rule));
  for (const { ruleId } of doomed) state.tags.delete(ruleId);
  return {
    Return: true,
    RevokedSecurityGroupRules: doomed.map((rule) => ({
      SecurityGroupRuleId: rule.ruleId,
      GroupId: group.groupId,
      IsEgress: isEgress,
      IpProtocol: rule.ipProtocol,
      FromPort: rule.fromPort ?? -1,
      ToPort: rule.toPort ?? -1,
      CidrIpv4: rule.cidrIpv4,
      CidrIpv6: rule.cidrIpv6,
      PrefixListId: rule.prefixListId,
      ReferencedGroupId: rule.referencedGroupId,
      Description: rule.description,
    })),
  };
}

function unknownRule(id: string): never {
  throw new ServiceError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
}

function unknownPermission(): never {
  throw new ServiceError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
}

interface OldStyle {
  readonly IpPermissions?: IpPermission[] | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIp?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
}

/** The permissions of a call; a single one may also be written flat. */
function permissionsOf(input: OldStyle): IpPermission[] {
  if (input.IpPermissions && input.IpPermissions.length > 0) return input.IpPermissions;
  if (input.IpProtocol === undefined) {
    throw new ServiceError('MissingParameter', "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
  }
  const { IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName } = input;
  return [
    {
      IpProtocol,
      FromPort,
      ToPort,
      ...(CidrIp !== undefined && { IpRanges: [{ CidrIp }] }),
      ...(SourceSecurityGroupName !== undefined && { UserIdGroupPairs: [{ GroupName: SourceSecurityGroupName }] }),
    },
  ];
}
