import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown } from '../../template/values.ts';
import { Missing } from '../module.ts';

/**
 * Ids of security groups that are given by id or by name; names are looked for in the VPC of the subnets. No call is made
 * when all are ids already.
 */
export async function securityGroupIds(
  world: World,
  groups: readonly string[],
  subnets: readonly string[] | undefined,
): Promise<string[]> {
  const names = groups.filter((group) => typeof group === 'string' && !/^sg-/.test(group));
  if (names.length === 0) return [...groups];
  const byName = await findByName(world, names, subnets);
  return groups.map((group) => byName.get(group) ?? group);
}

async function findByName(
  world: World,
  names: readonly string[],
  subnets: readonly string[] | undefined,
): Promise<Map<string, string>> {
  const missing = (name: string, where: string): string =>
    // Stands where an id will stand; the engine takes care that no step sees it.
    new Missing(`there is no security group "${name}"${where}`) as unknown as string;
  // Nothing is in a VPC that is yet to be made.
  if (containsUnknown(subnets)) return new Map(names.map((name) => [name, missing(name, ' yet')]));
  const vpc = await vpcOf(world, subnets?.[0]);
  const filters = [
    { Name: 'group-name', Values: [...names] },
    ...(vpc === undefined ? [] : [{ Name: 'vpc-id', Values: [vpc] }]),
  ];
  const { SecurityGroups = [] } = await world
    .client(EC2Client)
    .send(new DescribeSecurityGroupsCommand({ Filters: filters }));
  return new Map(
    names.map((name) => {
      const found = SecurityGroups.filter((group) => group.GroupName === name);
      if (found.length > 1)
        throw ambiguous(
          name,
          found.map((group) => group.GroupId!),
        );
      return [name, found[0]?.GroupId ?? missing(name, vpc === undefined ? '' : ` in ${vpc}`)];
    }),
  );
}

async function vpcOf(world: World, subnet: string | undefined): Promise<string | undefined> {
  if (subnet === undefined) return undefined;
  const { Subnets = [] } = await world.client(EC2Client).send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }));
  return Subnets[0]?.VpcId;
}

function ambiguous(name: string, ids: readonly string[]): PlayError {
  return new PlayError({
    code: 'ambiguous-name',
    message: `several security groups are named "${name}": ${ids.join(', ')}`,
    hint: 'give the id of the one that is meant',
  });
}
