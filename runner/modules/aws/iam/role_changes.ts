import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { unlessDoneBefore } from '../../../aws/done_before.ts';
import { createOnce } from '../../../aws/lost_answer.ts';
import { ownTags } from '../../../aws/ownership.ts';
import { type PolicyDocument, samePolicy } from '../../../aws/policy.ts';
import { describeTagChanges, diffTags, type Tags, tagsToList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import { noSuchEntity, onceIamKnows } from './missing.ts';
import type { RoleState } from './role_read.ts';

type Want = Wanted<RoleState>;

/** Steps for what CreateRole sets as well: trust, description, session duration, boundary and tags of a role that is there. */
export function* roleSteps(now: RoleState, want: Want): Generator<Step<RoleState>> {
  const RoleName = now.name;
  const trust = want.trust as PolicyDocument;
  if (!samePolicy(now.trust, trust))
    yield step(`change who may take on role ${RoleName}`, async (world) => {
      const PolicyDocument = JSON.stringify(trust);
      await world.client(IAMClient).send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      return { trust };
    });
  if (now.description !== want.description || now.max_session_duration !== want.max_session_duration)
    yield step(`update description and session duration of role ${RoleName}`, async (world) => {
      const { description, max_session_duration } = want as RoleState;
      const command = { RoleName, Description: description, MaxSessionDuration: max_session_duration };
      await world.client(IAMClient).send(new UpdateRoleCommand(command));
      return { description, max_session_duration };
    });
  if (now.boundary !== want.boundary)
    yield step(
      want.boundary ? `bound role ${RoleName} by ${want.boundary}` : `unbound role ${RoleName}`,
      async (world) => {
        const boundary = want.boundary as string;
        const iam = world.client(IAMClient);
        if (boundary)
          await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: boundary }));
        else await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
        return { boundary };
      },
    );
  yield* tagSteps(now, want.tags as Tags);
}

function* tagSteps({ name: RoleName, tags }: RoleState, want: Tags): Generator<Step<RoleState>> {
  const changes = diffTags(tags, want);
  if (!changes) return;
  yield step(`tag role ${RoleName}: ${describeTagChanges(changes)}`, async (world) => {
    const iam = world.client(IAMClient);
    if (changes.remove.length > 0) await iam.send(new UntagRoleCommand({ RoleName, TagKeys: [...changes.remove] }));
    if (Object.keys(changes.set).length > 0)
      await iam.send(new TagRoleCommand({ RoleName, Tags: tagsToList(changes.set) }));
    return { tags: { ...want } };
  });
}

/** Steps that attach and detach managed policies. */
export function* attachmentSteps(now: RoleState | undefined, want: Want): Generator<Step<RoleState>> {
  const has = now?.attached ?? [];
  const wanted = want.attached as string[];
  for (const PolicyArn of wanted.filter((arn) => !has.includes(arn)))
    yield step(`attach policy ${PolicyArn}`, async (world, { known }) => {
      const command = new AttachRolePolicyCommand({ RoleName: known.name!, PolicyArn });
      await onceIamKnows(world, () => world.client(IAMClient).send(command));
      return { attached: [...(known.attached ?? []), PolicyArn].sort() };
    });
  for (const PolicyArn of has.filter((arn) => !wanted.includes(arn)))
    yield step(`detach policy ${PolicyArn}`, async (world, { known }) => {
      const command = new DetachRolePolicyCommand({ RoleName: known.name!, PolicyArn });
      await unlessMissing(noSuchEntity, () => world.client(IAMClient).send(command));
      return { attached: (known.attached ?? []).filter((arn) => arn !== PolicyArn) };
    });
}

/** The step that puts the role into an instance profile of its own name. */
export function* profileSteps(now: RoleState | undefined, want: Want): Generator<Step<RoleState>> {
  const missing = (want.profiles as string[]).filter((name) => !now?.profiles.includes(name));
  for (const InstanceProfileName of missing)
    yield step(`create instance profile ${InstanceProfileName}`, async (world, { known }) => {
      const iam = world.client(IAMClient);
      await createProfile(iam, InstanceProfileName, want.path as string, ownTags(want.tags as Tags));
      const command = new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: known.name! });
      await unlessDoneBefore(['LimitExceeded', 'LimitExceededException'], () =>
        onceIamKnows(world, () => iam.send(command)),
      );
      return { profiles: [...(known.profiles ?? []), InstanceProfileName].sort() };
    });
}

/** A profile may be there without the role in it: an interrupted run left it so. */
async function createProfile(iam: IAMClient, InstanceProfileName: string, Path: string, tags: Tags): Promise<void> {
  const Tags = tagsToList(tags);
  const command = new CreateInstanceProfileCommand({ InstanceProfileName, Path, ...(Tags.length > 0 && { Tags }) });
  const exists = ['EntityAlreadyExists', 'EntityAlreadyExistsException'];
  const create = () => unlessMissing(exists, () => iam.send(command));
  await createOnce<unknown>(create, create);
}
