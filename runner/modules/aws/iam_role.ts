import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { iamRoleSchema } from '../../../schemas/iam_role.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { policyParameter, samePolicy, trustAsKept } from '../../aws/policy.ts';
import { retryWhile } from '../../aws/retry.ts';
import { tagsToList, wantedTags } from '../../aws/tags.ts';
import { listOf } from '../../aws/unknowns.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, Unknown, unknown } from '../../template/values.ts';
import { type Removed, type Result, resource, step, type Wanted } from '../module.ts';
import { fixedDifferences } from './fixed.ts';
import { resolveManagedPolicies } from './iam/managed_policies.ts';
import { attachmentSteps, profileSteps, roleSteps } from './iam/role_changes.ts';
import { type RoleState, readDoomedRole, readRole, roleFrom } from './iam/role_read.ts';
import { removalSteps } from './iam/role_removal.ts';

type Params = Infer<typeof iamRoleSchema>;

/** An IAM role, as the page of `amazon.aws.iam_role` documents it. */
export const iamRole = resource({
  name: 'iam_role',
  schema: iamRoleSchema,
  identity: ['name'],
  async resolve(world, params) {
    if (params.managed_policies === undefined || params.state === 'absent') return params;
    return { ...params, managed_policies: await resolveManagedPolicies(world, params.managed_policies) };
  },
  read: (world, params): Promise<RoleState | undefined> => readRole(world, params),
  want: wantedRole,
  // IAM API: UpdateRole changes description and duration only.
  replaces: (now, want) => fixedDifferences(now, want, { path: 'path' }),
  removal: {
    id: (now) => `role/${now.name}`,
    read: readDoomedRole,
    absent: (params) => ({
      ...params,
      state: 'absent' as const,
      delete_instance_profile: params.create_instance_profile,
    }),
    without: withoutPolicies,
  },
  *plan(now, want, params) {
    if (!want) {
      if (now) yield* removalSteps(now, params.delete_instance_profile);
      return;
    }
    if (now) yield* roleSteps(now, want);
    else yield step(`create role ${params.name}`, (world) => createRole(world, want as RoleState, params));
    yield* attachmentSteps(now, want);
    yield* profileSteps(now, want);
  },
  result: roleResult,
});

/** A role whose policies have been removed before it, one by one. */
function withoutPolicies(now: RoleState, gone: readonly Removed[]): RoleState {
  const isGone = (policy: string) =>
    gone.some(
      ({ module, params: { iam_type, iam_name, policy_name } }) =>
        module === 'iam_policy' && iam_type === 'role' && iam_name === now.name && policy_name === policy,
    );
  return { ...now, inline: now.inline.filter((policy) => !isGone(policy)) };
}

function wantedRole(params: Params, now: RoleState | undefined): Wanted<RoleState> | undefined {
  if (params.state === 'absent') return undefined;
  const { name, path, description, max_session_duration, boundary } = params;
  const asked = listOf(params.managed_policies);
  const kept = params.managed_policies !== undefined && params.purge_policies ? [] : (now?.attached ?? []);
  return {
    arn: unknown,
    role_id: unknown,
    create_date: unknown,
    inline: [],
    ...now,
    name,
    path: path ?? now?.path ?? '/',
    description: description ?? now?.description ?? '',
    max_session_duration: max_session_duration ?? now?.max_session_duration ?? 3600,
    boundary: boundary ?? now?.boundary ?? '',
    trust: wantedTrust(params, now),
    attached: [...new Set([...kept, ...asked])].sort(),
    profiles: wantedProfiles(params, now),
    tags: wantedTags(now?.tags, params.tags, params.purge_tags),
  };
}

function wantedTrust({ name, assume_role_policy_document: written }: Params, now: RoleState | undefined) {
  if (written === undefined && now) return now.trust;
  if (written === undefined)
    throw new PlayError({
      code: 'trust-policy',
      message: `assume_role_policy_document is needed to create the role "${name}"`,
      hint: 'say who may take it on, e.g. the service ecs-tasks.amazonaws.com',
    });
  if ((written as unknown) instanceof Unknown) return unknown;
  const document = policyParameter('assume_role_policy_document', written);
  return now && samePolicy(now.trust, document) ? now.trust : trustAsKept(document);
}

function wantedProfiles({ name, create_instance_profile }: Params, now: RoleState | undefined): string[] {
  return [...new Set([...(now?.profiles ?? []), ...(create_instance_profile ? [name] : [])])].sort();
}

async function createRole(world: World, want: RoleState, params: Params): Promise<Partial<RoleState>> {
  const command = new CreateRoleCommand({
    RoleName: want.name,
    Path: want.path,
    AssumeRolePolicyDocument: JSON.stringify(want.trust),
    MaxSessionDuration: want.max_session_duration,
    Description: want.description || undefined,
    PermissionsBoundary: want.boundary || undefined,
    Tags: tagsToList(want.tags),
  });
  const create = async () => (await world.client(IAMClient).send(command)).Role!;
  const made = await createOnce(
    // A role or user that the policy names may be too new for IAM to know it everywhere.
    () =>
      retryWhile(
        world,
        {
          codes: ['MalformedPolicyDocument', 'MalformedPolicyDocumentException'],
          message: /invalid principal/i,
          limit: 15_000,
        },
        async () => roleFrom(await create()),
      ),
    () => readRole(world, params),
  );
  const { description, trust, tags, boundary } = want;
  return { ...made, description, trust, tags, boundary, attached: [], profiles: [], inline: [] };
}

/** The role under `iam_role`, and, as older playbooks read it, its keys beside that. */
function roleResult(role: Wanted<RoleState> | undefined): Result {
  if (!role) return {};
  const iam_role = {
    arn: role.arn,
    role_name: role.name,
    role_id: role.role_id,
    path: role.path,
    description: role.description,
    create_date: role.create_date,
    max_session_duration: role.max_session_duration,
    assume_role_policy_document: role.trust,
    assume_role_policy_document_raw: role.trust,
    attached_policies: (role.attached as unknown[]).map((arn) => ({ policy_arn: arn, policy_name: policyName(arn) })),
    ...(role.boundary !== '' && {
      permissions_boundary: { permissions_boundary_arn: role.boundary, permissions_boundary_type: 'Policy' },
    }),
    tags: role.tags,
  };
  return { iam_role, ...iam_role };
}

const policyName = (arn: unknown): unknown => (containsUnknown(arn) ? unknown : String(arn).split('/').at(-1));
