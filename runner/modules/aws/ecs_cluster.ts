import { isDeepStrictEqual } from 'node:util';
import {
  type CapacityProviderStrategyItem,
  type ClusterSetting,
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClustersCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import { ecsClusterSchema } from '../../../schemas/ecs_cluster.ts';
import { errorCode } from '../../aws/errors.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { retryWhile } from '../../aws/retry.ts';
import { tagsToLowerCaseList, wantedTags } from '../../aws/tags.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import { waitUntil } from '../../aws/wait.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { unknown } from '../../template/values.ts';
import { resource, type Step, step, type Wanted, waitStep } from '../module.ts';
import { type Cluster, configurationToAws, fromAws, strategyFromParams } from './ecs/cluster.ts';
import { changes } from './ecs/cluster_changes.ts';
import { serviceLinkedRole } from './ecs/eventual.ts';

type Params = Infer<typeof ecsClusterSchema>;

/** An ECS cluster, found by its exact name; an inactive one counts as gone. Result as `community.aws.ecs_cluster` documents it. */
export const ecsCluster = resource({
  name: 'ecs_cluster',
  schema: ecsClusterSchema,
  identity: ['name'],

  read: (world, { name }) => describe(world, name),

  want(params, now): Wanted<Cluster> | undefined {
    if (params.state === 'absent') return undefined;
    if (params.state === 'has_instances' && !now)
      throw new PlayError({ code: 'not-found', message: `there is no cluster ${params.name} to wait for` });
    // A provider that goes takes its part of the strategy along: ECS refuses one that names others than the cluster's.
    const providers = wantedProviders(params, now);
    return {
      name: params.name,
      arn: now?.arn ?? unknown,
      status: now?.status ?? 'ACTIVE',
      counts: now?.counts ?? { instances: 0, running: 0, pending: 0, services: 0 },
      capacity_providers: providers,
      strategy: params.capacity_provider_strategy
        ? strategyFromParams(params.capacity_provider_strategy)
        : (now?.strategy ?? []).filter(({ capacityProvider }) => providers.includes(capacityProvider)),
      settings: { ...(now?.settings ?? accountSettings), ...settingsFromParams(params) },
      configuration: params.configuration
        ? configurationToAws(params.configuration, now?.configuration)
        : (now?.configuration ?? {}),
      tags: wantedTags(now?.tags, params.tags, params.purge_tags),
    };
  },

  removal: { id: (now) => now.arn },

  *plan(now, want, params): Iterable<Step<Cluster>> {
    if (!want) {
      if (now) yield deletion(now);
    } else if (params.state === 'has_instances') {
      if (now?.counts.instances === 0) yield instances(params);
    } else if (now) yield* changes(now, want);
    else yield creation(want, params);
  },

  result(state) {
    if (!state) return {};
    const { counts } = state as Cluster;
    return {
      cluster: {
        clusterArn: state.arn,
        clusterName: state.name,
        status: state.status,
        registeredContainerInstancesCount: counts.instances,
        runningTasksCount: counts.running,
        pendingTasksCount: counts.pending,
        activeServicesCount: counts.services,
        statistics: [],
        capacityProviders: state.capacity_providers,
        defaultCapacityProviderStrategy: state.strategy,
        settings: Object.entries(state.settings).map(([name, value]) => ({ name, value })),
        ...(!isDeepStrictEqual(state.configuration, {}) && { configuration: state.configuration }),
        tags: state.tags,
      },
    };
  },
});

async function describe(world: World, name: string): Promise<Cluster | undefined> {
  const { clusters = [] } = await world
    .client(ECSClient)
    .send(new DescribeClustersCommand({ clusters: [name], include: ['TAGS', 'SETTINGS', 'CONFIGURATIONS'] }));
  const found = clusters.find((cluster) => cluster.clusterName === name && cluster.status !== 'INACTIVE');
  return found && fromAws(found);
}

/** What a new cluster does not say, the account does (ECS: `PutAccountSettingDefault`). */
const accountSettings = { containerInsights: unknown as unknown as string };

function wantedProviders(params: Params, now: Cluster | undefined): string[] {
  if (params.capacity_providers === undefined) return now?.capacity_providers ?? [];
  const kept = params.purge_capacity_providers ? [] : (now?.capacity_providers ?? []);
  return [...new Set([...kept, ...params.capacity_providers])].sort();
}

function settingsFromParams({ settings = [] }: Params): Record<string, string> {
  return Object.fromEntries(settings.map(({ name, value }) => [name, value]));
}

function creation(want: Wanted<Cluster>, params: Params): Step<Cluster> {
  return step(`create cluster ${want.name}`, async (world, { progress }) => {
    const { name, capacity_providers, strategy, configuration, tags } = want as Cluster;
    const input = {
      clusterName: name,
      tags: tagsToLowerCaseList(tags),
      ...(params.capacity_providers && { capacityProviders: capacity_providers }),
      ...(strategy.length > 0 && { defaultCapacityProviderStrategy: strategy as CapacityProviderStrategyItem[] }),
      ...(params.settings && {
        settings: params.settings as ClusterSetting[],
      }),
      ...(params.configuration && { configuration }),
    };
    const create = async () => {
      const { cluster } = await world.client(ECSClient).send(new CreateClusterCommand(input));
      return fromAws(cluster!);
    };
    const made = await retryWhile(world, { ...serviceLinkedRole, progress }, () =>
      createOnce(create, () => describe(world, name)),
    );
    // The answer to CreateCluster need not repeat tags and settings.
    const settings = { ...accountSettings, ...made.settings, ...settingsFromParams(params) };
    return { ...made, tags, settings, configuration };
  });
}

/** Tasks of services that were deleted a moment ago still count for a while. */
const tasksStopping = { codes: ['ClusterContainsTasksException', 'UpdateInProgressException'], limit: 180_000 };

const why: Readonly<Record<string, string>> = {
  ClusterContainsServicesException: 'services',
  ClusterContainsTasksException: 'running tasks',
  ClusterContainsContainerInstancesException: 'container instances',
};

function deletion(now: Cluster): Step<Cluster> {
  return step(`delete cluster ${now.name}`, async (world, { progress }) => {
    const ecs = world.client(ECSClient);
    try {
      await unlessMissing('ClusterNotFoundException', () =>
        retryWhile(world, { ...tasksStopping, progress }, () =>
          ecs.send(new DeleteClusterCommand({ cluster: now.arn })),
        ),
      );
    } catch (error) {
      const left = why[errorCode(error)];
      if (!left) throw error;
      throw new PlayError({
        code: 'cluster-in-use',
        message: `cluster ${now.name} still has ${left}`,
        hint: 'remove them first, e.g. with ecs_service and state: absent',
        cause: error,
      });
    }
    return {};
  });
}

function instances({ name, delay, repeat }: Params): Step<Cluster> {
  return waitStep(`wait until a container instance has joined cluster ${name}`, (world, { progress }) =>
    waitUntil(world, {
      what: `a container instance in cluster ${name}`,
      interval: delay * 1000,
      limit: delay * repeat * 1000,
      progress,
      async look() {
        const cluster = await describe(world, name);
        return cluster && cluster.counts.instances > 0 ? { done: cluster } : { seen: 'none so far' };
      },
    }),
  );
}
