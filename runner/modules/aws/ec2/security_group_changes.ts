import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import { unlessDoneBefore } from '../../../aws/done_before.ts';
import type { World } from '../../../aws/world.ts';
import { type Step, type StepContext, step } from '../../module.ts';
import type { SecurityGroupState } from './security_group_read.ts';
import { describeRule, ruleKey, type SecurityRule, sortRules } from './security_rule.ts';
import { onceEc2Knows } from './tags.ts';

/** A group and the ids of other groups that this run made for rules, by name. */
export type GroupState = SecurityGroupState & {
  made: Readonly<Record<string, string>>;
  /** Read for a removal: what goes as well, with those of its rules that name this group. */
  namedBy?: readonly SecurityGroupState[];
};
export type Direction = 'ingress' | 'egress';

const words = { ingress: { verb: 'let in', side: 'from' }, egress: { verb: 'let out', side: 'to' } } as const;

/**
 * At most three calls for all rules of a direction: allow first, then take away, so that traffic which stays allowed is
 * never cut; then descriptions.
 */
export function* ruleSteps(
  direction: Direction,
  now: readonly SecurityRule[],
  want: readonly SecurityRule[],
): Generator<Step<GroupState>> {
  const { verb, side } = words[direction];
  const list = (rules: readonly SecurityRule[]) => rules.map((rule) => describeRule(rule, side)).join('; ');
  const there = new Map(now.map((rule) => [ruleKey(rule), rule]));
  const wanted = new Set(want.map(ruleKey));
  const added = want.filter((rule) => !there.has(ruleKey(rule)));
  const gone = now.filter((rule) => !wanted.has(ruleKey(rule)));
  const renamed = want.filter(
    (rule) => there.has(ruleKey(rule)) && (there.get(ruleKey(rule))!.description ?? '') !== (rule.description ?? ''),
  );
  if (added.length > 0) yield change(`${verb} ${list(added)}`, direction, 'authorize', added);
  if (gone.length > 0) yield change(`no longer ${verb} ${list(gone)}`, direction, 'revoke', gone);
  if (renamed.length > 0) yield change(`describe the rules ${list(renamed)}`, direction, 'describe', renamed);
}

type Action = 'authorize' | 'revoke' | 'describe';

function change(title: string, direction: Direction, action: Action, rules: readonly SecurityRule[]): Step<GroupState> {
  return step(title, async (world, context) => {
    const known = rules.map((rule) => settle(rule, context));
    const IpPermissions = permissionsOf(known, context.known.id!);
    const owner = await send(world, direction, action, { GroupId: context.known.id!, IpPermissions });
    const keys = new Set(known.map(ruleKey));
    const others = (context.known[direction] ?? []).filter((rule) => !keys.has(ruleKey(rule)));
    const after = sortRules(action === 'revoke' ? others : [...others, ...known]);
    return { [direction]: after, ...(owner !== undefined && { owner_id: owner }) };
  });
}

/** Puts in the id of a group that an earlier step made. */
function settle(rule: SecurityRule, { known }: StepContext<GroupState>): SecurityRule {
  const { named, ...settled } = rule;
  return named === undefined ? settled : { ...settled, source: known.made?.[named] };
}

interface Input {
  readonly GroupId: string;
  readonly IpPermissions: IpPermission[];
}

const refusedTwice = ['InvalidPermission.Duplicate', 'InvalidPermission.NotFound'];

/** Takes rules of a group away, those that are gone already, too. */
export const revokeRules = (
  world: World,
  direction: Direction,
  GroupId: string,
  rules: readonly SecurityRule[],
): Promise<unknown> => send(world, direction, 'revoke', { GroupId, IpPermissions: permissionsOf(rules, GroupId) });

/** Sends the one call for all rules; the answer to an allowed one tells whose the group is. */
async function send(world: World, direction: Direction, action: Action, input: Input): Promise<string | undefined> {
  const answer = await unlessDoneBefore(refusedTwice, () =>
    onceEc2Knows(world, () => calls[action][direction](world.client(EC2Client), input)),
  );
  return answer?.SecurityGroupRules?.[0]?.GroupOwnerId;
}

interface Answer {
  readonly SecurityGroupRules?: readonly SecurityGroupRule[] | undefined;
}
type Call = (ec2: EC2Client, input: Input) => Promise<Answer>;

const calls: Readonly<Record<Action, Readonly<Record<Direction, Call>>>> = {
  authorize: {
    ingress: (ec2, input) => ec2.send(new AuthorizeSecurityGroupIngressCommand(input)),
    egress: (ec2, input) => ec2.send(new AuthorizeSecurityGroupEgressCommand(input)),
  },
  revoke: {
    ingress: (ec2, input) => ec2.send(new RevokeSecurityGroupIngressCommand(input)).then(() => ({})),
    egress: (ec2, input) => ec2.send(new RevokeSecurityGroupEgressCommand(input)).then(() => ({})),
  },
  describe: {
    ingress: (ec2, input) => ec2.send(new UpdateSecurityGroupRuleDescriptionsIngressCommand(input)).then(() => ({})),
    egress: (ec2, input) => ec2.send(new UpdateSecurityGroupRuleDescriptionsEgressCommand(input)).then(() => ({})),
  },
};

/** Rules as EC2 wants them: one permission per protocol and range of ports. Empty lists are not sent. */
function permissionsOf(rules: readonly SecurityRule[], group: string): IpPermission[] {
  const permissions = new Map<string, IpPermission & Sources>();
  for (const rule of rules) {
    const { ip_protocol, from_port, to_port } = rule;
    const key = `${ip_protocol} ${from_port} ${to_port}`;
    const ports = from_port === undefined ? {} : { FromPort: from_port, ToPort: to_port };
    const permission = permissions.get(key) ?? { IpProtocol: ip_protocol, ...ports, ...structuredClone(noSources) };
    permissions.set(key, permission);
    const Description = rule.description || undefined;
    const value = String(rule.source);
    if (rule.kind === 'cidr_ip') permission.IpRanges.push({ CidrIp: value, Description });
    else if (rule.kind === 'cidr_ipv6') permission.Ipv6Ranges.push({ CidrIpv6: value, Description });
    else if (rule.kind === 'prefix_list_id') permission.PrefixListIds.push({ PrefixListId: value, Description });
    else permission.UserIdGroupPairs.push({ ...groupPair(value, group), Description });
  }
  return [...permissions.values()];
}

type Sources = Required<Pick<IpPermission, 'IpRanges' | 'Ipv6Ranges' | 'PrefixListIds' | 'UserIdGroupPairs'>>;

const noSources: Sources = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };

function groupPair(source: string, group: string): { UserId?: string; GroupId: string } {
  if (source === 'self') return { GroupId: group };
  const [first, second] = source.split('/');
  return second === undefined ? { GroupId: first! } : { UserId: first!, GroupId: second };
}
