import type { ecsServiceSchema } from '../../../../schemas/ecs_service.ts';
import { wantedTags } from '../../../aws/tags.ts';
import type { Infer } from '../../../schema/infer.ts';
import { unknown } from '../../../template/values.ts';
import type { Wanted } from '../../module.ts';
import { strategyFromParams } from './cluster.ts';
import {
  type DeploymentConfiguration,
  dataSet,
  deploymentConfiguration,
  type Network,
  placementStrategy,
  type Service,
} from './service.ts';
import { shortRevision } from './task_definition_read.ts';

/** The parameters of a service, names already translated. */
export type Params = Infer<typeof ecsServiceSchema>;

/** What parameters ask for; what they leave out stays as it is, or is AWS's default for a new service. */
export function fromParams(params: Params, now: Service | undefined): Wanted<Service> {
  const scheduling = params.scheduling_strategy ?? now?.scheduling_strategy ?? 'REPLICA';
  const strategy = params.capacity_provider_strategy && strategyFromParams(params.capacity_provider_strategy);
  return {
    arn: now?.arn ?? unknown,
    name: params.name,
    cluster_arn: now?.cluster_arn ?? unknown,
    status: 'ACTIVE',
    task_definition: sameRevision(params.task_definition, now?.task_definition),
    desired_count: params.desired_count ?? now?.desired_count ?? 0,
    running_count: now?.running_count ?? unknown,
    pending_count: now?.pending_count ?? unknown,
    launch_type: strategy ? null : (params.launch_type ?? now?.launch_type ?? null),
    capacity_provider_strategy: strategy ?? now?.capacity_provider_strategy ?? [],
    platform_version: params.platform_version ?? (now ? now.platform_version : unknown),
    scheduling_strategy: scheduling,
    deployment_controller: params.deployment_controller?.type ?? now?.deployment_controller ?? 'ECS',
    deployment_configuration: wantedConfiguration(params, now, scheduling),
    load_balancers: params.load_balancers ? dataSet(params.load_balancers) : (now?.load_balancers ?? []),
    health_check_grace_period_seconds:
      params.health_check_grace_period_seconds ?? now?.health_check_grace_period_seconds ?? 0,
    network_configuration: wantedNetwork(params, now?.network_configuration ?? null),
    placement_constraints: params.placement_constraints?.length
      ? dataSet(params.placement_constraints)
      : params.purge_placement_constraints
        ? []
        : (now?.placement_constraints ?? []),
    placement_strategy: params.placement_strategy?.length
      ? placementStrategy(params.placement_strategy)
      : params.purge_placement_strategy
        ? []
        : (now?.placement_strategy ?? []),
    service_registries: params.service_registries ? wantedRegistries(params) : (now?.service_registries ?? []),
    role_arn: now ? now.role_arn : (params.role ?? unknown),
    enable_execute_command: params.enable_execute_command ?? now?.enable_execute_command ?? false,
    enable_ecs_managed_tags: params.enable_ecs_managed_tags ?? now?.enable_ecs_managed_tags ?? false,
    propagate_tags: params.propagate_tags ?? now?.propagate_tags ?? 'NONE',
    created_at: now?.created_at ?? unknown,
    deployments: now?.deployments ?? unknown,
    events: now?.events ?? unknown,
    tags: wantedTags(now?.tags, params.tags, params.purge_tags),
  };
}

/** An ARN and `family:revision` may mean the same revision; then AWS's spelling stays. */
function sameRevision(asked: string | undefined, now: string | undefined): string {
  if (asked === undefined) return now ?? '';
  if (typeof asked !== 'string' || now === undefined) return asked;
  return shortRevision(asked) === shortRevision(now) ? now : asked;
}

function wantedConfiguration(
  { deployment_configuration: given }: Params,
  now: Service | undefined,
  scheduling: string,
): DeploymentConfiguration | null {
  if (now?.deployment_configuration === null) return null;
  const base = now?.deployment_configuration ?? deploymentConfiguration(undefined, scheduling);
  const breaker = given?.deployment_circuit_breaker;
  const enable = breaker?.enable ?? base.deploymentCircuitBreaker.enable;
  const alarms = given?.alarms;
  return {
    minimumHealthyPercent: given?.minimum_healthy_percent ?? base.minimumHealthyPercent,
    maximumPercent: given?.maximum_percent ?? base.maximumPercent,
    deploymentCircuitBreaker: {
      enable,
      // ECS refuses to roll back without it.
      rollback: breaker?.rollback ?? (enable && base.deploymentCircuitBreaker.rollback),
    },
    alarms: {
      alarmNames: alarms?.alarm_names ? [...alarms.alarm_names].sort() : base.alarms.alarmNames,
      enable: alarms?.enable ?? base.alarms.enable,
      rollback: alarms?.rollback ?? base.alarms.rollback,
    },
  };
}

function wantedNetwork({ network_configuration: given }: Params, now: Network | null): Network | null {
  if (!given) return now;
  const { subnets, security_groups, assign_public_ip } = given;
  const publicIp =
    typeof assign_public_ip === 'boolean' ? (assign_public_ip ? 'ENABLED' : 'DISABLED') : assign_public_ip;
  return {
    subnets: subnets ? sorted(subnets) : (now?.subnets ?? []),
    securityGroups: security_groups ? sorted(security_groups) : (now?.securityGroups ?? []),
    assignPublicIp: publicIp ?? now?.assignPublicIp ?? 'DISABLED',
  };
}

function wantedRegistries({ service_registries = [] }: Params) {
  return dataSet(
    service_registries.map(({ arn, port, container_name, container_port }) => ({
      registryArn: arn,
      port,
      containerName: container_name,
      containerPort: container_port,
    })),
  );
}

/** As a set; what is not known yet is no less several. */
function sorted(ids: readonly string[]): string[] {
  const known = ids.filter((id) => typeof id === 'string');
  return [...[...new Set(known)].sort(), ...ids.filter((id) => typeof id !== 'string')];
}
