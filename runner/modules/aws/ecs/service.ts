import type { Deployment as AwsDeployment, Service as AwsService, ServiceEvent } from '@aws-sdk/client-ecs';
import { tagsFromList } from '../../../aws/tags.ts';
import { type StrategyItem, strategyFromAws } from './cluster.ts';
import { type Data, prune } from './containers.ts';

/** How tasks are replaced, with what AWS assumes filled in. */
export interface DeploymentConfiguration {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly deploymentCircuitBreaker: { readonly enable: boolean; readonly rollback: boolean };
  readonly alarms: { readonly alarmNames: string[]; readonly enable: boolean; readonly rollback: boolean };
}

/** Network of the tasks; lists as sets. */
export interface Network {
  readonly subnets: string[];
  readonly securityGroups: string[];
  readonly assignPublicIp: string;
}

/** One deployment as the service shows it. */
export interface Deployment {
  readonly id: string;
  readonly status: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly failedTasks: number;
  readonly rolloutState: string | null;
  readonly rolloutStateReason: string | null;
  readonly createdAt: string;
}

/** A service in our words. */
export interface Service {
  readonly arn: string;
  readonly name: string;
  readonly cluster_arn: string;
  readonly status: string;
  readonly task_definition: string;
  readonly desired_count: number;
  readonly running_count: number;
  readonly pending_count: number;
  readonly launch_type: string | null;
  readonly capacity_provider_strategy: StrategyItem[];
  readonly platform_version: string | null;
  readonly scheduling_strategy: string;
  readonly deployment_controller: string;
  /** Null when it is not told, as by emulators of AWS; then it cannot be compared. */
  readonly deployment_configuration: DeploymentConfiguration | null;
  readonly load_balancers: Data[];
  readonly health_check_grace_period_seconds: number;
  readonly network_configuration: Network | null;
  readonly placement_constraints: Data[];
  readonly placement_strategy: Data[];
  readonly service_registries: Data[];
  readonly role_arn: string | null;
  readonly enable_execute_command: boolean;
  readonly enable_ecs_managed_tags: boolean;
  readonly propagate_tags: string;
  readonly created_at: string;
  readonly deployments: Deployment[];
  readonly events: { readonly createdAt: string; readonly message: string }[];
  readonly tags: Record<string, string>;
}

/** A service as AWS describes it, in our words. */
export function fromAws(service: AwsService): Service {
  const scheduling = service.schedulingStrategy ?? 'REPLICA';
  return {
    arn: service.serviceArn!,
    name: service.serviceName!,
    cluster_arn: service.clusterArn ?? '',
    status: service.status ?? 'ACTIVE',
    task_definition: service.taskDefinition ?? '',
    desired_count: service.desiredCount ?? 0,
    running_count: service.runningCount ?? 0,
    pending_count: service.pendingCount ?? 0,
    launch_type: service.launchType ?? null,
    capacity_provider_strategy: strategyFromAws(service.capacityProviderStrategy),
    platform_version: service.platformVersion ?? null,
    scheduling_strategy: scheduling,
    deployment_controller: service.deploymentController?.type ?? 'ECS',
    deployment_configuration: service.deploymentConfiguration
      ? deploymentConfiguration(service.deploymentConfiguration, scheduling)
      : null,
    load_balancers: dataSet(service.loadBalancers),
    health_check_grace_period_seconds: service.healthCheckGracePeriodSeconds ?? 0,
    network_configuration: network(service.networkConfiguration?.awsvpcConfiguration),
    placement_constraints: dataSet(service.placementConstraints),
    placement_strategy: placementStrategy(service.placementStrategy),
    service_registries: dataSet(service.serviceRegistries),
    role_arn: service.roleArn ?? null,
    enable_execute_command: service.enableExecuteCommand ?? false,
    enable_ecs_managed_tags: service.enableECSManagedTags ?? false,
    propagate_tags: service.propagateTags ?? 'NONE',
    created_at: service.createdAt?.toISOString() ?? '',
    deployments: (service.deployments ?? []).map(deployment),
    events: latestEvents(service.events),
    tags: tagsFromList(service.tags),
  };
}

interface GivenConfiguration {
  readonly minimumHealthyPercent?: number | undefined;
  readonly maximumPercent?: number | undefined;
  readonly deploymentCircuitBreaker?: { enable?: boolean | undefined; rollback?: boolean | undefined } | undefined;
  readonly alarms?:
    | { alarmNames?: string[] | undefined; enable?: boolean | undefined; rollback?: boolean | undefined }
    | undefined;
}

/** A deployment configuration with AWS's defaults, which go by the scheduling strategy, filled in. */
export function deploymentConfiguration(
  given: GivenConfiguration | undefined,
  scheduling: unknown,
): DeploymentConfiguration {
  const daemon = scheduling === 'DAEMON';
  const { deploymentCircuitBreaker: breaker, alarms } = given ?? {};
  return {
    minimumHealthyPercent: given?.minimumHealthyPercent ?? (daemon ? 0 : 100),
    maximumPercent: given?.maximumPercent ?? (daemon ? 100 : 200),
    deploymentCircuitBreaker: { enable: breaker?.enable ?? false, rollback: breaker?.rollback ?? false },
    alarms: {
      alarmNames: [...(alarms?.alarmNames ?? [])].sort(),
      enable: alarms?.enable ?? false,
      rollback: alarms?.rollback ?? false,
    },
  };
}

/** Objects whose order means nothing, with what says nothing left out. */
export function dataSet(items: readonly object[] | undefined): Data[] {
  return (items ?? [])
    .map((item) => sortKeys(prune(item as Data)))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A placement strategy, in its order; AWS takes `host` for `instanceId` and writes fields of `binpack` in either case. */
export function placementStrategy(
  items: readonly { type?: string | undefined; field?: string | undefined }[] | undefined,
): Data[] {
  return (items ?? []).map(({ type, field }) => {
    const name = type === 'binpack' ? field?.toUpperCase() : field === 'host' ? 'instanceId' : field;
    return prune({ type, field: name });
  });
}

function network(
  given:
    | { subnets?: string[] | undefined; securityGroups?: string[] | undefined; assignPublicIp?: string | undefined }
    | undefined,
): Network | null {
  if (!given) return null;
  return {
    subnets: [...(given.subnets ?? [])].sort(),
    securityGroups: [...(given.securityGroups ?? [])].sort(),
    assignPublicIp: given.assignPublicIp ?? 'DISABLED',
  };
}

function deployment(given: AwsDeployment): Deployment {
  return {
    id: given.id ?? '',
    status: given.status ?? '',
    taskDefinition: given.taskDefinition ?? '',
    desiredCount: given.desiredCount ?? 0,
    runningCount: given.runningCount ?? 0,
    pendingCount: given.pendingCount ?? 0,
    failedTasks: given.failedTasks ?? 0,
    rolloutState: given.rolloutState ?? null,
    rolloutStateReason: given.rolloutStateReason ?? null,
    createdAt: given.createdAt?.toISOString() ?? '',
  };
}

/** AWS keeps a hundred; the last ten tell what is going on. */
function latestEvents(events: readonly ServiceEvent[] | undefined): Service['events'] {
  return (events ?? [])
    .slice(0, 10)
    .map(({ createdAt, message = '' }) => ({ createdAt: createdAt?.toISOString() ?? '', message }));
}

const sortKeys = (value: Data): Data => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The deployment that counts, as opposed to those on their way out. */
export const primaryOf = (service: Pick<Service, 'deployments'>): Deployment | undefined =>
  service.deployments.find(({ status }) => status === 'PRIMARY');
