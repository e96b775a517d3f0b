import {
  type CapacityProviderStrategyItem,
  type Cluster,
  type ClusterField,
  type ClusterSetting,
  CreateClusterCommand,
  type CreateClusterRequest,
  DeleteClusterCommand,
  DescribeClustersCommand,
  ListClustersCommand,
  PutClusterCapacityProvidersCommand,
  UpdateClusterCommand,
  UpdateClusterSettingsCommand,
} from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { clientError, failed, invalid } from './errors.ts';
import { clusterOf, findCluster } from './lookup.ts';
import { lastPart } from './names.ts';
import { page } from './paging.ts';
import { type ClusterRecord, ecsState } from './state.ts';
import { checkedTags } from './tags.ts';

const PROVIDERS = ['FARGATE', 'FARGATE_SPOT'];
const INSIGHTS = ['enabled', 'enhanced', 'disabled'];

function checkedSettings(settings: readonly ClusterSetting[] | undefined): ClusterSetting[] {
  const given = settings?.[0];
  if (given && (given.name !== 'containerInsights' || !INSIGHTS.includes(given.value ?? ''))) {
    throw invalid(
      `Invalid cluster setting ${given.name}=${given.value}: containerInsights may be ${INSIGHTS.join(', ')}`,
    );
  }
  return [{ name: 'containerInsights', value: given?.value ?? 'disabled' }];
}

/** Refuses providers that are not there, and a strategy that names one which is not the cluster's. */
function checkProviders(providers: readonly string[], strategy: readonly CapacityProviderStrategyItem[]): void {
  const unknown = providers.find((provider) => !PROVIDERS.includes(provider));
  if (unknown !== undefined) {
    throw invalid(`The specified capacity provider '${unknown}' is not in an ACTIVE state or does not exist.`);
  }
  const stray = strategy.find(({ capacityProvider = '' }) => !providers.includes(capacityProvider));
  if (stray) {
    throw invalid(
      `The specified capacity provider strategy can only contain capacity providers that are associated with the cluster: ${stray.capacityProvider}`,
    );
  }
  if (strategy.filter(({ base }) => base).length > 1) {
    throw invalid('Only one capacity provider in a capacity provider strategy can have a base.');
  }
}

const filled = (strategy: readonly CapacityProviderStrategyItem[]): CapacityProviderStrategyItem[] =>
  strategy.map(({ capacityProvider, weight, base }) => ({ capacityProvider, weight: weight ?? 0, base: base ?? 0 }));

