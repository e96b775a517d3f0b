import {
  CreateLoadBalancerCommand,
  type CreateLoadBalancerInput,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  type DescribeLoadBalancersInput,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { latencyOf } from '../../latency.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { LOAD_BALANCER_ATTRIBUTES } from './attributes.ts';
import { failed, invalid, notFound } from './errors.ts';
import { hostedZone } from './hosted_zones.ts';
import { attachInterfaces, releaseInterfaces } from './interfaces.ts';
import { balancerResource, checkName } from './names.ts';
import { page } from './paging.ts';
import { checkGroups, checkSubnets, type Placement } from './placement.ts';
import { type BalancerRecord, elbState } from './state.ts';
import { checkedTags } from './tags.ts';

function subnetIds(input: CreateLoadBalancerInput): string[] {
  const mapped = input.SubnetMappings?.map(({ SubnetId = '' }) => SubnetId);
  if (input.Subnets?.length && mapped?.length) throw invalid('You cannot specify both subnets and subnet mappings');
  return input.Subnets ?? mapped ?? [];
}

function sameSettings(record: BalancerRecord, wanted: LoadBalancer): boolean {
  const { balancer } = record;
  const subnets = (of: LoadBalancer) =>
    (of.AvailabilityZones ?? [])
      .map((zone) => zone.SubnetId)
      .sort()
      .join();
  return (
    balancer.Scheme === wanted.Scheme &&
    balancer.Type === wanted.Type &&
    balancer.IpAddressType === wanted.IpAddressType &&
    subnets(balancer) === subnets(wanted) &&
    [...(balancer.SecurityGroups ?? [])].sort().join() === [...(wanted.SecurityGroups ?? [])].sort().join()
  );
}

function settings(input: CreateLoadBalancerInput, groups: string[], place: Placement): LoadBalancer {
  return {
    LoadBalancerName: input.Name,
    Scheme: input.Scheme ?? 'internet-facing',
    VpcId: place.vpcId,
    Type: 'application',
    AvailabilityZones: place.zones,
    SecurityGroups: groups,
    IpAddressType: input.IpAddressType ?? 'ipv4',
  };
}

/** A load balancer's name in DNS: its own name, ten digits that no other has, and the region. */
function dnsName(context: Context, { LoadBalancerName: name, Scheme }: LoadBalancer): string {
  const digits = (BigInt(`0x${context.hex(12)}`) % 10_000_000_000n).toString().padStart(10, '1');
  return `${Scheme === 'internal' ? 'internal-' : ''}${name}-${digits}.${context.region}.elb.amazonaws.com`;
}

/** The load balancer of this name, which a second call gets, too, when it wants the same. */
function sameOne(context: Context, name: string, wanted: LoadBalancer) {
  const all = [...context.state(elbState).balancers.values()];
  const existing = all.find(({ balancer }) => balancer.LoadBalancerName === name);
  if (!existing || sameSettings(existing, wanted)) return existing;
  throw failed(
    'DuplicateLoadBalancerName',
    `A load balancer with the same name '${name}' exists, but with different settings`,
  );
}

/** Answers at once where nothing runs behind the model: what goes on between requests can wait for nothing else. */
function create(input: CreateLoadBalancerInput, context: Context) {
  const { Name: name = '', Type: type = 'application' } = input;
  checkName('Load balancer', name);
  if (type !== 'application') {
    throw new ServiceError(
      'NotImplemented',
      `the sandbox has no load balancers of type '${type}', only 'application'`,
      501,
    );
  }
  const place = checkSubnets(context, subnetIds(input), input.Scheme ?? 'internet-facing');
  const wanted = settings(input, checkGroups(context, input.SecurityGroups ?? [], place.vpcId), place);
  const tags = checkedTags(input.Tags);
  const existing = sameOne(context, name, wanted);
  if (existing) return { LoadBalancers: [describe(existing, context)] };
  const arn = context.arn('elasticloadbalancing', balancerResource(type, name, context.hex(16)));
  const record: BalancerRecord = {
    balancer: {
      ...wanted,
      LoadBalancerArn: arn,
      LoadBalancerName: name,
      VpcId: place.vpcId,
      DNSName: dnsName(context, wanted),
      ...hostedZone(context.region),
      CreatedTime: context.now(),
    },
    attributes: { ...LOAD_BALANCER_ATTRIBUTES },
    tags,
    activeAt: context.now().getTime() + latencyOf(context).balancerProvisioning,
  };
  const { balancers } = context.runtime ?? {};
  if (!balancers) return keep(record, context);
  return balancers.open(record, context).then((address) => {
    record.balancer.DNSName = address;
    // Another call may have come in between; the port that nobody uses is given back by itself.
    const other = sameOne(context, name, wanted);
    return other ? { LoadBalancers: [describe(other, context)] } : keep(record, context);
  });
}

function keep(record: BalancerRecord, context: Context) {
  context.state(elbState).balancers.set(record.balancer.LoadBalancerArn, record);
  attachInterfaces(context, record);
  return { LoadBalancers: [describe(record, context)] };
}

/** The load balancer as the API describes it now. */
function describe({ balancer, activeAt }: BalancerRecord, context: Context): LoadBalancer {
  const active = context.now().getTime() >= activeAt;
  return { ...balancer, State: { Code: active ? 'active' : 'provisioning' } };
}

function find({ Names, LoadBalancerArns }: DescribeLoadBalancersInput, all: BalancerRecord[]): BalancerRecord[] {
  if (Names?.length && LoadBalancerArns?.length) {
    throw invalid('Load balancer names and load balancer ARNs cannot be specified at the same time');
  }
  const wanted = [...(Names ?? []), ...(LoadBalancerArns ?? [])];
  if (wanted.length === 0) return all;
  const key = ({ balancer }: BalancerRecord) => (Names?.length ? balancer.LoadBalancerName : balancer.LoadBalancerArn);
  const missing = wanted.filter((each) => !all.some((record) => key(record) === each));
  if (missing.length) throw notFound('LoadBalancerNotFound', `Load balancers '[${missing.join(', ')}]' not found`);
  return all.filter((record) => wanted.includes(key(record)));
}

function remove(context: Context, arn = ''): void {
  const state = context.state(elbState);
  const record = state.balancers.get(arn);
  if (!record) return;
  if (record.attributes['deletion_protection.enabled'] === 'true') {
    throw failed(
      'OperationNotPermitted',
      `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
    );
  }
  for (const listener of [...state.listeners.values()].filter(({ balancerArn }) => balancerArn === arn)) {
    state.listeners.delete(listener.arn);
    for (const rule of [...state.rules.values()]) if (rule.listenerArn === listener.arn) state.rules.delete(rule.arn);
  }
  state.balancers.delete(arn);
  releaseInterfaces(context, record);
}

/** CreateLoadBalancer, DescribeLoadBalancers and DeleteLoadBalancer. */
export const loadBalancerOperations = [
  on(CreateLoadBalancerCommand, create),
  on(DescribeLoadBalancersCommand, (input, context) => {
    const found = find(input, [...context.state(elbState).balancers.values()]);
    const { items, next } = page(found, input);
    return { LoadBalancers: items.map((record) => describe(record, context)), ...next };
  }),
  on(DeleteLoadBalancerCommand, ({ LoadBalancerArn }, context) => {
    remove(context, LoadBalancerArn);
    return {};
  }),
];
