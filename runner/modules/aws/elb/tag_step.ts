import {
  AddTagsCommand,
  ElasticLoadBalancingV2Client,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describeTagChanges, diffTags, type Tags, tagsToList } from '../../../aws/tags.ts';
import { type Step, step } from '../../module.ts';

/** The step that changes the tags of a load balancer or target group; none when they agree. */
export function* elbTagStep<State extends { readonly tags: Record<string, string> }>(
  what: string,
  now: Tags,
  want: Tags,
  arnOf: (known: Partial<State>) => string | undefined,
): Iterable<Step<State>> {
  const difference = diffTags(now, want);
  if (!difference) return;
  yield step(`tag ${what}: ${describeTagChanges(difference)}`, async (world, { known }) => {
    const elb = world.client(ElasticLoadBalancingV2Client);
    const ResourceArns = [arnOf(known)!];
    const { set, remove } = difference;
    if (Object.keys(set).length > 0) await elb.send(new AddTagsCommand({ ResourceArns, Tags: tagsToList(set) }));
    if (remove.length > 0) await elb.send(new RemoveTagsCommand({ ResourceArns, TagKeys: [...remove] }));
    return { tags: want } as Partial<State>;
  });
}
