import type { Fields } from './filters.ts';
import type { Ec2State, SecurityGroupRecord, SecurityGroupRuleRecord } from './state.ts';

type RuleField = (rule: SecurityGroupRuleRecord) => string | number | undefined;

/** The filters of DescribeSecurityGroups. */
export function securityGroupFields(state: Ec2State): Fields<SecurityGroupRecord> {
  const nameOf = (id: string | undefined) => (id === undefined ? undefined : state.securityGroups.get(id)?.groupName);
  const ofRules = (isEgress: boolean, field: RuleField) => (group: SecurityGroupRecord) =>
    group.rules.filter((rule) => rule.isEgress === isEgress).map(field);
  const ruleFields: Record<string, RuleField> = {
    protocol: ({ ipProtocol }) => ipProtocol,
    'from-port': ({ fromPort }) => fromPort,
    'to-port': ({ toPort }) => toPort,
    cidr: ({ cidrIpv4 }) => cidrIpv4,
    'ipv6-cidr': ({ cidrIpv6 }) => cidrIpv6,
    'prefix-list-id': ({ prefixListId }) => prefixListId,
    'group-id': ({ referencedGroupId }) => referencedGroupId,
    'group-name': ({ referencedGroupId }) => nameOf(referencedGroupId),
  };
  return {
    'group-id': ({ groupId }) => groupId,
    'group-name': ({ groupName }) => groupName,
    description: ({ description }) => description,
    'vpc-id': ({ vpcId }) => vpcId,
    'owner-id': ({ ownerId }) => ownerId,
    ...Object.fromEntries(
      Object.entries(ruleFields).flatMap(([name, field]) => [
        [`ip-permission.${name}`, ofRules(false, field)],
        [`egress.ip-permission.${name}`, ofRules(true, field)],
      ]),
    ),
  };
}
