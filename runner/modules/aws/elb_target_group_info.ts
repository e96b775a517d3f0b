import {
  type DescribeTargetGroupsCommandInput,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elbTargetGroupInfoSchema } from '../../../schemas/elb_target_group_info.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import type { World } from '../../aws/world.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { info } from '../module.ts';
import { targetGroupResult } from './elb/results.ts';
import { fromAws, type TargetGroup } from './elb/target_group.ts';
import { readExtras } from './elb/target_group_read.ts';
import { underscored } from './underscored.ts';

/** The target groups there are, as the page of `community.aws.elb_target_group_info` documents them. */
export const elbTargetGroupInfo = info({
  name: 'elb_target_group_info',
  schema: elbTargetGroupInfoSchema,
  async read(world, params) {
    if (containsUnknown(params)) return { target_groups: unknown };
    const { names, target_group_arns, load_balancer_arn } = params;
    // A single unknown name makes AWS answer for none of them, so each is asked for by itself.
    const inputs: DescribeTargetGroupsCommandInput[] = names?.map((name) => ({ Names: [name] })) ??
      target_group_arns?.map((arn) => ({ TargetGroupArns: [arn] })) ?? [
        load_balancer_arn === undefined ? {} : { LoadBalancerArn: load_balancer_arn },
      ];
    const found = (await Promise.all(inputs.map((input) => describe(world, input)))).flat();
    return {
      target_groups: await Promise.all(
        found.map(async (group) => ({
          ...targetGroupResult(await readExtras(world, group, false)),
          ...(params.collect_targets_health && { targets_health_description: await healthOf(world, group) }),
        })),
      ),
    };
  },
});

async function describe(world: World, input: DescribeTargetGroupsCommandInput): Promise<TargetGroup[]> {
  const client = world.client(ElasticLoadBalancingV2Client);
  const found = await unlessMissing(['TargetGroupNotFound', 'TargetGroupNotFoundException'], async () => {
    const groups = [];
    for await (const page of paginateDescribeTargetGroups({ client }, input)) groups.push(...(page.TargetGroups ?? []));
    return groups;
  });
  return (found ?? []).map(fromAws);
}

async function healthOf(world: World, { target_group_arn }: TargetGroup): Promise<unknown> {
  const { TargetHealthDescriptions = [] } = await world
    .client(ElasticLoadBalancingV2Client)
    .send(new DescribeTargetHealthCommand({ TargetGroupArn: target_group_arn }));
  return underscored(TargetHealthDescriptions);
}
