import { EC2Client, paginateDescribeSecurityGroups, type SecurityGroup } from '@aws-sdk/client-ec2';
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
