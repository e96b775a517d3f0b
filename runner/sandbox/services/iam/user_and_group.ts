import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  GetGroupCommand,
  GetUserCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListUsersCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { iamId } from './ids.ts';
import { groupKind, userKind } from './kinds.ts';
import { iamPage } from './listing.ts';
import { newPrincipal, principal, requireWithoutPolicies } from './principal.ts';
import { deleteConflict } from './refuse.ts';
import { type GroupRecord, iamState, type PrincipalRecord } from './state.ts';
import { requireTags, tagList } from './tags.ts';

/** Users and groups, as far as policies need them: no credentials, no console. */
export const userAndGroupOperations = [
  on(CreateUserCommand, (input, context) => {
    const base = newPrincipal(context, userKind, { name: input.UserName, path: input.Path });
    const user: PrincipalRecord = { ...base, id: iamId(context, 'AIDA'), tags: requireTags(input.Tags) };
    context.state(iamState).users.set(user.name.toLowerCase(), user);
    return { User: describeUser(user) };
  }),
  on(GetUserCommand, (input, context) => ({
    User: input.UserName === undefined ? caller(context) : describeUser(principal(context, userKind, input.UserName)),
  })),
  on(ListUsersCommand, (input, context) => {
    const { items, ...rest } = iamPage(sorted(context.state(iamState).users, input.PathPrefix), input);
    return { Users: items.map(describeUser), ...rest };
  }),
  on(DeleteUserCommand, (input, context) => {
    const state = context.state(iamState);
    const user = principal(context, userKind, input.UserName);
    if ([...state.groups.values()].some(({ users }) => users.has(user.name))) {
      throw deleteConflict('Cannot delete entity, must remove users from group first.');
    }
    requireWithoutPolicies(user);
    state.users.delete(user.name.toLowerCase());
    return {};
  }),
  on(CreateGroupCommand, (input, context) => {
    const base = newPrincipal(context, groupKind, { name: input.GroupName, path: input.Path });
    const group: GroupRecord = { ...base, id: iamId(context, 'AGPA'), tags: new Map(), users: new Set() };
    context.state(iamState).groups.set(group.name.toLowerCase(), group);
    return { Group: describeGroup(group) };
  }),
  on(GetGroupCommand, (input, context) => {
    const group = principal(context, groupKind, input.GroupName);
    const { items, ...rest } = iamPage([...group.users], input);
    return {
      Group: describeGroup(group),
      Users: items.map((name) => describeUser(principal(context, userKind, name))),
      ...rest,
    };
  }),
  on(ListGroupsCommand, (input, context) => {
    const { items, ...rest } = iamPage(sorted(context.state(iamState).groups, input.PathPrefix), input);
    return { Groups: items.map(describeGroup), ...rest };
  }),
  on(DeleteGroupCommand, (input, context) => {
    const group = principal(context, groupKind, input.GroupName);
    if (group.users.size > 0) throw deleteConflict('Cannot delete entity, must remove users from group first.');
    requireWithoutPolicies(group);
    context.state(iamState).groups.delete(group.name.toLowerCase());
    return {};
  }),
  on(AddUserToGroupCommand, (input, context) => {
    const group = principal(context, groupKind, input.GroupName);
    group.users.add(principal(context, userKind, input.UserName).name);
    return {};
  }),
  on(RemoveUserFromGroupCommand, (input, context) => {
    const group = principal(context, groupKind, input.GroupName);
    group.users.delete(principal(context, userKind, input.UserName).name);
    return {};
  }),
  on(ListGroupsForUserCommand, (input, context) => {
    const user = principal(context, userKind, input.UserName);
    const groups = sorted(context.state(iamState).groups, '/').filter(({ users }) => users.has(user.name));
    const { items, ...rest } = iamPage(groups, input);
    return { Groups: items.map(describeGroup), ...rest };
  }),
];

function sorted<T extends PrincipalRecord>(records: ReadonlyMap<string, T>, prefix = '/'): T[] {
  return [...records.values()].filter(({ path }) => path.startsWith(prefix)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Without a name IAM tells who calls. */
function caller(context: Context) {
  return {
    UserName: 'sandbox',
    UserId: 'AIDASANDBOXSANDBOX123',
    Arn: context.arn('iam', 'user/sandbox'),
    Path: '/',
    CreateDate: context.now(),
  };
}

function describeUser(user: PrincipalRecord) {
  return {
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    Path: user.path,
    CreateDate: user.createdAt,
    ...(user.tags.size > 0 && { Tags: tagList(user.tags) }),
  };
}

function describeGroup(group: GroupRecord) {
  return {
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    Path: group.path,
    CreateDate: group.createdAt,
  };
}
