import {
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  DeleteLoadBalancerCommand,
  type LoadBalancerAttribute,
  ModifyLoadBalancerAttributesCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../../context.ts';
import { LOAD_BALANCER_ATTRIBUTES } from '../../elbv2/attributes.ts';
import { elbState } from '../../elbv2/state.ts';
import { type Fields, isSame } from '../template/value.ts';
import { call, callLater } from './call.ts';
import { markElb, retagElb } from './elbv2_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { list, struct, tags, text } from './shape.ts';
import { tagsOf } from './tag_changes.ts';

/** `AWS::ElasticLoadBalancingV2::LoadBalancer` (Template reference): it is there when it is active. */
export const loadBalancer: ResourceType = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  properties: {
    IpAddressType: { shape: text },
    LoadBalancerAttributes: { shape: list(struct({ Key: text, Value: text })) },
    Name: { shape: text, replaces: true },
    Scheme: { shape: text, replaces: true },
    SecurityGroups: { shape: list(text) },
    SubnetMappings: { shape: list(struct({ SubnetId: text }, 'SubnetId')) },
    Subnets: { shape: list(text) },
    Tags: { shape: tags },
    Type: { shape: text, replaces: true },
  },
  unmodelled: [
    'EnableCapacityReservationProvisionStabilize',
    'EnablePrefixForIpv6SourceNat',
    'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
    'Ipv4IpamPoolId',
    'MinimumLoadBalancerCapacity',
  ],
  seconds: { create: 10, update: 10, remove: 10 },
  create(properties, { context, newName }) {
    const { LoadBalancerAttributes: _attributes, Tags: _tags, ...given } = properties;
    const input = {
      ...given,
      Name: (properties['Name'] as string | undefined) ?? newName({ most: 32 }),
      Tags: tagsOf(properties),
    } as CreateLoadBalancerCommandInput;
    const output = callLater(context, CreateLoadBalancerCommand, input);
    if (output instanceof Promise) return output.then(({ LoadBalancers }) => arnIn(LoadBalancers));
    return arnIn(output.LoadBalancers);
  },
  configure: (id, properties, { context }) => setAttributes(id, properties, {}, context),
  standing(id, _, context) {
    const record = context.state(elbState).balancers.get(id);
    return record && context.now().getTime() >= record.activeAt ? 'stable' : 'not yet';
  },
  update(LoadBalancerArn, properties, before, { context }) {
    const changed = (name: string) => !isSame(properties[name], before[name]);
    const SecurityGroups = properties['SecurityGroups'] as string[] | undefined;
    if (changed('SecurityGroups')) call(context, SetSecurityGroupsCommand, { LoadBalancerArn, SecurityGroups });
    if (changed('Subnets') || changed('SubnetMappings')) {
      const { Subnets, SubnetMappings } = properties as unknown as CreateLoadBalancerCommandInput;
      call(context, SetSubnetsCommand, { LoadBalancerArn, Subnets, SubnetMappings });
    }
    setAttributes(LoadBalancerArn, properties, before, context);
    retagElb(LoadBalancerArn, properties, before, context);
  },
  remove: (LoadBalancerArn, _, context) => {
    call(context, DeleteLoadBalancerCommand, { LoadBalancerArn });
  },
  attributes: {
    CanonicalHostedZoneID: (id, context) => described(id, context)?.CanonicalHostedZoneId ?? '',
    DNSName: (id, context) => described(id, context)?.DNSName ?? '',
    LoadBalancerArn: (id) => id,
    LoadBalancerFullName: (id) => id.slice(id.indexOf(':loadbalancer/') + ':loadbalancer/'.length),
    LoadBalancerName: (id, context) => described(id, context)?.LoadBalancerName ?? '',
    SecurityGroups: (id, context) => described(id, context)?.SecurityGroups ?? [],
  },
  mark: markElb,
};

function arnIn(balancers: readonly { readonly LoadBalancerArn?: string | undefined }[] | undefined): string {
  return balancers?.[0]?.LoadBalancerArn ?? '';
}

function described(id: string, context: Context) {
  return context.state(elbState).balancers.get(id)?.balancer;
}

function attributesOf(properties: Fields): LoadBalancerAttribute[] {
  return (properties['LoadBalancerAttributes'] ?? []) as unknown as LoadBalancerAttribute[];
}

/** An attribute that the template no longer speaks of gets its default back. */
function setAttributes(LoadBalancerArn: string, properties: Fields, before: Fields, context: Context): void {
  const wanted = attributesOf(properties);
  const defaults: Readonly<Record<string, string | undefined>> = LOAD_BALANCER_ATTRIBUTES;
  const dropped = attributesOf(before)
    .filter(({ Key }) => !wanted.some((each) => each.Key === Key))
    .map(({ Key = '' }) => ({ Key, Value: defaults[Key] ?? '' }));
  const Attributes = [...wanted, ...dropped];
  if (Attributes.length > 0) call(context, ModifyLoadBalancerAttributesCommand, { LoadBalancerArn, Attributes });
}
