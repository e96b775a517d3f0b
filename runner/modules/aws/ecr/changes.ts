import {
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryPolicyCommand,
  ECRClient,
  type ImageTagMutability,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { retryWhile } from '../../../aws/retry.ts';
import { describeTagChanges, diffTags, tagsToList } from '../../../aws/tags.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import type { Repository } from './repository.ts';

/** One step for each setting of a repository that differs. */
export function* changes(
  now: Wanted<Repository>,
  want: Wanted<Repository>,
  forcePolicy: boolean,
): Iterable<Step<Repository>> {
  const wanted = want as Repository;
  const target = (known: Partial<Repository>) => ({
    repositoryName: wanted.name,
    ...(known.registry_id && { registryId: known.registry_id }),
  });
  if (now.image_tag_mutability !== want.image_tag_mutability)
    yield step(`make image tags of ${want.name} ${lower(want.image_tag_mutability)}`, async (world, { known }) => {
      const { image_tag_mutability } = wanted;
      await world.client(ECRClient).send(
        new PutImageTagMutabilityCommand({
          ...target(known),
          imageTagMutability: image_tag_mutability as ImageTagMutability,
        }),
      );
      return { image_tag_mutability };
    });
  if (now.scan_on_push !== want.scan_on_push)
    yield step(`turn scan on push ${want.scan_on_push ? 'on' : 'off'} for ${want.name}`, async (world, { known }) => {
      const { scan_on_push } = wanted;
      await world.client(ECRClient).send(
        new PutImageScanningConfigurationCommand({
          ...target(known),
          imageScanningConfiguration: { scanOnPush: scan_on_push },
        }),
      );
      return { scan_on_push };
    });
  yield* policyChanges(now, wanted, forcePolicy, target);
  yield* tagChanges(now as Repository, wanted);
}

function* policyChanges(
  now: Wanted<Repository>,
  { name, policy, lifecycle_policy }: Repository,
  force: boolean,
  target: (known: Partial<Repository>) => { repositoryName: string; registryId?: string },
): Iterable<Step<Repository>> {
  if (now.policy !== policy)
    yield step(`${policy ? 'set' : 'remove'} the policy of ${name}`, async (world, { known, progress }) => {
      const ecr = world.client(ECRClient);
      if (policy) {
        const command = () =>
          new SetRepositoryPolicyCommand({ ...target(known), policyText: JSON.stringify(policy), force });
        await retryWhile(world, { ...newPrincipal, progress }, () => ecr.send(command()));
      } else await ecr.send(new DeleteRepositoryPolicyCommand(target(known)));
      return { policy };
    });
  if (now.lifecycle_policy !== lifecycle_policy)
    yield step(`${lifecycle_policy ? 'set' : 'remove'} the lifecycle policy of ${name}`, async (world, { known }) => {
      const ecr = world.client(ECRClient);
      if (lifecycle_policy) {
        const lifecyclePolicyText = JSON.stringify(lifecycle_policy);
        await ecr.send(new PutLifecyclePolicyCommand({ ...target(known), lifecyclePolicyText }));
      } else await ecr.send(new DeleteLifecyclePolicyCommand(target(known)));
      return { lifecycle_policy };
    });
}

/** A role made a moment ago is not known to ECR yet. */
const newPrincipal = { codes: ['InvalidParameterException'], message: /principal/i, limit: 20_000 };

function* tagChanges(now: Repository, want: Repository): Iterable<Step<Repository>> {
  const difference = diffTags(now.tags, want.tags);
  if (!difference) return;
  yield step(`tag repository ${want.name}: ${describeTagChanges(difference)}`, async (world, { known }) => {
    const ecr = world.client(ECRClient);
    const resourceArn = known.arn!;
    const { set, remove } = difference;
    if (Object.keys(set).length > 0) await ecr.send(new TagResourceCommand({ resourceArn, tags: tagsToList(set) }));
    if (remove.length > 0) await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: [...remove] }));
    return { tags: want.tags };
  });
}

const lower = (value: unknown): string => String(value).toLowerCase();
