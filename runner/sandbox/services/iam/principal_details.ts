import {
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserPermissionsBoundaryCommand,
  ListAccountAliasesCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
  TagPolicyCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import { on } from '../../service.ts';
import { roleKind, userKind } from './kinds.ts';
import { iamPage } from './listing.ts';
import { requireOwnPolicy, requirePolicy } from './managed_policies.ts';
import { principal } from './principal.ts';
import { noSuchEntity } from './refuse.ts';
import { iamState, type PrincipalRecord } from './state.ts';
import { addTags, removeTags, tagList } from './tags.ts';

/** Tags, permissions boundaries and the aliases of the account. */
export const principalDetailOperations = [
  on(TagRoleCommand, (input, context) => {
    addTags(principal(context, roleKind, input.RoleName).tags, input.Tags);
    return {};
  }),
  on(UntagRoleCommand, (input, context) => {
    removeTags(principal(context, roleKind, input.RoleName).tags, input.TagKeys);
    return {};
  }),
  on(ListRoleTagsCommand, (input, context) => listTags(principal(context, roleKind, input.RoleName).tags, input)),
  on(TagUserCommand, (input, context) => {
    addTags(principal(context, userKind, input.UserName).tags, input.Tags);
    return {};
  }),
  on(UntagUserCommand, (input, context) => {
    removeTags(principal(context, userKind, input.UserName).tags, input.TagKeys);
    return {};
  }),
  on(ListUserTagsCommand, (input, context) => listTags(principal(context, userKind, input.UserName).tags, input)),
  on(TagPolicyCommand, (input, context) => {
    addTags(requireOwnPolicy(context, input.PolicyArn).tags, input.Tags);
    return {};
  }),
  on(UntagPolicyCommand, (input, context) => {
    removeTags(requireOwnPolicy(context, input.PolicyArn).tags, input.TagKeys);
    return {};
  }),
  on(ListPolicyTagsCommand, (input, context) => listTags(requirePolicy(context, input.PolicyArn).tags, input)),
  on(PutRolePermissionsBoundaryCommand, (input, context) => {
    const role = principal(context, roleKind, input.RoleName);
    role.permissionsBoundary = requirePolicy(context, input.PermissionsBoundary).arn;
    return {};
  }),
  on(DeleteRolePermissionsBoundaryCommand, (input, context) => {
    return removeBoundary(principal(context, roleKind, input.RoleName));
  }),
  on(PutUserPermissionsBoundaryCommand, (input, context) => {
    const user = principal(context, userKind, input.UserName);
    user.permissionsBoundary = requirePolicy(context, input.PermissionsBoundary).arn;
    return {};
  }),
  on(DeleteUserPermissionsBoundaryCommand, (input, context) => {
    return removeBoundary(principal(context, userKind, input.UserName));
  }),
  on(ListAccountAliasesCommand, (input, context) => {
    const { items, ...rest } = iamPage(context.state(iamState).accountAliases, input);
    return { AccountAliases: items, ...rest };
  }),
];

function listTags(tags: ReadonlyMap<string, string>, asked: Parameters<typeof iamPage>[1]) {
  const { items, ...rest } = iamPage(tagList(tags), asked);
  return { Tags: items, ...rest };
}

function removeBoundary(record: PrincipalRecord): Record<string, never> {
  if (record.permissionsBoundary === undefined) {
    throw noSuchEntity(`The permissions boundary of ${record.name} cannot be found.`);
  }
  record.permissionsBoundary = undefined;
  return {};
}
