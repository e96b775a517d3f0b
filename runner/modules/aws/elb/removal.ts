import { DescribeTagsCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Tags, tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';

const gone = [
  'LoadBalancerNotFound',
  'LoadBalancerNotFoundException',
  'TargetGroupNotFound',
  'TargetGroupNotFoundException',
];

/** The tags of a load balancer or target group, which take a call of their own; undefined when it has gone. */
export async function elbTags(world: World, arn: string): Promise<Tags | undefined> {
  const command = new DescribeTagsCommand({ ResourceArns: [arn] });
  const found = await unlessMissing(gone, () => world.client(ElasticLoadBalancingV2Client).send(command));
  return found && tagsFromList(found.TagDescriptions?.[0]?.Tags);
}
