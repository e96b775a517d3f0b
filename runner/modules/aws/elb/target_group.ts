import type { TargetGroup as AwsTargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { elbTargetGroupSchema } from '../../../../schemas/elb_target_group.ts';
import { wantedTags } from '../../../aws/tags.ts';
import type { Infer } from '../../../schema/infer.ts';
import { Unknown, unknown } from '../../../template/values.ts';
import type { Wanted } from '../../module.ts';
import { attributesFromParams } from './attributes.ts';
import { newTargetGroupAttributes, targetGroupAttributeKeys } from './target_group_attributes.ts';

type Params = Infer<typeof elbTargetGroupSchema>;

/** A target as it is registered. */
export interface Target {
  readonly Id: string;
  readonly Port?: number;
  readonly AvailabilityZone?: string;
}

/** What ModifyTargetGroup can change, with the keys of the result. */
export interface HealthCheck {
  readonly health_check_enabled: boolean;
  readonly health_check_protocol: string | null;
  readonly health_check_port: string | null;
  readonly health_check_path: string | null;
  readonly health_check_interval_seconds: number;
  readonly health_check_timeout_seconds: number;
  readonly healthy_threshold_count: number;
  readonly unhealthy_threshold_count: number;
  readonly matcher: { readonly http_code?: string; readonly grpc_code?: string } | null;
}

/** A target group in our words. */
export interface TargetGroup extends HealthCheck {
  readonly target_group_arn: string;
  readonly target_group_name: string;
  readonly protocol: string | null;
  readonly protocol_version: string | null;
  readonly port: number | null;
  readonly vpc_id: string | null;
  readonly target_type: string;
  readonly ip_address_type: string;
  readonly load_balancer_arns: string[];
  readonly attributes: Record<string, string>;
  /** Read only where a parameter speaks of them. */
  readonly targets: Target[];
  readonly tags: Record<string, string>;
}

/** A target group as AWS describes it; attributes, targets and tags take calls of their own. */
export function fromAws(group: AwsTargetGroup): TargetGroup {
  const { HttpCode, GrpcCode } = group.Matcher ?? {};
  return {
    target_group_arn: group.TargetGroupArn!,
    target_group_name: group.TargetGroupName!,
    protocol: group.Protocol ?? null,
    protocol_version: group.ProtocolVersion ?? null,
    port: group.Port ?? null,
    vpc_id: group.VpcId ?? null,
    target_type: group.TargetType ?? 'instance',
    ip_address_type: group.IpAddressType ?? 'ipv4',
    health_check_enabled: group.HealthCheckEnabled ?? true,
    health_check_protocol: group.HealthCheckProtocol ?? null,
    health_check_port: group.HealthCheckPort ?? null,
    health_check_path: group.HealthCheckPath ?? null,
    health_check_interval_seconds: group.HealthCheckIntervalSeconds ?? 30,
    health_check_timeout_seconds: group.HealthCheckTimeoutSeconds ?? 5,
    healthy_threshold_count: group.HealthyThresholdCount ?? 5,
    unhealthy_threshold_count: group.UnhealthyThresholdCount ?? 2,
    matcher: GrpcCode ? { grpc_code: GrpcCode } : HttpCode ? { http_code: HttpCode } : null,
    load_balancer_arns: [...new Set(group.LoadBalancerArns ?? [])].sort(),
    attributes: {},
    targets: [],
    tags: {},
  };
}

/** What parameters ask for; what they leave out stays as it is, or is AWS's default for a new group. */
export function fromParams(params: Params, now: TargetGroup | undefined): Wanted<TargetGroup> {
  const base = now ?? newTargetGroup(params);
  const given = attributesFromParams(params, targetGroupAttributeKeys);
  return {
    ...base,
    protocol: upper(params.protocol) ?? base.protocol,
    protocol_version: params.protocol_version ?? base.protocol_version,
    port: params.port ?? base.port,
    vpc_id: params.vpc_id ?? base.vpc_id,
    target_type: params.target_type ?? base.target_type,
    ip_address_type: params.ip_address_type ?? base.ip_address_type,
    health_check_enabled: params.health_check_enabled ?? base.health_check_enabled,
    health_check_protocol: upper(params.health_check_protocol) ?? base.health_check_protocol,
    health_check_port: params.health_check_port ?? base.health_check_port,
    health_check_path: params.health_check_path ?? base.health_check_path,
    health_check_interval_seconds: params.health_check_interval ?? base.health_check_interval_seconds,
    health_check_timeout_seconds: params.health_check_timeout ?? base.health_check_timeout_seconds,
    healthy_threshold_count: params.healthy_threshold_count ?? base.healthy_threshold_count,
    unhealthy_threshold_count: params.unhealthy_threshold_count ?? base.unhealthy_threshold_count,
    matcher: matcherFromParams(params, base as TargetGroup),
    attributes: { ...base.attributes, ...given },
    targets: wantedTargets(params, base as TargetGroup),
    tags: wantedTags(now?.tags, params.tags, params.purge_tags),
  } as Wanted<TargetGroup>;
}

/** A new group of which only its kind is said (ELBv2 API: CreateTargetGroup). */
function newTargetGroup(params: Params): Wanted<TargetGroup> {
  const protocol = upper(params.protocol);
  const target_type = params.target_type ?? 'instance';
  const lambda = target_type === 'lambda';
  if (!lambda && (protocol as unknown) instanceof Unknown) return groupOfSomeProtocol(params, target_type);
  const application = protocol === 'HTTP' || protocol === 'HTTPS';
  const check = upper(params.health_check_protocol) ?? (application ? 'HTTP' : 'TCP');
  const asksHttp = lambda || check === 'HTTP' || check === 'HTTPS';
  const grpc = params.protocol_version === 'GRPC';
  return {
    target_group_arn: unknown,
    target_group_name: params.name,
    protocol: null,
    protocol_version: application ? 'HTTP1' : null,
    port: null,
    vpc_id: null,
    target_type,
    ip_address_type: 'ipv4',
    health_check_enabled: !lambda,
    health_check_protocol: lambda ? null : check,
    health_check_port: lambda ? null : 'traffic-port',
    health_check_path: asksHttp ? (grpc ? '/AWS.ALB/healthcheck' : '/') : null,
    health_check_interval_seconds: lambda ? 35 : 30,
    health_check_timeout_seconds: lambda ? 30 : application ? 5 : asksHttp ? 6 : 10,
    healthy_threshold_count: 5,
    unhealthy_threshold_count: 2,
    matcher: asksHttp ? (grpc ? { grpc_code: '12' } : { http_code: application || lambda ? '200' : '200-399' }) : null,
    load_balancer_arns: [],
    attributes: newTargetGroupAttributes(protocol, target_type),
    targets: [],
    tags: {},
  };
}

/** What a new group has whatever its protocol turns out to be. */
function groupOfSomeProtocol(params: Params, target_type: string): Wanted<TargetGroup> {
  const known = newTargetGroup({
    ...params,
    protocol: 'TCP' as Params['protocol'],
    target_type: target_type as Params['target_type'],
  });
  return {
    ...known,
    protocol_version: unknown,
    health_check_protocol: unknown,
    health_check_path: unknown,
    health_check_timeout_seconds: unknown,
    matcher: unknown,
    attributes: newTargetGroupAttributes(unknown, target_type),
  };
}

function matcherFromParams(params: Params, base: TargetGroup): TargetGroup['matcher'] {
  const grpc = (params.protocol_version ?? base.protocol_version) === 'GRPC';
  const { http_code, grpc_code } = params.matcher ?? {};
  const codes = params.successful_response_codes ?? grpc_code ?? http_code;
  if (codes === undefined) return base.matcher;
  return grpc ? { grpc_code: codes } : { http_code: codes };
}

function wantedTargets({ targets, modify_targets, port }: Params, base: TargetGroup): Target[] {
  return modify_targets && targets ? sortTargets(targets, port ?? base.port) : base.targets;
}

/** Targets as a set: the group's own port is the one of a target that names none. */
export function sortTargets(
  targets: readonly { Id?: string | undefined; Port?: number | undefined; AvailabilityZone?: string | undefined }[],
  port: number | null,
): Target[] {
  return targets
    .map(({ Id, Port = port ?? undefined, AvailabilityZone }) => ({
      Id: Id!,
      ...(Port !== undefined && { Port }),
      // AWS answers the zone of addresses inside the VPC by itself; only `all` is ever asked for.
      ...(AvailabilityZone === 'all' && { AvailabilityZone }),
    }))
    .sort((a, b) => (`${a.Id}:${a.Port}` < `${b.Id}:${b.Port}` ? -1 : 1));
}

const upper = (protocol: string | undefined): string | undefined =>
  typeof protocol === 'string' ? protocol.toUpperCase() : protocol;
