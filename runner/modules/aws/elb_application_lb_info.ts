import {
  type DescribeLoadBalancersCommandInput,
  ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elbApplicationLbInfoSchema } from '../../../schemas/elb_application_lb_info.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import type { World } from '../../aws/world.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { info } from '../module.ts';
import { fromAws, type LoadBalancer } from './elb/load_balancer.ts';
import { readExtras } from './elb/load_balancer_read.ts';
import { loadBalancerResult } from './elb/results.ts';

/** The application load balancers there are, as the page of `amazon.aws.elb_application_lb_info` documents them. */
export const elbApplicationLbInfo = info({
  name: 'elb_application_lb_info',
  schema: elbApplicationLbInfoSchema,
  async read(world, params) {
    if (containsUnknown(params)) return { load_balancers: unknown };
    const { names, load_balancer_arns } = params;
    // A single unknown name makes AWS answer for none of them, so each is asked for by itself.
    const inputs: DescribeLoadBalancersCommandInput[] = names?.map((name) => ({ Names: [name] })) ??
      load_balancer_arns?.map((arn) => ({ LoadBalancerArns: [arn] })) ?? [{}];
    const found = (await Promise.all(inputs.map((input) => describe(world, input)))).flat();
    const complete = await Promise.all(found.map((balancer) => readExtras(world, balancer, {})));
    return { load_balancers: complete.map(loadBalancerResult) };
  },
});

async function describe(world: World, input: DescribeLoadBalancersCommandInput): Promise<LoadBalancer[]> {
  const client = world.client(ElasticLoadBalancingV2Client);
  const found = await unlessMissing(['LoadBalancerNotFound', 'LoadBalancerNotFoundException'], async () => {
    const balancers = [];
    for await (const page of paginateDescribeLoadBalancers({ client }, input))
      balancers.push(...(page.LoadBalancers ?? []));
    return balancers;
  });
  return (found ?? []).filter(({ Type }) => Type === 'application').map(fromAws);
}
