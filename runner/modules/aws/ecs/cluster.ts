import type { Cluster as AwsCluster, ClusterConfiguration, ExecuteCommandLogging } from '@aws-sdk/client-ecs';
import type { ecsClusterSchema } from '../../../../schemas/ecs_cluster.ts';
import { tagsFromList } from '../../../aws/tags.ts';
import type { Infer } from '../../../schema/infer.ts';

/** One line of a capacity provider strategy, with what AWS assumes filled in. */
export interface StrategyItem {
  readonly capacityProvider: string;
  readonly weight: number;
  readonly base: number;
}

/** An ECS cluster in our words. */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly counts: {
    readonly instances: number;
    readonly running: number;
    readonly pending: number;
    readonly services: number;
  };
  readonly capacity_providers: string[];
  readonly strategy: StrategyItem[];
  readonly settings: Record<string, string>;
  readonly configuration: ClusterConfiguration;
  readonly tags: Record<string, string>;
}

/** A cluster as AWS describes it, in our words. */
export function fromAws(cluster: AwsCluster): Cluster {
  return {
    name: cluster.clusterName!,
    arn: cluster.clusterArn!,
    status: cluster.status ?? 'ACTIVE',
    counts: {
      instances: cluster.registeredContainerInstancesCount ?? 0,
      running: cluster.runningTasksCount ?? 0,
      pending: cluster.pendingTasksCount ?? 0,
      services: cluster.activeServicesCount ?? 0,
    },
    capacity_providers: [...(cluster.capacityProviders ?? [])].sort(),
    strategy: strategyFromAws(cluster.defaultCapacityProviderStrategy),
    settings: Object.fromEntries((cluster.settings ?? []).map(({ name, value }) => [name!, value ?? ''])),
    configuration: cluster.configuration ?? {},
    tags: tagsFromList(cluster.tags),
  };
}

interface AwsStrategyItem {
  readonly capacityProvider?: string | undefined;
  readonly weight?: number | undefined;
  readonly base?: number | undefined;
}

/** A strategy is a set of providers; weight and base are 0 when left out. */
export function strategyFromAws(items: readonly AwsStrategyItem[] | undefined): StrategyItem[] {
  return (items ?? [])
    .map(({ capacityProvider = '', weight = 0, base = 0 }) => ({ capacityProvider, weight, base }))
    .sort((a, b) => (a.capacityProvider < b.capacityProvider ? -1 : 1));
}

/** The same from parameters, whose keys are spelt with underscores. */
export function strategyFromParams(
  items: readonly { capacity_provider: string; weight?: number; base?: number }[],
): StrategyItem[] {
  return strategyFromAws(
    items.map(({ capacity_provider, ...rest }) => ({ capacityProvider: capacity_provider, ...rest })),
  );
}

/** Settings of ECS Exec in the API's spelling; other parts of the configuration stay as they are. */
export function configurationToAws(
  { execute_command }: NonNullable<Infer<typeof ecsClusterSchema>['configuration']>,
  now: ClusterConfiguration = {},
): ClusterConfiguration {
  if (!execute_command) return now;
  const { kms_key_id, logging, log } = execute_command;
  const executeCommandConfiguration = {
    ...(kms_key_id !== undefined && { kmsKeyId: kms_key_id }),
    ...(logging !== undefined && { logging: logging as ExecuteCommandLogging }),
    ...(log && {
      logConfiguration: {
        ...(log.cloud_watch_log_group_name !== undefined && { cloudWatchLogGroupName: log.cloud_watch_log_group_name }),
        cloudWatchEncryptionEnabled: log.cloud_watch_encryption_enabled ?? false,
        ...(log.s3_bucket_name !== undefined && { s3BucketName: log.s3_bucket_name }),
        ...(log.s3_key_prefix !== undefined && { s3KeyPrefix: log.s3_key_prefix }),
        s3EncryptionEnabled: log.s3_encryption_enabled ?? false,
      },
    }),
  };
  return { ...now, executeCommandConfiguration };
}
