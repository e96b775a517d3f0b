import {
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { retryWhile } from '../../../aws/retry.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import { type Step, step } from '../../module.ts';
import { noSuchEntity } from './missing.ts';
import type { RoleState } from './role_read.ts';

/** IAM deletes a role only when it is in no instance profile and has no policy. */
export function* removalSteps(now: RoleState, deleteProfile: boolean): Generator<Step<RoleState>> {
  const RoleName = now.name;
  for (const InstanceProfileName of now.profiles) {
    yield step(`take role ${RoleName} out of instance profile ${InstanceProfileName}`, async (world) => {
      await unlessMissing(noSuchEntity, () =>
        world.client(IAMClient).send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName })),
      );
      return undefined;
    });
    const stays = now.foreign_profiles?.includes(InstanceProfileName);
    if (deleteProfile && InstanceProfileName === RoleName && !stays)
      yield step(`delete instance profile ${InstanceProfileName}`, async (world) => {
        await unlessMissing(noSuchEntity, () =>
          world.client(IAMClient).send(new DeleteInstanceProfileCommand({ InstanceProfileName })),
        );
        return undefined;
      });
  }
  for (const PolicyArn of now.attached)
    yield step(`detach policy ${PolicyArn}`, async (world) => {
      await unlessMissing(noSuchEntity, () =>
        world.client(IAMClient).send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
      );
      return undefined;
    });
  for (const PolicyName of now.inline)
    yield step(`delete inline policy ${PolicyName}`, async (world) => {
      await unlessMissing(noSuchEntity, () =>
        world.client(IAMClient).send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
      );
      return undefined;
    });
  yield step(`delete role ${RoleName}`, async (world, { progress }) => {
    // IAM goes on to see for a while what has just been taken off the role.
    await unlessMissing(noSuchEntity, () =>
      retryWhile(world, { codes: ['DeleteConflict'], limit: 30_000, progress }, () =>
        world.client(IAMClient).send(new DeleteRoleCommand({ RoleName })),
      ),
    );
    return undefined;
  });
}
