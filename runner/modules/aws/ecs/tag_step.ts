import { ECSClient, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-ecs';
import { describeTagChanges, diffTags, type Tags, tagsToLowerCaseList } from '../../../aws/tags.ts';
import { type Step, step } from '../../module.ts';

interface Tagged {
  readonly arn: string;
  readonly tags: Record<string, string>;
}

/** The step that changes the tags of something in ECS; none when they agree. */
export function* ecsTagStep<State extends Tagged>(what: string, now: Tags, want: Tags): Iterable<Step<State>> {
  const difference = diffTags(now, want);
  if (!difference) return;
  yield step(`tag ${what}: ${describeTagChanges(difference)}`, async (world, { known }) => {
    const ecs = world.client(ECSClient);
    const resourceArn = known.arn!;
    const { set, remove } = difference;
    if (Object.keys(set).length > 0)
      await ecs.send(new TagResourceCommand({ resourceArn, tags: tagsToLowerCaseList(set) }));
    if (remove.length > 0) await ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: [...remove] }));
    return { tags: want } as Partial<State>;
  });
}
