import { isDeepStrictEqual } from 'node:util';
import {
  type CapacityProviderStrategyItem,
  type ClusterSetting,
  ECSClient,
  PutClusterCapacityProvidersCommand,
  UpdateClusterCommand,
} from '@aws-sdk/client-ecs';
import { retryWhile } from '../../../aws/retry.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import type { Cluster } from './cluster.ts';
import { ecsTagStep } from './tag_step.ts';

/** A step for each part of a cluster that differs and has a call of its own. */
export function* changes(now: Cluster, want: Wanted<Cluster>): Iterable<Step<Cluster>> {
  const wanted = want as Cluster;
  if (!isDeepStrictEqual(now.settings, wanted.settings) || !sameConfiguration(now, wanted))
    yield step(`change ${changedParts(now, wanted)} of cluster ${wanted.name}`, async (world) => {
      const { settings, configuration } = wanted;
      await world.client(ECSClient).send(
        new UpdateClusterCommand({
          cluster: wanted.arn,
          settings: Object.entries(settings).map(([name, value]) => ({ name, value }) as ClusterSetting),
          ...(!sameConfiguration(now, wanted) && { configuration }),
        }),
      );
      return { settings, configuration };
    });
  if (
    !isDeepStrictEqual(now.capacity_providers, wanted.capacity_providers) ||
    !isDeepStrictEqual(now.strategy, wanted.strategy)
  )
    yield providers(now, wanted);
  yield* ecsTagStep<Cluster>(`cluster ${wanted.name}`, now.tags, wanted.tags);
}

/** Another change of the cluster's capacity providers may still be under way. */
const busy = {
  codes: ['UpdateInProgressException', 'ResourceInUseException'],
  limit: 120_000,
};

function providers(now: Cluster, { arn, name, capacity_providers, strategy }: Cluster): Step<Cluster> {
  const providersDiffer = !isDeepStrictEqual(now.capacity_providers, capacity_providers);
  const title = providersDiffer
    ? `give cluster ${name} the capacity providers ${capacity_providers.join(', ') || '(none)'}`
    : `change the capacity provider strategy of cluster ${name}`;
  return step(title, async (world, { progress }) => {
    const ecs = world.client(ECSClient);
    await retryWhile(world, { ...busy, progress }, () =>
      ecs.send(
        new PutClusterCapacityProvidersCommand({
          cluster: arn,
          capacityProviders: capacity_providers,
          defaultCapacityProviderStrategy: strategy as CapacityProviderStrategyItem[],
        }),
      ),
    );
    return { capacity_providers, strategy };
  });
}

/** What AWS leaves out and what we leave undefined is the same. */
function sameConfiguration(now: Cluster, want: Cluster): boolean {
  return isDeepStrictEqual(spelledOut(now.configuration), spelledOut(want.configuration));
}

const spelledOut = (value: unknown): unknown => JSON.parse(JSON.stringify(dropFalse(value)));

function dropFalse(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === false ? undefined : value;
  if (Array.isArray(value)) return value.map(dropFalse);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, dropFalse(each)]));
}

function changedParts(now: Cluster, want: Cluster): string {
  const settings = Object.entries(want.settings)
    .filter(([name, value]) => now.settings[name] !== value)
    .map(([name, value]) => `${name} to ${value}`);
  const configuration = sameConfiguration(now, want) ? [] : ['the configuration of ECS Exec'];
  return [...settings, ...configuration].join(' and ');
}
