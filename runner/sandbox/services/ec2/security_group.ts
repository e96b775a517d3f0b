import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { filtered } from './filters.ts';
import { existing, selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { toPermissions } from './permissions.ts';
import { dependencyViolation, requireParameter } from './refuse.ts';
import { securityGroupFields } from './security_group_fields.ts';
import { requireGroupDescription, requireGroupName } from './security_group_names.ts';
import { type Ec2State, ec2State, type SecurityGroupRecord, type VpcRecord } from './state.ts';
import { addTags, specifiedTags, tagList } from './tags.ts';

/** Security groups. Behaviour: `CreateSecurityGroup`, `DescribeSecurityGroups`, `DeleteSecurityGroup`. */
export const securityGroupOperations = [
  onEc2(CreateSecurityGroupCommand, (input, context) => {
    const state = context.state(ec2State);
    const groupName = requireGroupName(input.GroupName);
    const description = requireGroupDescription(input.Description);
    if (input.VpcId === undefined) throw new ServiceError('VPCIdNotSpecified', 'No default VPC for this user');
    const { vpcId } = existing(state.vpcs, 'vpc', input.VpcId);
    const tags = specifiedTags(input.TagSpecifications, 'security-group');
    if ([...state.securityGroups.values()].some((each) => each.vpcId === vpcId && each.groupName === groupName)) {
      throw new ServiceError(
        'InvalidGroup.Duplicate',
        `The security group '${groupName}' already exists for VPC '${vpcId}'`,
      );
    }
    const group = addSecurityGroup(context, { groupName, description, vpcId });
    addTags(state, group.groupId, tags);
    return { GroupId: group.groupId, SecurityGroupArn: groupArn(context, group), Tags: tagList(state, group.groupId) };
  }),
  onEc2(DescribeSecurityGroupsCommand, (input, context) => {
    const state = context.state(ec2State);
    const chosen = selected(state.securityGroups, 'securityGroup', input.GroupIds);
    const records = filtered(named(chosen, input.GroupNames), input.Filters, {
      state,
      idOf: ({ groupId }) => groupId,
      fields: securityGroupFields(state),
    });
    const { items, next } = ec2Page(records, input, input.GroupIds);
    return { SecurityGroups: items.map((group) => describeGroup(context, state, group)), NextToken: next };
  }),
  onEc2(DeleteSecurityGroupCommand, (input, context) => {
    const state = context.state(ec2State);
    const group = groupOf(state, input);
    if (group.groupName === 'default') {
      throw new ServiceError(
        'CannotDelete',
        `the specified group: "${group.groupId}" name: "default" cannot be deleted by a user`,
      );
    }
    if (isUsed(state, group)) throw dependencyViolation(`resource ${group.groupId} has a dependent object`);
    state.securityGroups.delete(group.groupId);
    state.tags.delete(group.groupId);
    for (const { ruleId } of group.rules) state.tags.delete(ruleId);
    return { Return: true, GroupId: group.groupId };
  }),
];

/** The group `default` of a new VPC: its members reach each other, and all the world. */
export function addDefaultSecurityGroup(context: Context, { vpcId }: VpcRecord): void {
  const group = addSecurityGroup(context, { groupName: 'default', description: 'default VPC security group', vpcId });
  group.rules.unshift({
    ruleId: context.newId('sgr'),
    isEgress: false,
    ipProtocol: '-1',
    referencedGroupId: group.groupId,
  });
}

/** The group that a call names, by id or (EC2 then means the default VPC, which is not there) by name. */
export function groupOf(
  state: Ec2State,
  { GroupId, GroupName }: { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined },
): SecurityGroupRecord {
  if (GroupId === undefined && GroupName !== undefined) {
    throw new ServiceError('InvalidGroup.NotFound', `The security group '${GroupName}' does not exist in default VPC`);
  }
  return existing(state.securityGroups, 'securityGroup', requireParameter(GroupId, 'groupId'));
}

/** The ARN of a group. */
export function groupArn({ arn }: Context, { groupId }: SecurityGroupRecord): string {
  return arn('ec2', `security-group/${groupId}`);
}

function addSecurityGroup(
  context: Context,
  wanted: Pick<SecurityGroupRecord, 'groupName' | 'description' | 'vpcId'>,
): SecurityGroupRecord {
  const group: SecurityGroupRecord = {
    groupId: context.newId('sg'),
    ...wanted,
    ownerId: context.account,
    // EC2 lets everything out of a new group.
    rules: [{ ruleId: context.newId('sgr'), isEgress: true, ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' }],
  };
  context.state(ec2State).securityGroups.set(group.groupId, group);
  return group;
}

function named(groups: SecurityGroupRecord[], names: readonly string[] | undefined): SecurityGroupRecord[] {
  if (!names || names.length === 0) return groups;
  // By name only groups of the default VPC are found, and this account has none.
  throw new ServiceError('InvalidGroup.NotFound', `The security group '${names[0]}' does not exist in default VPC`);
}

function isUsed(state: Ec2State, { groupId }: SecurityGroupRecord): boolean {
  const isReferenced = [...state.securityGroups.values()].some(
    (other) => other.groupId !== groupId && other.rules.some((rule) => rule.referencedGroupId === groupId),
  );
  return isReferenced || [...state.networkInterfaces.values()].some(({ groupIds }) => groupIds.includes(groupId));
}

function describeGroup(context: Context, state: Ec2State, group: SecurityGroupRecord): SecurityGroup {
  return {
    GroupId: group.groupId,
    GroupName: group.groupName,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: group.ownerId,
    SecurityGroupArn: groupArn(context, group),
    IpPermissions: toPermissions(
      group.rules.filter(({ isEgress }) => !isEgress),
      group.ownerId,
    ),
    IpPermissionsEgress: toPermissions(
      group.rules.filter(({ isEgress }) => isEgress),
      group.ownerId,
    ),
    Tags: tagList(state, group.groupId),
  };
}
