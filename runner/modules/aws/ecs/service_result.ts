import { unknown } from '../../../template/values.ts';
import type { Wanted } from '../../module.ts';
import type { Service } from './service.ts';

/** `family:revision` and the name of a role stand for ARNs that only AWS knows. */
const arnOf = (name: unknown): unknown =>
  typeof name === 'string' && name !== '' && !name.startsWith('arn:') ? unknown : name;

/** A service as results hold it: the keys of the API, tags as a mapping. */
export function serviceResult(state: Wanted<Service>): Record<string, unknown> {
  const network = state.network_configuration;
  return {
    serviceArn: state.arn,
    serviceName: state.name,
    clusterArn: state.cluster_arn,
    status: state.status,
    taskDefinition: arnOf(state.task_definition),
    desiredCount: state.desired_count,
    runningCount: state.running_count,
    pendingCount: state.pending_count,
    launchType: state.launch_type,
    capacityProviderStrategy: state.capacity_provider_strategy,
    platformVersion: state.platform_version,
    schedulingStrategy: state.scheduling_strategy,
    deploymentController: { type: state.deployment_controller },
    deploymentConfiguration: state.deployment_configuration,
    deployments: state.deployments,
    loadBalancers: state.load_balancers,
    healthCheckGracePeriodSeconds: state.health_check_grace_period_seconds,
    networkConfiguration: network === null ? null : { awsvpcConfiguration: network },
    placementConstraints: state.placement_constraints,
    placementStrategy: state.placement_strategy,
    serviceRegistries: state.service_registries,
    roleArn: arnOf(state.role_arn),
    enableExecuteCommand: state.enable_execute_command,
    enableECSManagedTags: state.enable_ecs_managed_tags,
    propagateTags: state.propagate_tags,
    createdAt: state.created_at,
    events: state.events,
    tags: state.tags,
  };
}
