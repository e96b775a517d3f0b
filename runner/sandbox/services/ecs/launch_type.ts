import type { CapacityProviderStrategyItem, CreateServiceRequest, TaskDefinition } from '@aws-sdk/client-ecs';
import { invalid } from './errors.ts';
import type { ClusterRecord } from './state.ts';

type Asked = Pick<CreateServiceRequest, 'launchType' | 'capacityProviderStrategy'>;

/** How the tasks of a service are launched: by type, or by a strategy of capacity providers. */
export type LaunchWay =
  | { readonly launchType: NonNullable<CreateServiceRequest['launchType']> }
  | { readonly capacityProviderStrategy: CapacityProviderStrategyItem[] };

/** Refuses a strategy that names providers which are not the cluster's. */
export function checkedStrategy(
  cluster: ClusterRecord,
  strategy: readonly CapacityProviderStrategyItem[],
): CapacityProviderStrategyItem[] {
  for (const { capacityProvider = '' } of strategy) {
    if (!cluster.capacityProviders.includes(capacityProvider)) {
      throw invalid(
        `The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again. (${capacityProvider})`,
      );
    }
  }
  return strategy.map(({ capacityProvider, weight, base }) => ({
    capacityProvider,
    weight: weight ?? 0,
    base: base ?? 0,
  }));
}

/** What is asked for, else the cluster's default strategy, else EC2 (API reference: CreateService). */
export function launchWay(cluster: ClusterRecord, { launchType, capacityProviderStrategy }: Asked): LaunchWay {
  if (launchType !== undefined && capacityProviderStrategy?.length) {
    throw invalid(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  if (capacityProviderStrategy?.length) {
    return { capacityProviderStrategy: checkedStrategy(cluster, capacityProviderStrategy) };
  }
  if (launchType !== undefined) {
    if (launchType !== 'FARGATE' && launchType !== 'EC2')
      throw invalid(`The sandbox has no launch type ${launchType}.`);
    return { launchType };
  }
  const usual = cluster.defaultCapacityProviderStrategy;
  return usual.length ? { capacityProviderStrategy: usual } : { launchType: 'EC2' };
}

/** Refuses a definition that does not run where it is to be launched. */
export function checkCompatible(definition: TaskDefinition, way: LaunchWay): void {
  const type = 'launchType' in way ? way.launchType : 'FARGATE';
  if (!definition.compatibilities?.includes(type as 'FARGATE')) {
    throw invalid(`Task definition does not support launch_type ${type}.`);
  }
}
