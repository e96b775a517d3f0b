import {
  GetInstanceProfileCommand,
  GetRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
  paginateListAttachedRolePolicies,
  paginateListInstanceProfilesForRole,
  type Role,
} from '@aws-sdk/client-iam';
import { isOwned, type Owner } from '../../../aws/ownership.ts';
import { decodePolicy, type PolicyDocument } from '../../../aws/policy.ts';
import { tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { noSuchEntity } from './missing.ts';

/** An IAM role in our words. */
export interface RoleState {
  name: string;
  arn: string;
  role_id: string;
  path: string;
  description: string;
  create_date: string;
  max_session_duration: number;
  trust: PolicyDocument;
  /** ARN, or empty. */
  boundary: string;
  /** ARNs of managed policies. */
  attached: string[];
  /** Instance profiles that hold it, as far as they matter. */
  profiles: string[];
  /** Inline policies, read only when the role is to go. */
  inline: string[];
  /** With `--destroy`, instance profiles of somebody else's, which stay. */
  foreign_profiles?: string[];
  tags: Record<string, string>;
}

/** What of a role must be read, besides the role. */
export interface RoleParts {
  readonly name: string;
  readonly state: string;
  readonly create_instance_profile: boolean;
}

/** The role of that name. Each list costs a call, so that only those are read that matter. */
export async function readRole(world: World, params: RoleParts): Promise<RoleState | undefined> {
  const RoleName = params.name;
  const iam = world.client(IAMClient);
  const found = await unlessMissing(noSuchEntity, () => iam.send(new GetRoleCommand({ RoleName })));
  if (!found) return undefined;
  const goes = params.state === 'absent';
  const [attached, profiles, inline] = await Promise.all([
    attachedPolicies(world, RoleName),
    goes || params.create_instance_profile ? instanceProfiles(world, RoleName) : [],
    goes ? inlinePolicies(world, RoleName) : [],
  ]);
  return { ...roleFrom(found.Role!), attached, profiles, inline };
}

/** The role that is to go, with its instance profile only where the owner made that as well. */
export async function readDoomedRole(world: World, params: RoleParts, owner: Owner): Promise<RoleState | undefined> {
  const role = await readRole(world, params);
  if (!role?.profiles.includes(role.name)) return role;
  const command = new GetInstanceProfileCommand({ InstanceProfileName: role.name });
  const found = await unlessMissing(noSuchEntity, () => world.client(IAMClient).send(command));
  const ours = isOwned(tagsFromList(found?.InstanceProfile?.Tags), owner);
  return ours ? role : { ...role, foreign_profiles: [role.name] };
}

/** What an answer of CreateRole or GetRole says. */
export function roleFrom(role: Role): Omit<RoleState, 'attached' | 'profiles' | 'inline' | 'foreign_profiles'> {
  return {
    name: role.RoleName!,
    arn: role.Arn!,
    role_id: role.RoleId!,
    path: role.Path ?? '/',
    description: role.Description ?? '',
    create_date: role.CreateDate?.toISOString() ?? '',
    max_session_duration: role.MaxSessionDuration ?? 3600,
    trust: decodePolicy(role.AssumeRolePolicyDocument ?? '{}'),
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? '',
    tags: tagsFromList(role.Tags),
  };
}

async function attachedPolicies(world: World, RoleName: string): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client: world.client(IAMClient) }, { RoleName }))
    arns.push(...(page.AttachedPolicies ?? []).map((policy) => policy.PolicyArn!));
  return arns.sort();
}

async function instanceProfiles(world: World, RoleName: string): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListInstanceProfilesForRole({ client: world.client(IAMClient) }, { RoleName }))
    names.push(...(page.InstanceProfiles ?? []).map((profile) => profile.InstanceProfileName!));
  return names.sort();
}

async function inlinePolicies(world: World, RoleName: string): Promise<string[]> {
  const { PolicyNames = [] } = await world.client(IAMClient).send(new ListRolePoliciesCommand({ RoleName }));
  return [...PolicyNames].sort();
}
