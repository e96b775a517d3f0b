import type { World } from '../../../aws/world.ts';
import { type Step, step } from '../../module.ts';
import { type GroupState, revokeRules } from './security_group_changes.ts';
import { findGroups, type SecurityGroupState } from './security_group_read.ts';
import { describeRule, type SecurityRule } from './security_rule.ts';

/** Other groups whose rules name the group with this id: EC2 keeps it until they do not any more. */
export async function groupsNaming(world: World, id: string): Promise<SecurityGroupState[]> {
  const users = await Promise.all([
    findGroups(world, { 'ip-permission.group-id': id }),
    findGroups(world, { 'egress.ip-permission.group-id': id }),
  ]);
  const others = users.flat().filter((user) => user.id !== id);
  return [...new Map(others.map((user) => [user.id, user])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
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
      await revokeRules(world, direction, id, rules);
      return undefined;
    });
  }
}
