import { isDeepStrictEqual } from 'node:util';
import type {
  DeploymentConfiguration as AwsDeploymentConfiguration,
  CapacityProviderStrategyItem,
  LoadBalancer,
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  PropagateTags,
  ServiceRegistry,
} from '@aws-sdk/client-ecs';
import type { Service } from './service.ts';
import { shortRevision } from './task_definition_read.ts';

/** A property that UpdateService changes in place: how a title speaks of it, and what is sent. */
interface Property {
  readonly label: string;
  readonly spell?: (value: never) => string;
  readonly input: (service: Service) => object;
}

const asIs = (value: unknown): string =>
  value === null || value === undefined || value === '' ? '(none)' : String(value);
const onOff = (value: boolean): string => (value ? 'on' : 'off');

const properties: Readonly<Partial<Record<keyof Service, Property>>> = {
  task_definition: {
    label: 'task definition',
    spell: (value: string) => shortRevision(String(value)),
    input: ({ task_definition }) => ({ taskDefinition: task_definition }),
  },
  desired_count: {
    label: 'desired count',
    spell: asIs,
    input: ({ desired_count }) => ({ desiredCount: desired_count }),
  },
  platform_version: {
    label: 'platform version',
    spell: asIs,
    input: ({ platform_version }) => ({ platformVersion: platform_version }),
  },
  capacity_provider_strategy: {
    label: 'capacity provider strategy',
    input: ({ capacity_provider_strategy }) => ({
      capacityProviderStrategy: capacity_provider_strategy as CapacityProviderStrategyItem[],
    }),
  },
  deployment_configuration: { label: 'deployment configuration', input: configurationInput },
  load_balancers: {
    label: 'load balancers',
    input: ({ load_balancers }) => ({ loadBalancers: load_balancers as LoadBalancer[] }),
  },
  health_check_grace_period_seconds: {
    label: 'health check grace period',
    spell: asIs,
    input: (service) => ({ healthCheckGracePeriodSeconds: service.health_check_grace_period_seconds }),
  },
  network_configuration: { label: 'network', input: networkInput },
  placement_constraints: {
    label: 'placement constraints',
    input: (service) => ({ placementConstraints: service.placement_constraints as PlacementConstraint[] }),
  },
  placement_strategy: {
    label: 'placement strategy',
    input: (service) => ({ placementStrategy: service.placement_strategy as PlacementStrategy[] }),
  },
  service_registries: {
    label: 'service registries',
    input: (service) => ({ serviceRegistries: service.service_registries as ServiceRegistry[] }),
  },
  enable_execute_command: {
    label: 'exec',
    spell: onOff,
    input: (service) => ({ enableExecuteCommand: service.enable_execute_command }),
  },
  enable_ecs_managed_tags: {
    label: 'managed tags',
    spell: onOff,
    input: (service) => ({ enableECSManagedTags: service.enable_ecs_managed_tags }),
  },
  propagate_tags: {
    label: 'propagation of tags',
    spell: asIs,
    input: ({ propagate_tags }) => ({ propagateTags: propagate_tags as PropagateTags }),
  },
};

/** The properties that differ, among those UpdateService changes. */
export function changedProperties(now: Service, want: Service): (keyof Service)[] {
  return (Object.keys(properties) as (keyof Service)[]).filter((key) => !isDeepStrictEqual(now[key], want[key]));
}

/** What is to be changed, for a step's title: `desired count 3 → 5, network`. */
export function describeChanges(now: Service, want: Service, changed: readonly (keyof Service)[]): string {
  return changed
    .map((key) => {
      const { label, spell } = properties[key]!;
      return spell ? `${label} ${spell(now[key] as never)} → ${spell(want[key] as never)}` : label;
    })
    .join(', ');
}

/** What UpdateService is told of these properties. */
export function inputOf(want: Service, keys: readonly (keyof Service)[]): object {
  return Object.assign({}, ...keys.map((key) => properties[key]!.input(want)));
}

/** All that can be changed later, for a new service; what says nothing is left to AWS. */
export function creationInput(want: Service): object {
  const empty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0) || value === false;
  const skipped = new Set<keyof Service>(['platform_version', 'health_check_grace_period_seconds', 'propagate_tags']);
  const keys = (Object.keys(properties) as (keyof Service)[]).filter((key) => !skipped.has(key) && !empty(want[key]));
  return {
    ...inputOf(want, keys),
    ...(typeof want.platform_version === 'string' && { platformVersion: want.platform_version }),
    ...(want.health_check_grace_period_seconds !== 0 && {
      healthCheckGracePeriodSeconds: want.health_check_grace_period_seconds,
    }),
    ...(want.propagate_tags !== 'NONE' && { propagateTags: want.propagate_tags as PropagateTags }),
  };
}

/** Running tasks take these up only when they are replaced, which AWS does not do by itself. */
export const needsNewDeployment = (changed: readonly (keyof Service)[]): boolean =>
  changed.some((key) => key === 'capacity_provider_strategy' || key === 'enable_execute_command');

function configurationInput({ deployment_configuration: configuration, deployment_controller }: Service) {
  if (!configuration) return {};
  const { alarms, deploymentCircuitBreaker, ...percents } = configuration;
  const rolling = deployment_controller === 'ECS';
  return {
    deploymentConfiguration: {
      ...percents,
      ...(rolling && { deploymentCircuitBreaker }),
      ...(rolling && alarms.alarmNames.length > 0 && { alarms }),
    } satisfies AwsDeploymentConfiguration,
  };
}

function networkInput({ network_configuration: network }: Service): { networkConfiguration?: NetworkConfiguration } {
  if (!network) return {};
  const { subnets, securityGroups, assignPublicIp } = network;
  return {
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets,
        ...(securityGroups.length > 0 && { securityGroups }),
        assignPublicIp: assignPublicIp as 'ENABLED' | 'DISABLED',
      },
    },
  };
}
