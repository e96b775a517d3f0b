import {
  DescribeSecurityGroupsCommand,
  EC2Client,
  paginateDescribeSecurityGroups,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import { tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { ec2Filters } from './filters.ts';
import { rulesFrom, type SecurityRule } from './security_rule.ts';

/** A security group in our words: flat rules in an order of their own. */
export interface SecurityGroupState {
  id: string;
  name: string;
  description: string;
  vpc_id: string;
  owner_id: string;
  ingress: SecurityRule[];
  egress: SecurityRule[];
  tags: Record<string, string>;
}

/** Every group that passes the filters, or the one of that id. */
export async function findGroups(
  world: World,
  filters: Readonly<Record<string, unknown>>,
  id?: string,
): Promise<SecurityGroupState[]> {
  const query = { Filters: ec2Filters(filters), ...(id !== undefined && { GroupIds: [id] }) };
  const found = await unlessMissing(['InvalidGroup.NotFound', 'InvalidGroupId.NotFound'], async () => {
    const groups: SecurityGroup[] = [];
    for await (const page of paginateDescribeSecurityGroups({ client: world.client(EC2Client) }, query))
      groups.push(...(page.SecurityGroups ?? []));
    return groups;
  });
  return (found ?? []).map(groupFrom);
}

/** A VPC with more groups than this is not read as a whole to find a few of them. */
const handful = 200;

/** All groups of a VPC, in one call for all who ask for some of them; undefined when there are very many. */
export async function groupsOf(world: World, vpc: string): Promise<SecurityGroupState[] | undefined> {
  const query = { Filters: ec2Filters({ 'vpc-id': vpc }), MaxResults: handful };
  const page = await world.client(EC2Client).send(new DescribeSecurityGroupsCommand(query));
  return page.NextToken ? undefined : (page.SecurityGroups ?? []).map(groupFrom);
}

/** The groups of a VPC that bear one of these names. */
export async function groupsNamed(world: World, vpc: string, names: readonly string[]): Promise<SecurityGroupState[]> {
  // A new VPC has the default group, and no other.
  if (world.isEmpty?.(vpc, 'ec2:DescribeSecurityGroups') && !names.includes('default')) return [];
  const all = await groupsOf(world, vpc);
  return all?.filter(({ name }) => names.includes(name)) ?? findGroups(world, { 'group-name': names, 'vpc-id': vpc });
}

function groupFrom(group: SecurityGroup): SecurityGroupState {
  const id = group.GroupId!;
  const owner = group.OwnerId ?? '';
  return {
    id,
    name: group.GroupName!,
    description: group.Description ?? '',
    vpc_id: group.VpcId ?? '',
    owner_id: owner,
    ingress: rulesFrom(group.IpPermissions ?? [], id, owner),
    egress: rulesFrom(group.IpPermissionsEgress ?? [], id, owner),
    tags: tagsFromList(group.Tags),
  };
}
