import { elbApplicationLbSchema } from '../../../schemas/elb_application_lb.ts';
import { PlayError } from '../../diagnostics.ts';
import { resource, type Step, type Wanted } from '../module.ts';
import { listenerSteps } from './elb/listener_steps.ts';
import { fromParams, isActive, type LoadBalancer, targetGroupsOf } from './elb/load_balancer.ts';
import { newLoadBalancerAttributes } from './elb/load_balancer_attributes.ts';
import { describeLoadBalancer, readExtras } from './elb/load_balancer_read.ts';
import * as steps from './elb/load_balancer_steps.ts';
import { elbTags } from './elb/removal.ts';
import { loadBalancerResult } from './elb/results.ts';
import { elbTagStep } from './elb/tag_step.ts';
import { withTargetGroupArns } from './elb/target_group_arns.ts';
import { fixedDifferences } from './fixed.ts';
import { securityGroupIds } from './security_group_ids.ts';

/** An application load balancer, found by its name. Result as `amazon.aws.elb_application_lb` documents it. */
export const elbApplicationLb = resource({
  name: 'elb_application_lb',
  schema: elbApplicationLbSchema,
  identity: ['name'],
  moving: ['status'],

  async resolve(world, params) {
    if (params.state === 'absent') return params;
    const [groups, listeners] = await Promise.all([
      params.security_groups && securityGroupIds(world, params.security_groups, params.subnets),
      params.listeners && withTargetGroupArns(world, params.listeners),
    ]);
    return { ...params, ...(groups && { security_groups: groups }), ...(listeners && { listeners }) };
  },

  async read(world, params): Promise<LoadBalancer | undefined> {
    const found = await describeLoadBalancer(world, params.name);
    return found && params.state === 'present' ? readExtras(world, found, params) : found;
  },

  want: (params, now) => (params.state === 'absent' ? undefined : fromParams(params, now)),

  replaces: (now, want) => fixedDifferences(now, want, { scheme: 'scheme' }),

  removal: {
    id: (now) => now.arn,
    hangsOn: (now) => [...now.subnets, ...now.security_groups, ...targetGroupsOf(now)],
    // Its groups, target groups and subnets can go only when it has.
    absent: (params) => ({
      ...params,
      state: 'absent' as const,
      wait: true,
      wait_timeout: Math.max(params.wait_timeout, 600),
    }),
    tags: (world, now) => elbTags(world, now.arn),
  },

  *plan(now, want, params): Iterable<Step<LoadBalancer>> {
    const { name, wait, wait_timeout } = params;
    if (!want) {
      if (now) yield steps.deletion(now);
      if (now && wait) yield steps.disappearance(name, wait_timeout);
      return;
    }
    if (!now) {
      requireSubnets(want, name);
      yield steps.creation(want);
    }
    const before: Wanted<LoadBalancer> = now ?? { ...want, attributes: newLoadBalancerAttributes, listeners: [] };
    const wanted = want as LoadBalancer;
    yield* steps.propertySteps(before, want);
    yield* steps.attributeStep(name, before.attributes as LoadBalancer['attributes'], wanted.attributes);
    yield* listenerSteps(before.listeners as LoadBalancer['listeners'], wanted.listeners, params.listeners ?? []);
    yield* elbTagStep<LoadBalancer>(
      `load balancer ${name}`,
      before.tags as LoadBalancer['tags'],
      wanted.tags,
      (known) => known.arn,
    );
    if (wait && !(now && isActive(now.status))) yield steps.activation(name, wait_timeout);
  },

  result: (state) => (state ? loadBalancerResult(state) : {}),
});

function requireSubnets(want: Wanted<LoadBalancer>, name: string): void {
  if ((want.subnets as string[]).length > 0) return;
  throw new PlayError({
    code: 'missing-parameter',
    message: `subnets are needed to create load balancer ${name}`,
    hint: 'name one subnet in each of at least two zones',
  });
}