function create(input: CreateClusterRequest, context: Context) {
  const clusterName = input.clusterName ?? 'default';
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(clusterName)) {
    throw invalid('Cluster name can have up to 255 letters, numbers, hyphens and underscores.');
  }
  const capacityProviders = input.capacityProviders ?? [];
  const strategy = input.defaultCapacityProviderStrategy ?? [];
  checkProviders(capacityProviders, strategy);
  const settings = checkedSettings(input.settings);
  const tags = checkedTags(input.tags);
  const clusterArn = context.arn('ecs', `cluster/${clusterName}`);
  const { clusters } = context.state(ecsState);
  const existing = clusters.get(clusterArn);
  // A second CreateCluster of the same name answers with the cluster that is there.
  if (existing?.status === 'ACTIVE')
    return { cluster: describe(context, existing, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
  const record: ClusterRecord = {
    clusterArn,
    clusterName,
    status: 'ACTIVE',
    settings,
    ...(input.configuration && { configuration: input.configuration }),
    ...(input.serviceConnectDefaults && { serviceConnectDefaults: input.serviceConnectDefaults }),
    capacityProviders,
    defaultCapacityProviderStrategy: filled(strategy),
    tags,
  };
  clusters.set(clusterArn, record);
  return { cluster: describe(context, record, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
}

/** The cluster as the API describes it: tags, settings and configuration only when asked for. */
function describe(context: Context, record: ClusterRecord, include: readonly ClusterField[] = []): Cluster {
  const { services, tasks } = context.state(ecsState);
  const own = [...tasks.values()].filter(({ task }) => task.clusterArn === record.clusterArn);
  const active = [...services.values()].filter(
    ({ service }) => service.clusterArn === record.clusterArn && service.status === 'ACTIVE',
  );
  const count = (states: readonly string[]) => own.filter(({ task }) => states.includes(task.lastStatus)).length;
  return {
    clusterArn: record.clusterArn,
    clusterName: record.clusterName,
    status: record.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: count(['RUNNING']),
    pendingTasksCount: count(['PROVISIONING', 'PENDING']),
    activeServicesCount: active.length,
    statistics: [],
    tags: include.includes('TAGS') ? record.tags : [],
    settings: include.includes('SETTINGS') ? record.settings : [],
    ...(include.includes('CONFIGURATIONS') && { configuration: record.configuration }),
    ...(record.serviceConnectDefaults && { serviceConnectDefaults: record.serviceConnectDefaults }),
    capacityProviders: record.capacityProviders,
    defaultCapacityProviderStrategy: record.defaultCapacityProviderStrategy,
  };
}

function remove(context: Context, reference: string | undefined): ClusterRecord {
  const record = clusterOf(context, reference);
  const { services, tasks } = context.state(ecsState);
  const left = [...services.values()].some(
    ({ service }) => service.clusterArn === record.clusterArn && service.status !== 'INACTIVE',
  );
  if (left) {
    throw failed('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.');
  }
  const busy = [...tasks.values()].some(
    ({ task }) => task.clusterArn === record.clusterArn && task.lastStatus !== 'STOPPED',
  );
  if (busy) throw failed('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');
  record.status = 'INACTIVE';
  return record;
}

/** The operations on clusters. */
export const clusterOperations = [
  on(CreateClusterCommand, create),
  on(DescribeClustersCommand, ({ clusters = ['default'], include }, context) => {
    if (clusters.length > 100) throw invalid('Clusters cannot be more than 100.');
    const wanted = clusters.length === 0 ? ['default'] : clusters;
    const found = wanted.map((reference) => ({ reference, record: findCluster(context, reference) }));
    return {
      clusters: found.flatMap(({ record }) => (record ? [describe(context, record, include)] : [])),
      failures: found
        .filter(({ record }) => !record)
        .map(({ reference }) => ({ arn: context.arn('ecs', `cluster/${lastPart(reference)}`), reason: 'MISSING' })),
    };
  }),
  on(ListClustersCommand, (input, context) => {
    const active = [...context.state(ecsState).clusters.values()].filter(({ status }) => status === 'ACTIVE');
    const { items, next } = page(active, input);
    return { clusterArns: items.map(({ clusterArn }) => clusterArn), ...next };
  }),
  on(DeleteClusterCommand, ({ cluster }, context) => {
    if (!cluster) throw clientError('Cluster can not be blank.');
    return { cluster: describe(context, remove(context, cluster)) };
  }),
  on(UpdateClusterCommand, ({ cluster, settings, configuration, serviceConnectDefaults }, context) => {
    const record = clusterOf(context, cluster);
    if (settings) record.settings = checkedSettings(settings);
    if (configuration) record.configuration = configuration;
    if (serviceConnectDefaults) record.serviceConnectDefaults = serviceConnectDefaults;
    return { cluster: describe(context, record, ['SETTINGS', 'CONFIGURATIONS']) };
  }),
  on(UpdateClusterSettingsCommand, ({ cluster, settings }, context) => {
    const record = clusterOf(context, cluster);
    record.settings = checkedSettings(settings);
    return { cluster: describe(context, record, ['SETTINGS']) };
  }),
  on(PutClusterCapacityProvidersCommand, (input, context) => {
    const record = clusterOf(context, input.cluster);
    const { capacityProviders = [], defaultCapacityProviderStrategy = [] } = input;
    checkProviders(capacityProviders, defaultCapacityProviderStrategy);
    Object.assign(record, {
      capacityProviders,
      defaultCapacityProviderStrategy: filled(defaultCapacityProviderStrategy),
    });
    return { cluster: describe(context, record, ['SETTINGS']) };
  }),
];
