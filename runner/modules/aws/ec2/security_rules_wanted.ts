import type { ec2SecurityGroupSchema } from '../../../../schemas/ec2_security_group.ts';
import { canonicalCidr } from '../../../aws/cidr.ts';
import { listOf } from '../../../aws/unknowns.ts';
import type { Infer } from '../../../schema/infer.ts';
import { Unknown, unknown } from '../../../template/values.ts';
import { ruleKey, type SecurityRule, type SourceKind, sortRules } from './security_rule.ts';

type Params = Infer<typeof ec2SecurityGroupSchema>;
type Written = NonNullable<Params['rules']>[number];

const protocols: Readonly<Record<string, string>> = { all: '-1', '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };

/** The rules a group shall have: those asked for and, unless purged, the others that are there. */
export function wantedRules(
  written: readonly Written[] | undefined,
  purge: boolean,
  now: readonly SecurityRule[],
  group: { readonly name?: string | undefined; readonly id?: string | undefined },
): SecurityRule[] {
  if (written === undefined) return [...now];
  const expanded = listOf(written).flatMap((rule) => expand(rule, group));
  const asked = new Map(expanded.map((rule, index) => [mapKey(rule, index), rule]));
  const there = new Map(now.map((rule) => [ruleKey(rule), rule]));
  const settled = [...asked].map(([key, rule]) => ({ ...rule, ...described(rule, there.get(key)) }));
  const kept = purge ? [] : now.filter((rule) => !asked.has(ruleKey(rule)));
  return sortRules([...settled, ...kept]);
}

/** Rules with an unknown other side may turn out to be different ones. */
const mapKey = (rule: SecurityRule, index: number) =>
  rule.source instanceof Unknown && rule.named === undefined ? `${ruleKey(rule)} ${index}` : ruleKey(rule);

/** A rule that says nothing of its description keeps the one it has. */
function described(rule: SecurityRule, now: SecurityRule | undefined): Pick<SecurityRule, 'description'> {
  const description = rule.description ?? now?.description;
  return description ? { description } : { description: undefined };
}

/** One rule per range of ports and other side. */
function expand(rule: Written, group: Parameters<typeof wantedRules>[3]): SecurityRule[] {
  const ip_protocol = protocols[rule.proto] ?? rule.proto;
  const description = rule.rule_desc;
  const sources = sourcesOf(rule, group);
  return portsOf(rule, ip_protocol).flatMap((ports) =>
    sources.map((source) => ({ ip_protocol, ...ports, ...source, description })),
  );
}

type Ports = Pick<SecurityRule, 'from_port' | 'to_port'>;

function portsOf({ ports, from_port, to_port, icmp_type, icmp_code }: Written, ip_protocol: string): Ports[] {
  if (ip_protocol === 'icmp' || ip_protocol === 'icmpv6')
    return [{ from_port: icmp_type ?? from_port ?? -1, to_port: icmp_code ?? to_port ?? -1 }];
  if (ip_protocol !== 'tcp' && ip_protocol !== 'udp') return [{}];
  if (ports) return listOf(ports).map(portRange);
  return [{ from_port: from_port ?? to_port, to_port: to_port ?? from_port }];
}

/** `80`, `"80"` or `"8000-8010"`; a port that is not known yet is passed on as it is. */
function portRange(port: unknown): Ports {
  if (typeof port !== 'string') return { from_port: port as number, to_port: port as number };
  const [first, last = first] = port.split('-').map(Number);
  return { from_port: Math.min(first!, last!), to_port: Math.max(first!, last!) };
}

type Source = Pick<SecurityRule, 'kind' | 'source' | 'named'>;

function sourcesOf(rule: Written, group: Parameters<typeof wantedRules>[3]): Source[] {
  const sources = (kind: SourceKind, values: readonly unknown[]): Source[] =>
    values.map((value) => ({ kind, source: value }));
  return [
    ...sources('cidr_ip', listOf(rule.cidr_ip).map(canonicalCidr)),
    ...sources('cidr_ipv6', listOf(rule.cidr_ipv6).map(canonicalCidr)),
    ...sources('prefix_list_id', listOf(rule.ip_prefix)),
    ...sources(
      'group_id',
      listOf(rule.group_id).map((id) => groupSource(id, group.id)),
    ),
    ...listOf(rule.group_name).map((name): Source => {
      const own = name === group.name;
      return { kind: 'group_id', source: own ? 'self' : unknown, named: own ? undefined : name };
    }),
  ];
}

/** `account/id/name`, as consoles show a foreign group, is known to AWS by account and id. */
function groupSource(id: unknown, own: string | undefined): unknown {
  if (typeof id !== 'string') return id;
  if (id === own) return 'self';
  const [first, second] = id.split('/');
  return first?.startsWith('sg-') ? first : `${first}/${second}`;
}
