import { isDeepStrictEqual } from 'node:util';
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type IpAddressType,
  type LoadBalancerSchemeEnum,
  ModifyLoadBalancerAttributesCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { errorCode } from '../../../aws/errors.ts';
import { createOnce } from '../../../aws/lost_answer.ts';
import { retryWhile } from '../../../aws/retry.ts';
import { tagsToList } from '../../../aws/tags.ts';
import { waitUntil } from '../../../aws/wait.ts';
import { PlayError } from '../../../diagnostics.ts';
import { Unknown } from '../../../template/values.ts';
import { type Step, step, type Wanted, waitStep } from '../../module.ts';
import { changedAttributes, describeAttributes } from './attributes.ts';
import { fromAws, isActive, type LoadBalancer, zonesFromAws } from './load_balancer.ts';
import { describeLoadBalancer } from './load_balancer_read.ts';

/** Subnets and groups made a moment ago are not seen everywhere yet. */
const newParts = { codes: ['SubnetNotFound', 'SubnetNotFoundException', 'InvalidSecurityGroup'], limit: 15_000 };

/** Creates the load balancer with its tags; listeners and attributes have calls of their own. */
export function creation(want: Wanted<LoadBalancer>): Step<LoadBalancer> {
  return step(`create load balancer ${want.name}`, async (world, { progress }) => {
    const wanted = want as LoadBalancer;
    const groups: unknown = want.security_groups;
    const input = {
      Name: wanted.name,
      Subnets: wanted.subnets,
      ...(!(groups instanceof Unknown) && { SecurityGroups: wanted.security_groups }),
      Scheme: wanted.scheme as LoadBalancerSchemeEnum,
      ...(wanted.ip_address_type !== 'ipv4' && { IpAddressType: wanted.ip_address_type as IpAddressType }),
      ...(Object.keys(wanted.tags).length > 0 && { Tags: tagsToList(wanted.tags) }),
    };
    const create = async () => {
      const answer = await world.client(ElasticLoadBalancingV2Client).send(new CreateLoadBalancerCommand(input));
      return fromAws(answer.LoadBalancers![0]!);
    };
    const made = await retryWhile(world, { ...newParts, progress }, () =>
      createOnce(create, () => describeLoadBalancer(world, wanted.name)),
    );
    return { ...made, attributes: wanted.attributes, tags: wanted.tags };
  });
}

/** A step for each property of the load balancer itself that differs. */
export function* propertySteps(now: Wanted<LoadBalancer>, want: Wanted<LoadBalancer>): Iterable<Step<LoadBalancer>> {
  const wanted = want as LoadBalancer;
  const on = `load balancer ${wanted.name}`;
  if (!isDeepStrictEqual(now.subnets, want.subnets))
    yield step(`put ${on} in ${wanted.subnets.join(', ')}`, async (world, { known }) => {
      const input = { LoadBalancerArn: known.arn!, Subnets: wanted.subnets };
      const answer = await world.client(ElasticLoadBalancingV2Client).send(new SetSubnetsCommand(input));
      return { subnets: wanted.subnets, availability_zones: zonesFromAws(answer.AvailabilityZones) };
    });
  if (!isDeepStrictEqual(now.security_groups, want.security_groups))
    yield step(`give ${on} the security groups ${wanted.security_groups.join(', ')}`, async (world, { known }) => {
      const { security_groups } = wanted;
      await world
        .client(ElasticLoadBalancingV2Client)
        .send(new SetSecurityGroupsCommand({ LoadBalancerArn: known.arn!, SecurityGroups: security_groups }));
      return { security_groups };
    });
  if (now.ip_address_type !== want.ip_address_type)
    yield step(`make ${on} ${wanted.ip_address_type}`, async (world, { known }) => {
      const { ip_address_type } = wanted;
      await world
        .client(ElasticLoadBalancingV2Client)
        .send(
          new SetIpAddressTypeCommand({ LoadBalancerArn: known.arn!, IpAddressType: ip_address_type as IpAddressType }),
        );
      return { ip_address_type };
    });
}

/** The step that sets attributes; none when they agree. */
export function* attributeStep(
  name: string,
  now: LoadBalancer['attributes'],
  want: LoadBalancer['attributes'],
): Iterable<Step<LoadBalancer>> {
  const changed = changedAttributes(now, want);
  if (changed.length === 0) return;
  const title = `set attributes of load balancer ${name} (${describeAttributes(now, changed)})`;
  yield step(title, async (world, { known }) => {
    const Attributes = changed.map(([Key, Value]) => ({ Key, Value }));
    await world
      .client(ElasticLoadBalancingV2Client)
      .send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: known.arn!, Attributes }));
    return { attributes: want };
  });
}

/** Waits until the address answers. */
export function activation(name: string, seconds: number): Step<LoadBalancer> {
  return waitStep(`wait until load balancer ${name} is active`, (world, { known, progress }) =>
    waitUntil<Partial<LoadBalancer>>(world, {
      what: `load balancer ${name} to become active`,
      interval: 5_000,
      limit: seconds * 1000,
      progress,
      async look() {
        const { LoadBalancers = [] } = await world
          .client(ElasticLoadBalancingV2Client)
          .send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [known.arn!] }));
        const { Code = 'unknown', Reason } = LoadBalancers[0]?.State ?? {};
        if (isActive(Code)) return { done: { status: Code } };
        if (Code !== 'failed') return { seen: Code };
        throw new PlayError({
          code: 'load-balancer-failed',
          message: `load balancer ${name} could not be set up: ${Reason ?? 'AWS gives no reason'}`,
          hint: 'remove it (state: absent) and create it again',
        });
      },
    }),
  );
}

/** Deletes the load balancer and its listeners; target groups stay. */
export function deletion(now: LoadBalancer): Step<LoadBalancer> {
  return step(`delete load balancer ${now.name}`, async (world) => {
    try {
      await world
        .client(ElasticLoadBalancingV2Client)
        .send(new DeleteLoadBalancerCommand({ LoadBalancerArn: now.arn }));
    } catch (error) {
      if (!/^OperationNotPermitted/.test(errorCode(error))) throw error;
      throw new PlayError({
        code: 'deletion-protection',
        message: `load balancer ${now.name} is protected against deletion`,
        hint: 'run once with state: present and deletion_protection: false',
        cause: error,
      });
    }
    return {};
  });
}

/** Waits until AWS does not list it any more. */
export function disappearance(name: string, seconds: number): Step<LoadBalancer> {
  return waitStep(`wait until load balancer ${name} is gone`, (world, { progress }) =>
    waitUntil<Partial<LoadBalancer>>(world, {
      what: `load balancer ${name} to go`,
      interval: 5_000,
      limit: seconds * 1000,
      progress,
      async look() {
        const found = await describeLoadBalancer(world, name);
        return found ? { seen: found.status } : { done: {} };
      },
    }),
  );
}
