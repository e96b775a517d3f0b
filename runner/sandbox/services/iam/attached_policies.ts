import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListEntitiesForPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { groupKind, roleKind, userKind } from './kinds.ts';
import { iamPage } from './listing.ts';
import { requirePolicy } from './managed_policies.ts';
import { type PrincipalKind, principal } from './principal.ts';
import { limitExceeded, noSuchEntity } from './refuse.ts';
import { iamState, type PrincipalRecord } from './state.ts';

const maximumAttached = 10;

/** Managed policies of a role, user or group. Behaviour: `AttachRolePolicy` and its relatives. */
export const attachedPolicyOperations = [
  on(AttachRolePolicyCommand, (input, context) => attach(context, roleKind, input.RoleName, input.PolicyArn)),
  on(AttachUserPolicyCommand, (input, context) => attach(context, userKind, input.UserName, input.PolicyArn)),
  on(AttachGroupPolicyCommand, (input, context) => attach(context, groupKind, input.GroupName, input.PolicyArn)),
  on(DetachRolePolicyCommand, (input, context) => detach(context, roleKind, input.RoleName, input.PolicyArn)),
  on(DetachUserPolicyCommand, (input, context) => detach(context, userKind, input.UserName, input.PolicyArn)),
  on(DetachGroupPolicyCommand, (input, context) => detach(context, groupKind, input.GroupName, input.PolicyArn)),
  on(ListAttachedRolePoliciesCommand, (input, context) => list(context, roleKind, input.RoleName, input)),
  on(ListAttachedUserPoliciesCommand, (input, context) => list(context, userKind, input.UserName, input)),
  on(ListAttachedGroupPoliciesCommand, (input, context) => list(context, groupKind, input.GroupName, input)),
  on(ListEntitiesForPolicyCommand, (input, context) => {
    const { arn } = requirePolicy(context, input.PolicyArn);
    const { roles, users, groups } = context.state(iamState);
    const having = <T extends PrincipalRecord>(records: ReadonlyMap<string, T>) =>
      [...records.values()].filter(({ attachedPolicies }) => attachedPolicies.has(arn));
    return {
      PolicyRoles: having(roles).map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      PolicyUsers: having(users).map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyGroups: having(groups).map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      IsTruncated: false,
    };
  }),
];

type Kind = PrincipalKind<PrincipalRecord>;

function attach(context: Context, kind: Kind, name: string | undefined, policyArn: string | undefined) {
  const { attachedPolicies } = principal(context, kind, name);
  const { arn } = requirePolicy(context, policyArn);
  if (!attachedPolicies.has(arn) && attachedPolicies.size >= maximumAttached) {
    const noun = `${kind.noun.charAt(0).toUpperCase()}${kind.noun.slice(1)}`;
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${noun}: ${maximumAttached}`);
  }
  attachedPolicies.add(arn);
  return {};
}

function detach(context: Context, kind: Kind, name: string | undefined, policyArn: string | undefined) {
  if (!principal(context, kind, name).attachedPolicies.delete(policyArn ?? '')) {
    throw noSuchEntity(`Policy ${policyArn} was not found.`);
  }
  return {};
}

function list(
  context: Context,
  kind: Kind,
  name: string | undefined,
  asked: Parameters<typeof iamPage>[1] & { readonly PathPrefix?: string | undefined },
) {
  const attached = [...principal(context, kind, name).attachedPolicies]
    .map((arn) => requirePolicy(context, arn))
    .filter(({ path }) => path.startsWith(asked.PathPrefix ?? '/'));
  const { items, ...rest } = iamPage(attached, asked);
  return { AttachedPolicies: items.map((policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn })), ...rest };
}
