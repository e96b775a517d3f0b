import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { type Step, step } from '../../module.ts';
import { type GroupState, revokeRules } from './security_group_changes.ts';
import { findGroups, groupsOf, type SecurityGroupState } from './security_group_read.ts';
import { describeRule, type SecurityRule } from './security_rule.ts';

/**
 * Other groups whose rules name this one: EC2 keeps it until they do not any more. Those of other VPCs, which can name it as well,
 * do not hold it (EC2 API: DeleteSecurityGroup).
 */
export async function groupsNaming(
  world: World,
  { id, vpc_id }: Pick<SecurityGroupState, 'id' | 'vpc_id'>,
): Promise<SecurityGroupState[]> {
  const all = (await groupsOf(world, vpc_id)) ?? (await groupsWithRulesFor(world, id));
  const users = all.map((user) => ({ user, rules: naming(user, id) }));
  return users
    .filter(({ user, rules }) => user.id !== id && rules.ingress.length + rules.egress.length > 0)
    .map(({ user }) => user)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function groupsWithRulesFor(world: World, id: string): Promise<SecurityGroupState[]> {
  const users = await Promise.all([
    findGroups(world, { 'ip-permission.group-id': id }),
    findGroups(world, { 'egress.ip-permission.group-id': id }),
  ]);
  return [...new Map(users.flat().map((user) => [user.id, user])).values()];
}

/** A group with no other rules than those that name the group with this id. */
export function naming(user: SecurityGroupState, id: string): SecurityGroupState {
  const those = (rules: readonly SecurityRule[]) =>
    rules.filter(({ kind, source }) => kind === 'group_id' && source === id);
  return { ...user, ingress: those(user.ingress), egress: those(user.egress) };
}

/** Takes these rules of a group away, so that the group they name can go before it: groups can name each other. */
export function* letGoSteps({ id, name, ingress, egress }: SecurityGroupState): Generator<Step<GroupState>> {
  const directions = [
    ['ingress', 'from', ingress],
    ['egress', 'to', egress],
  ] as const;
  for (const [direction, side, rules] of directions) {
    if (rules.length === 0) continue;
    const list = rules.map((rule) => describeRule(rule, side)).join('; ');
    yield step(`take the rules of security group ${name} (${id}) away that name it: ${list}`, async (world) => {
      // EC2 may go on telling of a group that has just gone.
      await unlessMissing(['InvalidGroup.NotFound', 'InvalidGroupId.NotFound'], () =>
        revokeRules(world, direction, id, rules),
      );
      return undefined;
    });
  }
}
