import type { PrincipalKind } from './principal.ts';
import type { GroupRecord, PrincipalRecord, RoleRecord } from './state.ts';

export const roleKind: PrincipalKind<RoleRecord> = {
  noun: 'role',
  parameter: 'roleName',
  longest: 64,
  records: ({ roles }) => roles,
};

export const userKind: PrincipalKind<PrincipalRecord> = {
  noun: 'user',
  parameter: 'userName',
  longest: 64,
  records: ({ users }) => users,
};

export const groupKind: PrincipalKind<GroupRecord> = {
  noun: 'group',
  parameter: 'groupName',
  longest: 128,
  records: ({ groups }) => groups,
};
