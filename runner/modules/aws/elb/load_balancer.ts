import type { LoadBalancer as AwsLoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { elbApplicationLbSchema } from '../../../../schemas/elb_application_lb.ts';
import { wantedTags } from '../../../aws/tags.ts';
import type { Infer } from '../../../schema/infer.ts';
import { unknown } from '../../../template/values.ts';
import type { Wanted } from '../../module.ts';
import type { Data } from './actions.ts';
import { attributesFromParams } from './attributes.ts';
import { type Listener, wantedListeners } from './listeners.ts';
import { loadBalancerAttributeKeys, newLoadBalancerAttributes } from './load_balancer_attributes.ts';

/** The parameters of a load balancer, names already translated to ids. */
export type Params = Infer<typeof elbApplicationLbSchema>;

/** A load balancer in our words. */
export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly dns_name: string;
  readonly canonical_hosted_zone_id: string;
  readonly created_time: string;
  readonly scheme: string;
  readonly vpc_id: string;
  readonly status: string;
  readonly availability_zones: { readonly subnet_id: string; readonly zone_name: string }[];
  readonly subnets: string[];
  readonly security_groups: string[];
  readonly ip_address_type: string;
  readonly attributes: Record<string, string>;
  readonly listeners: Listener[];
  readonly tags: Record<string, string>;
}

/** A load balancer as AWS describes it; attributes, listeners and tags take calls of their own. */
export function fromAws(balancer: AwsLoadBalancer): LoadBalancer {
  const zones = zonesFromAws(balancer.AvailabilityZones);
  return {
    arn: balancer.LoadBalancerArn!,
    name: balancer.LoadBalancerName!,
    dns_name: balancer.DNSName ?? '',
    canonical_hosted_zone_id: balancer.CanonicalHostedZoneId ?? '',
    created_time: balancer.CreatedTime?.toISOString() ?? '',
    scheme: balancer.Scheme ?? 'internet-facing',
    vpc_id: balancer.VpcId ?? '',
    status: balancer.State?.Code ?? 'active',
    availability_zones: zones,
    subnets: zones.map(({ subnet_id }) => subnet_id),
    security_groups: [...(balancer.SecurityGroups ?? [])].sort(),
    ip_address_type: balancer.IpAddressType ?? 'ipv4',
    attributes: {},
    listeners: [],
    tags: {},
  };
}

/** Zones in order of their subnets. */
export function zonesFromAws(zones: AwsLoadBalancer['AvailabilityZones']): LoadBalancer['availability_zones'] {
  return (zones ?? [])
    .map(({ SubnetId = '', ZoneName = '' }) => ({ subnet_id: SubnetId, zone_name: ZoneName }))
    .sort((a, b) => (a.subnet_id < b.subnet_id ? -1 : 1));
}

/** What parameters ask for; what they leave out stays as it is, or is AWS's default for a new load balancer. */
export function fromParams(params: Params, now: LoadBalancer | undefined): Wanted<LoadBalancer> {
  const subnets = params.subnets?.length ? sorted(params.subnets) : (now?.subnets ?? []);
  const sameSubnets = now !== undefined && subnets.join() === now.subnets.join();
  return {
    arn: now?.arn ?? unknown,
    name: params.name,
    dns_name: now?.dns_name ?? unknown,
    canonical_hosted_zone_id: now?.canonical_hosted_zone_id ?? unknown,
    created_time: now?.created_time ?? unknown,
    scheme: params.scheme,
    vpc_id: now?.vpc_id ?? unknown,
    status: wantedStatus(params, now),
    availability_zones: sameSubnets ? now.availability_zones : unknown,
    subnets,
    // An empty list is no wish: AWS refuses a load balancer without groups.
    security_groups: params.security_groups?.length
      ? sorted(params.security_groups)
      : (now?.security_groups ?? unknown),
    ip_address_type: params.ip_address_type ?? now?.ip_address_type ?? 'ipv4',
    attributes: {
      ...(now?.attributes ?? newLoadBalancerAttributes),
      ...attributesFromParams(params, loadBalancerAttributeKeys),
    },
    listeners: wantedListeners(params, now?.listeners ?? []),
    tags: wantedTags(now?.tags, params.tags, params.purge_tags),
  };
}

/** Whether its address answers. */
export const isActive = (status: unknown): boolean => status === 'active' || status === 'active_impaired';

function wantedStatus({ wait }: Params, now: LoadBalancer | undefined): string {
  if (now && (isActive(now.status) || !wait)) return now.status;
  return wait ? 'active' : 'provisioning';
}

/** As a set; what is not known yet is no less several. */
function sorted(ids: readonly string[]): string[] {
  const known = ids.filter((id) => typeof id === 'string');
  return [...[...new Set(known)].sort(), ...ids.filter((id) => typeof id !== 'string')];
}

/** ARNs of the target groups that its listeners forward to. */
export const targetGroupsOf = ({ listeners }: LoadBalancer): string[] =>
  listeners
    .flatMap(({ default_actions, rules }) => [...default_actions, ...rules.flatMap(({ actions }) => actions)])
    .flatMap(({ ForwardConfig }) => (ForwardConfig as { TargetGroups?: Data[] } | undefined)?.TargetGroups ?? [])
    .map(({ TargetGroupArn }) => String(TargetGroupArn));
