import {
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { attributesFromList } from './attributes.ts';
import { fromAws, sortTargets, type TargetGroup } from './target_group.ts';

/** The target group of that name, without attributes, targets and tags. */
export async function describeTargetGroup(world: World, name: string): Promise<TargetGroup | undefined> {
  const found = await unlessMissing(['TargetGroupNotFound', 'TargetGroupNotFoundException'], () =>
    world.client(ElasticLoadBalancingV2Client).send(new DescribeTargetGroupsCommand({ Names: [name] })),
  );
  const group = found?.TargetGroups?.[0];
  return group && fromAws(group);
}

/** Adds attributes and tags, and the registered targets where they are asked for. */
export async function readExtras(world: World, group: TargetGroup, withTargets: boolean): Promise<TargetGroup> {
  const elb = world.client(ElasticLoadBalancingV2Client);
  const TargetGroupArn = group.target_group_arn;
  const [attributes, tags, health] = await Promise.all([
    elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn })),
    elb.send(new DescribeTagsCommand({ ResourceArns: [TargetGroupArn] })),
    withTargets ? elb.send(new DescribeTargetHealthCommand({ TargetGroupArn })) : undefined,
  ]);
  const registered = (health?.TargetHealthDescriptions ?? [])
    .filter(({ TargetHealth }) => TargetHealth?.State !== 'draining')
    .map(({ Target = {} }) => Target);
  return {
    ...group,
    attributes: attributesFromList(attributes.Attributes),
    tags: tagsFromList(tags.TagDescriptions?.[0]?.Tags),
    targets: sortTargets(registered, group.port),
  };
}
