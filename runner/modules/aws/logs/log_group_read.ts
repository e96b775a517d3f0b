import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { World } from '../../../aws/world.ts';

/** A log group in our words: no retention is 0, no key is empty. */
export interface LogGroupState {
  name: string;
  arn: string;
  creation_time: number;
  metric_filter_count: number;
  stored_bytes: number;
  retention: number;
  kms_key_id: string;
  tags: Record<string, string>;
}

/** The client, for short. */
export const logs = (world: World): CloudWatchLogsClient => world.client(CloudWatchLogsClient);

/** The group of that very name; of one that is to go without its tags, which take a call of their own. */
export async function readLogGroup(
  world: World,
  log_group_name: string,
  state: string,
): Promise<LogGroupState | undefined> {
  const group = await describe(world, log_group_name);
  if (!group) return undefined;
  return {
    name: log_group_name,
    arn: group.arn!,
    creation_time: group.creationTime ?? 0,
    metric_filter_count: group.metricFilterCount ?? 0,
    stored_bytes: group.storedBytes ?? 0,
    retention: group.retentionInDays ?? 0,
    kms_key_id: group.kmsKeyId ?? '',
    tags: state === 'absent' ? {} : await logGroupTags(world, group as { readonly arn: string }),
  };
}

/** The tags of a group by its ARN, with or without what stands for all streams. */
export async function logGroupTags(world: World, { arn }: Pick<LogGroupState, 'arn'>): Promise<Record<string, string>> {
  const resourceArn = arn.replace(/:\*$/, '');
  const { tags = {} } = await logs(world).send(new ListTagsForResourceCommand({ resourceArn }));
  return { ...tags };
}

/** What DescribeLogGroups says of it. The filter is a prefix; names come in order, so that the very one comes first. */
export async function describe(world: World, logGroupName: string): Promise<LogGroup | undefined> {
  const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName });
  const { logGroups = [] } = await logs(world).send(command);
  return logGroups.find((group) => group.logGroupName === logGroupName);
}
