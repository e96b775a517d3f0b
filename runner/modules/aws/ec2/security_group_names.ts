import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { ec2SecurityGroupSchema } from '../../../../schemas/ec2_security_group.ts';
import { listOf } from '../../../aws/unknowns.ts';
import type { World } from '../../../aws/world.ts';
import type { Infer } from '../../../schema/infer.ts';
import { containsUnknown } from '../../../template/values.ts';
import { Missing } from '../../module.ts';
import { ec2Filters } from './filters.ts';
import { findGroups, groupsNamed } from './security_group_read.ts';

type Params = Infer<typeof ec2SecurityGroupSchema>;
type Written = NonNullable<Params['rules']>[number];

/** Puts the default VPC in the place of none, and ids in the place of groups that rules give by name. */
export async function resolveSecurityGroup(world: World, params: Params): Promise<Params> {
  const vpc_id = params.vpc_id ?? (params.group_id === undefined ? await defaultVpc(world) : undefined);
  const located = vpc_id === undefined ? params : { ...params, vpc_id };
  const names = params.state === 'absent' ? [] : namesIn(params);
  // In a VPC that is yet to be made there is nothing to look up.
  if (names.length === 0 || containsUnknown(vpc_id) || containsUnknown(names)) return located;
  const ids = await idsOf(world, names, vpc_id);
  const resolve = (rules: readonly Written[] | undefined) =>
    rules && listOf(rules).map((rule) => resolveRule(rule, ids, located));
  const rules = resolve(params.rules);
  const rules_egress = resolve(params.rules_egress);
  return { ...located, ...(rules && { rules }), ...(rules_egress && { rules_egress }) };
}

function namesIn({ name: own, rules, rules_egress }: Params): string[] {
  const names = [...listOf(rules), ...listOf(rules_egress)].flatMap((rule) => listOf(rule.group_name));
  return [...new Set(names.filter((name) => name !== own))];
}

async function idsOf(world: World, names: readonly string[], vpc: string | undefined): Promise<Map<string, string>> {
  const found =
    vpc === undefined ? await findGroups(world, { 'group-name': names }) : await groupsNamed(world, vpc, names);
  return new Map(found.map((group) => [group.name, group.id]));
}

/** Names that stay are the group's own, and those of groups that `group_desc` makes. */
function resolveRule(rule: Written, ids: ReadonlyMap<string, string>, { name: own, vpc_id }: Params): Written {
  if (!rule.group_name) return rule;
  const stays = (name: string) => name === own || (!ids.has(name) && rule.group_desc !== undefined);
  const found = rule.group_name
    .filter((name) => !stays(name))
    .map(
      (name) => ids.get(name) ?? new Missing(`there is no security group "${name}" in ${vpc_id}, which a rule names`),
    );
  return {
    ...rule,
    group_id: [...listOf(rule.group_id), ...(found as string[])],
    group_name: rule.group_name.filter(stays),
  };
}

async function defaultVpc(world: World): Promise<string> {
  const command = new DescribeVpcsCommand({ Filters: ec2Filters({ 'is-default': 'true' }) });
  const { Vpcs = [] } = await world.client(EC2Client).send(command);
  const missing: unknown = new Missing(
    `region ${world.region} has no default VPC: say where the group goes with vpc_id`,
  );
  return Vpcs[0]?.VpcId ?? (missing as string);
}
