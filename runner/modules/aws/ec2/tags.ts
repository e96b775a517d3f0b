import {
  CreateTagsCommand,
  DeleteTagsCommand,
  EC2Client,
  type ResourceType,
  type TagSpecification,
} from '@aws-sdk/client-ec2';
import { retryWhile } from '../../../aws/retry.ts';
import { describeTagChanges, diffTags, type Tags, tagsToList } from '../../../aws/tags.ts';
import type { World } from '../../../aws/world.ts';
import { type Step, step } from '../../module.ts';

/** Tags in the call that creates a thing, so that a run which is cut off leaves nothing untagged behind. */
export function tagSpecifications(type: ResourceType, tags: unknown): TagSpecification[] | undefined {
  const list = tagsToList(tags as Tags);
  return list.length > 0 ? [{ ResourceType: type, Tags: list }] : undefined;
}

/** What EC2 answers for a moment after a thing was made. */
const notFoundYet = [
  'InvalidVpcID.NotFound',
  'InvalidVpcId.NotFound',
  'InvalidSubnetID.NotFound',
  'InvalidSubnetId.NotFound',
  'InvalidInternetGatewayID.NotFound',
  'InvalidRouteTableID.NotFound',
  'InvalidRouteTableId.NotFound',
  'InvalidGroup.NotFound',
  'InvalidGroupId.NotFound',
  'InvalidGatewayID.NotFound',
  'InvalidID',
];

/** Runs a call that concerns something just made, which other parts of EC2 may not know of yet. */
export function onceEc2Knows<T>(world: World, call: () => Promise<T>): Promise<T> {
  return retryWhile(world, { codes: notFoundYet, limit: 20_000 }, call);
}

/** Has an id and tags, as everything in EC2 does. */
interface Tagged {
  readonly id: string;
  readonly tags: Record<string, string>;
}

/** The steps that bring the tags of an existing thing up to date; none when they agree. */
export function* ec2TagSteps<State extends Tagged>(
  kind: string,
  now: State,
  want: { readonly tags: unknown },
): Generator<Step<State>> {
  const tags = want.tags as Tags;
  const changes = diffTags(now.tags, tags);
  if (!changes) return;
  yield step<State>(`tag ${kind} ${now.id}: ${describeTagChanges(changes)}`, async (world) => {
    const ec2 = world.client(EC2Client);
    const Resources = [now.id];
    if (changes.remove.length > 0)
      await ec2.send(new DeleteTagsCommand({ Resources, Tags: changes.remove.map((Key) => ({ Key })) }));
    if (Object.keys(changes.set).length > 0)
      await ec2.send(new CreateTagsCommand({ Resources, Tags: tagsToList(changes.set) }));
    return { tags: { ...tags } } as Partial<State>;
  });
}
