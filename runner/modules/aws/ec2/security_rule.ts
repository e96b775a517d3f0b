import type { IpPermission } from '@aws-sdk/client-ec2';
import { canonicalCidr } from '../../../aws/cidr.ts';

/** Where the other side of a rule is given, in the words of a result. */
export type SourceKind = 'cidr_ip' | 'cidr_ipv6' | 'prefix_list_id' | 'group_id';

/** One rule of a security group: one protocol, one range of ports, one other side. */
export interface SecurityRule {
  readonly ip_protocol: string;
  readonly from_port?: number | undefined;
  readonly to_port?: number | undefined;
  readonly kind: SourceKind;
  /** Network, prefix list or group; `account/group` for a group of another account; `self` for the group itself; unknown. */
  readonly source: unknown;
  readonly description?: string | undefined;
  /** Name of the group that the run makes for this rule. */
  readonly named?: string | undefined;
}

/** What a new group lets out. */
export const everythingOut: SecurityRule = { ip_protocol: '-1', kind: 'cidr_ip', source: '0.0.0.0/0' };

/** Equal for rules that AWS takes for the same one: all but the description. */
export function ruleKey({ ip_protocol, from_port, to_port, kind, source }: SecurityRule): string {
  return [ip_protocol, from_port ?? '', to_port ?? '', kind, String(source)].join(' ');
}

/** Rules in an order of their own: AWS lists them in any. */
export function sortRules(rules: readonly SecurityRule[]): SecurityRule[] {
  const byPort = (a: SecurityRule, b: SecurityRule) => (a.from_port ?? -1) - (b.from_port ?? -1);
  return [...rules].sort((a, b) => byPort(a, b) || (ruleKey(a) < ruleKey(b) ? -1 : 1));
}

/** `tcp/80 from 0.0.0.0/0 (web)`, for titles. */
export function describeRule(rule: SecurityRule, direction: 'from' | 'to'): string {
  const { ip_protocol, source, named, description } = rule;
  const traffic = ip_protocol === '-1' ? 'everything' : `${ip_protocol}${describePorts(rule)}`;
  const other = source === 'self' ? 'itself' : (named ?? String(source));
  return `${traffic} ${direction} ${other}${description ? ` (${description})` : ''}`;
}

function describePorts({ ip_protocol, from_port, to_port }: SecurityRule): string {
  if (from_port === undefined) return '';
  if (ip_protocol.startsWith('icmp')) {
    if (from_port === -1) return '';
    return ` type ${from_port}${to_port === -1 ? '' : ` code ${to_port}`}`;
  }
  return from_port === to_port ? `/${from_port}` : `/${from_port}-${to_port}`;
}

/** The rules in an answer of DescribeSecurityGroups, one per other side. */
export function rulesFrom(permissions: readonly IpPermission[], group: string, owner: string): SecurityRule[] {
  return sortRules(
    permissions.flatMap((permission) => {
      const ports = portsFrom(permission);
      return sourcesFrom(permission, group, owner).map((source) => ({ ...ports, ...source }));
    }),
  );
}

function portsFrom({ IpProtocol: ip_protocol = '-1', FromPort: from_port, ToPort: to_port }: IpPermission) {
  // EC2 tells -1 for the ports of some protocols that have none.
  const hasPorts = ['tcp', 'udp', 'icmp', 'icmpv6'].includes(ip_protocol);
  return hasPorts ? { ip_protocol, from_port, to_port } : { ip_protocol };
}

type Source = Pick<SecurityRule, 'kind' | 'source' | 'description'>;

function sourcesFrom(permission: IpPermission, group: string, owner: string): Source[] {
  const source = (kind: SourceKind, value: string | undefined, description: string | undefined): Source => ({
    kind,
    source: value,
    ...(description && { description }),
  });
  return [
    ...(permission.IpRanges ?? []).map((each) => source('cidr_ip', each.CidrIp, each.Description)),
    ...(permission.Ipv6Ranges ?? []).map((each) =>
      source('cidr_ipv6', canonicalCidr(each.CidrIpv6!), each.Description),
    ),
    ...(permission.PrefixListIds ?? []).map((each) => source('prefix_list_id', each.PrefixListId, each.Description)),
    ...(permission.UserIdGroupPairs ?? []).map((each) => {
      const foreign = each.UserId !== undefined && each.UserId !== owner ? `${each.UserId}/` : '';
      return source('group_id', each.GroupId === group ? 'self' : `${foreign}${each.GroupId}`, each.Description);
    }),
  ];
}
