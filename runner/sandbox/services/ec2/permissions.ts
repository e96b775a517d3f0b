import type { IpPermission } from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { canonical, formatCidr, parseCidr } from './cidr.ts';
import { existing } from './ids.ts';
import { formatIpv6Cidr, parseIpv6Cidr } from './ipv6.ts';
import { invalidValue } from './refuse.ts';
import type { Ec2State, SecurityGroupRecord, SecurityGroupRuleRecord } from './state.ts';

/** A rule before it has an id and a direction: one protocol, one port range, one peer. */
export type RuleShape = Omit<SecurityGroupRuleRecord, 'ruleId' | 'isEgress'>;

const protocolNames: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  all: '-1',
};

/** One rule per peer of each permission, in EC2's own spelling. */
export function toRules(
  state: Ec2State,
  group: SecurityGroupRecord,
  permissions: readonly IpPermission[],
): RuleShape[] {
  return permissions.flatMap((permission) => {
    const base = protocolAndPorts(permission);
    const rules: RuleShape[] = [
      ...(permission.IpRanges ?? []).map(({ CidrIp = '', Description }) => ({
        ...base,
        cidrIpv4: ruleCidr(CidrIp),
        description: describe(Description),
      })),
      ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = '', Description }) => ({
        ...base,
        cidrIpv6: ruleIpv6Cidr(CidrIpv6),
        description: describe(Description),
      })),
      ...(permission.PrefixListIds ?? []).map(({ PrefixListId, Description }) => ({
        ...base,
        prefixListId: PrefixListId,
        description: describe(Description),
      })),
      ...(permission.UserIdGroupPairs ?? []).map(({ GroupId, GroupName, Description }) => ({
        ...base,
        referencedGroupId: peerGroup(state, group, GroupId, GroupName),
        description: describe(Description),
      })),
    ];
    if (rules.length === 0) {
      throw invalidValue('The request must contain at least one of ipRanges, ipv6Ranges, prefixListIds or groups');
    }
    return rules;
  });
}

/** Whether two rules allow the same; EC2 does not look at descriptions. */
export function isSameRule(a: RuleShape, b: RuleShape): boolean {
  return (
    a.ipProtocol === b.ipProtocol &&
    a.fromPort === b.fromPort &&
    a.toPort === b.toPort &&
    a.cidrIpv4 === b.cidrIpv4 &&
    a.cidrIpv6 === b.cidrIpv6 &&
    a.prefixListId === b.prefixListId &&
    a.referencedGroupId === b.referencedGroupId
  );
}

/** The rules as DescribeSecurityGroups shows them: merged by protocol and ports. */
export function toPermissions(rules: readonly RuleShape[], account: string): IpPermission[] {
  const merged = new Map<string, Required<Omit<IpPermission, 'FromPort' | 'ToPort'>> & IpPermission>();
  for (const rule of rules) {
    const key = `${rule.ipProtocol}/${rule.fromPort}/${rule.toPort}`;
    const permission = merged.get(key) ?? {
      IpProtocol: rule.ipProtocol,
      FromPort: rule.fromPort,
      ToPort: rule.toPort,
      UserIdGroupPairs: [],
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
    };
    merged.set(key, permission);
    const Description = rule.description;
    if (rule.cidrIpv4 !== undefined) permission.IpRanges.push({ CidrIp: rule.cidrIpv4, Description });
    if (rule.cidrIpv6 !== undefined) permission.Ipv6Ranges.push({ CidrIpv6: rule.cidrIpv6, Description });
    if (rule.prefixListId !== undefined)
      permission.PrefixListIds.push({ PrefixListId: rule.prefixListId, Description });
    if (rule.referencedGroupId !== undefined) {
      permission.UserIdGroupPairs.push({ GroupId: rule.referencedGroupId, UserId: account, Description });
    }
  }
  return [...merged.values()];
}

function protocolAndPorts({ IpProtocol, FromPort, ToPort }: IpPermission): RuleShape {
  if (IpProtocol === undefined || IpProtocol === '')
    throw invalidValue(
      "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.",
    );
  const text = IpProtocol.toLowerCase();
  const ipProtocol = protocolNames[text] ?? text;
  if (!['tcp', 'udp', 'icmp', 'icmpv6', '-1'].includes(ipProtocol) && !isProtocolNumber(ipProtocol)) {
    throw invalidValue(`Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`);
  }
  // Ports mean nothing to the other protocols, and EC2 forgets them.
  if (!['tcp', 'udp', 'icmp', 'icmpv6'].includes(ipProtocol)) return { ipProtocol };
  const isIcmp = ipProtocol.startsWith('icmp');
  const fromPort = FromPort ?? (isIcmp ? -1 : undefined);
  const toPort = ToPort ?? (isIcmp ? -1 : undefined);
  if (fromPort === undefined || toPort === undefined) {
    throw invalidValue(`Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
  }
  if (!isIcmp) requirePorts(fromPort, toPort, ipProtocol);
  return { ipProtocol, fromPort, toPort };
}

/** Up to 255 of the characters that EC2 lists for descriptions. */
function describe(description: string | undefined): string | undefined {
  if (description === undefined || description === '') return undefined;
  if (description.length > 255 || !/^[\w .:/()#,@[\]+=&;{}!$*-]*$/.test(description)) {
    throw invalidValue(
      `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
    );
  }
  return description;
}

function isProtocolNumber(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= 255;
}

function requirePorts(from: number, to: number, protocol: string): void {
  for (const port of [from, to]) {
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw invalidValue(
        `Invalid value '${port}' for fromPort. TCP/UDP port must be between 0 and 65535 (${protocol}).`,
      );
    }
  }
  if (from > to) throw invalidValue(`Invalid TCP/UDP port range (${from}:${to})`);
}

function ruleCidr(text: string): string {
  const range = parseCidr(text);
  if (!range) throw invalidValue(`CIDR block ${text} is malformed`);
  return formatCidr(canonical(range));
}

function ruleIpv6Cidr(text: string): string {
  const range = parseIpv6Cidr(text);
  if (!range) throw invalidValue(`CIDR block ${text} is malformed`);
  return formatIpv6Cidr(range);
}

function peerGroup(
  state: Ec2State,
  group: SecurityGroupRecord,
  id: string | undefined,
  name: string | undefined,
): string {
  const named = [...state.securityGroups.values()].find(
    (each) => each.vpcId === group.vpcId && each.groupName === name,
  );
  const peer = existing(state.securityGroups, 'securityGroup', id ?? named?.groupId ?? name);
  // Peers in other VPCs need a peering connection, which is not modelled.
  if (peer.vpcId !== group.vpcId) {
    throw new ServiceError(
      'InvalidGroup.NotFound',
      `You have specified two resources that belong to different networks.`,
    );
  }
  return peer.groupId;
}
