import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  type InstanceProfile,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { iamId } from './ids.ts';
import { roleKind } from './kinds.ts';
import { iamPage } from './listing.ts';
import { requireName, requirePath } from './names.ts';
import { principal } from './principal.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './refuse.ts';
import { describeRole } from './role.ts';
import { type IamState, type InstanceProfileRecord, iamState } from './state.ts';
import { requireTags, tagList } from './tags.ts';

/** Instance profiles, which hold at most one role each. Behaviour: `CreateInstanceProfile` and neighbours. */
export const instanceProfileOperations = [
  on(CreateInstanceProfileCommand, (input, context) => {
    const state = context.state(iamState);
    const name = requireName(input.InstanceProfileName, 'instanceProfileName', 128);
    const path = requirePath(input.Path);
    if (state.instanceProfiles.has(name.toLowerCase())) throw alreadyExists(`Instance Profile ${name} already exists.`);
    const profile: InstanceProfileRecord = {
      name,
      id: iamId(context, 'AIPA'),
      arn: context.arn('iam', `instance-profile${path}${name}`),
      path,
      createdAt: context.now(),
      tags: requireTags(input.Tags),
    };
    state.instanceProfiles.set(name.toLowerCase(), profile);
    return { InstanceProfile: describeProfile(state, profile) };
  }),
  on(GetInstanceProfileCommand, (input, context) => {
    const profile = profileOf(context, input.InstanceProfileName);
    return { InstanceProfile: describeProfile(context.state(iamState), profile) };
  }),
  on(ListInstanceProfilesCommand, (input, context) => {
    const state = context.state(iamState);
    const found = [...state.instanceProfiles.values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const { items, ...rest } = iamPage(found, input);
    return { InstanceProfiles: items.map((profile) => describeProfile(state, profile)), ...rest };
  }),
  on(ListInstanceProfilesForRoleCommand, (input, context) => {
    const state = context.state(iamState);
    const { name } = principal(context, roleKind, input.RoleName);
    const found = [...state.instanceProfiles.values()].filter(({ roleName }) => roleName === name);
    const { items, ...rest } = iamPage(found, input);
    return { InstanceProfiles: items.map((profile) => describeProfile(state, profile)), ...rest };
  }),
  on(AddRoleToInstanceProfileCommand, (input, context) => {
    const profile = profileOf(context, input.InstanceProfileName);
    const { name } = principal(context, roleKind, input.RoleName);
    if (profile.roleName !== undefined)
      throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
    profile.roleName = name;
    return {};
  }),
  on(RemoveRoleFromInstanceProfileCommand, (input, context) => {
    const profile = profileOf(context, input.InstanceProfileName);
    const { name } = principal(context, roleKind, input.RoleName);
    if (profile.roleName !== name) throw noSuchEntity(`Role ${name} is not in Instance Profile ${profile.name}.`);
    profile.roleName = undefined;
    return {};
  }),
  on(DeleteInstanceProfileCommand, (input, context) => {
    const profile = profileOf(context, input.InstanceProfileName);
    if (profile.roleName !== undefined) {
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    }
    context.state(iamState).instanceProfiles.delete(profile.name.toLowerCase());
    return {};
  }),
];

function profileOf(context: Context, name: string | undefined): InstanceProfileRecord {
  const wanted = requireName(name, 'instanceProfileName', 128);
  const profile = context.state(iamState).instanceProfiles.get(wanted.toLowerCase());
  if (!profile) throw noSuchEntity(`Instance Profile ${wanted} cannot be found.`);
  return profile;
}

function describeProfile(state: IamState, profile: InstanceProfileRecord): InstanceProfile {
  const role = state.roles.get(profile.roleName?.toLowerCase() ?? '');
  return {
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    Path: profile.path,
    CreateDate: profile.createdAt,
    Roles: role ? [describeRole(role)] : [],
    ...(profile.tags.size > 0 && { Tags: tagList(profile.tags) }),
  };
}
