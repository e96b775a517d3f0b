import {
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { groupKind, roleKind, userKind } from './kinds.ts';
import { iamPage } from './listing.ts';
import { requireName } from './names.ts';
import { encodeDocument, requireIdentityPolicy, sizeOf } from './policy_document.ts';
import { type PrincipalKind, principal } from './principal.ts';
import { limitExceeded, noSuchEntity } from './refuse.ts';
import type { PrincipalRecord } from './state.ts';

/** Quotas for all inline policies of one principal together (IAM user guide, "IAM and AWS STS quotas"). */
const quotas = { role: 10_240, user: 2_048, group: 5_120 } as const;

/** Policies that belong to one role, user or group. Behaviour: `PutRolePolicy` and its relatives. */
export const inlinePolicyOperations = [
  on(PutRolePolicyCommand, (input, context) => put(context, roleKind, input.RoleName, input)),
  on(PutUserPolicyCommand, (input, context) => put(context, userKind, input.UserName, input)),
  on(PutGroupPolicyCommand, (input, context) => put(context, groupKind, input.GroupName, input)),
  on(GetRolePolicyCommand, (input, context) => {
    const { owner, name, document } = read(context, roleKind, input.RoleName, input.PolicyName);
    return { RoleName: owner, PolicyName: name, PolicyDocument: document };
  }),
  on(GetUserPolicyCommand, (input, context) => {
    const { owner, name, document } = read(context, userKind, input.UserName, input.PolicyName);
    return { UserName: owner, PolicyName: name, PolicyDocument: document };
  }),
  on(GetGroupPolicyCommand, (input, context) => {
    const { owner, name, document } = read(context, groupKind, input.GroupName, input.PolicyName);
    return { GroupName: owner, PolicyName: name, PolicyDocument: document };
  }),
  on(ListRolePoliciesCommand, (input, context) => list(principal(context, roleKind, input.RoleName), input)),
  on(ListUserPoliciesCommand, (input, context) => list(principal(context, userKind, input.UserName), input)),
  on(ListGroupPoliciesCommand, (input, context) => list(principal(context, groupKind, input.GroupName), input)),
  on(DeleteRolePolicyCommand, (input, context) => remove(context, roleKind, input.RoleName, input.PolicyName)),
  on(DeleteUserPolicyCommand, (input, context) => remove(context, userKind, input.UserName, input.PolicyName)),
  on(DeleteGroupPolicyCommand, (input, context) => remove(context, groupKind, input.GroupName, input.PolicyName)),
];

type Kind = PrincipalKind<PrincipalRecord>;

function put(
  context: Context,
  kind: Kind,
  owner: string | undefined,
  {
    PolicyName,
    PolicyDocument,
  }: { readonly PolicyName: string | undefined; readonly PolicyDocument: string | undefined },
): Record<string, never> {
  const record = principal(context, kind, owner);
  const name = requireName(PolicyName, 'policyName', 128);
  const document = requireIdentityPolicy(PolicyDocument);
  const others = [...record.inlinePolicies].filter(([other]) => other !== name).map(([, text]) => text);
  const quota = quotas[kind.noun];
  if ([document, ...others].reduce((sum, text) => sum + sizeOf(text), 0) > quota) {
    throw limitExceeded(`Maximum policy size of ${quota} bytes exceeded for ${kind.noun} ${record.name}`);
  }
  record.inlinePolicies.set(name, document);
  return {};
}

function read(context: Context, kind: Kind, owner: string | undefined, policyName: string | undefined) {
  const record = principal(context, kind, owner);
  const name = requireName(policyName, 'policyName', 128);
  const document = record.inlinePolicies.get(name);
  if (document === undefined) throw missing(kind, name);
  return { owner: record.name, name, document: encodeDocument(document) };
}

function list({ inlinePolicies }: PrincipalRecord, asked: Parameters<typeof iamPage>[1]) {
  const { items, ...rest } = iamPage([...inlinePolicies.keys()].sort(), asked);
  return { PolicyNames: items, ...rest };
}

function remove(context: Context, kind: Kind, owner: string | undefined, policyName: string | undefined) {
  const name = requireName(policyName, 'policyName', 128);
  if (!principal(context, kind, owner).inlinePolicies.delete(name)) throw missing(kind, name);
  return {};
}

function missing({ noun }: Kind, name: string) {
  return noSuchEntity(`The ${noun} policy with name ${name} cannot be found.`);
}
