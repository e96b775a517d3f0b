import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  type Role,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { iamId } from './ids.ts';
import { roleKind } from './kinds.ts';
import { iamPage } from './listing.ts';
import { requirePolicy } from './managed_policies.ts';
import { encodeDocument, requireTrustPolicy } from './policy_document.ts';
import { newPrincipal, principal, requireWithoutPolicies } from './principal.ts';
import { constraint, deleteConflict } from './refuse.ts';
import { iamState, type RoleRecord } from './state.ts';
import { requireTags, tagList } from './tags.ts';
import { requireKnownPrincipals } from './trusted.ts';

/** Roles. Behaviour: IAM API reference, `CreateRole` and neighbours. */
export const roleOperations = [
  on(CreateRoleCommand, (input, context) => {
    const base = newPrincipal(context, roleKind, { name: input.RoleName, path: input.Path });
    const role: RoleRecord = {
      ...base,
      id: iamId(context, 'AROA'),
      assumeRolePolicy: trustPolicy(context, input.AssumeRolePolicyDocument),
      description: requireDescription(input.Description),
      maxSessionDuration: requireSessionDuration(input.MaxSessionDuration ?? 3600),
      permissionsBoundary: input.PermissionsBoundary && requirePolicy(context, input.PermissionsBoundary).arn,
      tags: requireTags(input.Tags),
    };
    context.state(iamState).roles.set(role.name.toLowerCase(), role);
    return { Role: { ...describeRole(role), ...details(role) } };
  }),
  on(GetRoleCommand, (input, context) => {
    const role = principal(context, roleKind, input.RoleName);
    return { Role: { ...describeRole(role), ...details(role), RoleLastUsed: {} } };
  }),
  on(ListRolesCommand, (input, context) => {
    const roles = [...context.state(iamState).roles.values()]
      .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, ...rest } = iamPage(roles, input);
    // Tags, boundary and last use are for GetRole alone.
    return { Roles: items.map(describeRole), ...rest };
  }),
  on(DeleteRoleCommand, (input, context) => {
    const state = context.state(iamState);
    const role = principal(context, roleKind, input.RoleName);
    if ([...state.instanceProfiles.values()].some(({ roleName }) => roleName === role.name)) {
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    }
    requireWithoutPolicies(role);
    state.roles.delete(role.name.toLowerCase());
    return {};
  }),
  on(UpdateRoleCommand, (input, context) => {
    const role = principal(context, roleKind, input.RoleName);
    if (input.Description !== undefined) role.description = requireDescription(input.Description);
    if (input.MaxSessionDuration !== undefined) {
      role.maxSessionDuration = requireSessionDuration(input.MaxSessionDuration);
    }
    return {};
  }),
  on(UpdateRoleDescriptionCommand, (input, context) => {
    const role = principal(context, roleKind, input.RoleName);
    role.description = requireDescription(input.Description);
    return { Role: { ...describeRole(role), ...details(role) } };
  }),
  on(UpdateAssumeRolePolicyCommand, (input, context) => {
    const role = principal(context, roleKind, input.RoleName);
    role.assumeRolePolicy = trustPolicy(context, input.PolicyDocument);
    return {};
  }),
];

/** A role as all answers show it. */
export function describeRole(role: RoleRecord): Role {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    Path: role.path,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodeDocument(role.assumeRolePolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

function details(role: RoleRecord): Partial<Role> {
  return {
    ...(role.tags.size > 0 && { Tags: tagList(role.tags) }),
    ...(role.permissionsBoundary && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'Policy' as 'PermissionsBoundaryPolicy',
        PermissionsBoundaryArn: role.permissionsBoundary,
      },
    }),
  };
}

function trustPolicy(context: Context, document: string | undefined): string {
  const policy = requireTrustPolicy(document);
  requireKnownPrincipals(context, policy);
  return policy;
}

function requireDescription(description: string | undefined): string | undefined {
  if (description !== undefined && description.length > 1000) {
    throw constraint(description, 'description', 'Member must have length less than or equal to 1000');
  }
  return description;
}

function requireSessionDuration(seconds: number): number {
  if (seconds >= 3600 && seconds <= 43200) return seconds;
  const rule = seconds < 3600 ? 'greater than or equal to 3600' : 'less than or equal to 43200';
  throw constraint(String(seconds), 'maxSessionDuration', `Member must have value ${rule}`);
}
