import type { Wanted } from '../../module.ts';
import type { GroupState } from './security_group_changes.ts';
import type { SecurityRule } from './security_rule.ts';

type Permission = Record<string, unknown> &
  Record<'ip_ranges' | 'ipv6_ranges' | 'prefix_list_ids' | 'user_id_group_pairs', unknown[]>;

/** What Ansible documents as the result: rules once more by protocol and ports, as AWS tells them. */
export function groupResult(group: Wanted<GroupState> | undefined): Record<string, unknown> {
  if (!group) return { group_id: null };
  return {
    group_id: group.id,
    group_name: group.name,
    description: group.description,
    vpc_id: group.vpc_id,
    owner_id: group.owner_id,
    ip_permissions: permissionsOf(group.ingress as SecurityRule[], group),
    ip_permissions_egress: permissionsOf(group.egress as SecurityRule[], group),
    tags: group.tags,
  };
}

function permissionsOf(rules: readonly SecurityRule[], group: Wanted<GroupState>): Permission[] {
  const permissions = new Map<string, Permission>();
  for (const rule of rules) {
    const { ip_protocol, from_port, to_port } = rule;
    const key = `${ip_protocol} ${from_port} ${to_port}`;
    const permission: Permission = permissions.get(key) ?? {
      ip_protocol,
      ...(from_port !== undefined && { from_port, to_port }),
      ip_ranges: [],
      ipv6_ranges: [],
      prefix_list_ids: [],
      user_id_group_pairs: [],
    };
    permissions.set(key, permission);
    addSource(permission, rule, group);
  }
  return [...permissions.values()];
}

function addSource(
  permission: Permission,
  { kind, source, description }: SecurityRule,
  group: Wanted<GroupState>,
): void {
  const described = description ? { description } : {};
  if (kind === 'cidr_ip') permission.ip_ranges.push({ cidr_ip: source, ...described });
  else if (kind === 'cidr_ipv6') permission.ipv6_ranges.push({ cidr_ipv6: source, ...described });
  else if (kind === 'prefix_list_id') permission.prefix_list_ids.push({ prefix_list_id: source, ...described });
  else permission.user_id_group_pairs.push({ ...pairOf(source, group), ...described });
}

function pairOf(source: unknown, group: Wanted<GroupState>): { group_id: unknown; user_id: unknown } {
  if (source === 'self') return { group_id: group.id, user_id: group.owner_id };
  const [user, id] = String(source).split('/');
  return id === undefined ? { group_id: source, user_id: group.owner_id } : { group_id: id, user_id: user };
}
