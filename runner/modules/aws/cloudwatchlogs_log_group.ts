import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { cloudwatchlogsLogGroupSchema } from '../../../schemas/cloudwatchlogs_log_group.ts';
import { wantedTags } from '../../aws/tags.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import type { Infer } from '../../schema/infer.ts';
import { unknown } from '../../template/values.ts';
import { type Result, resource, step, type Wanted } from '../module.ts';
import { changes, creation } from './logs/log_group_changes.ts';
import { logsHeld } from './logs/log_group_holds.ts';
import { type LogGroupState, logGroupTags, logs, readLogGroup } from './logs/log_group_read.ts';

type Params = Infer<typeof cloudwatchlogsLogGroupSchema>;

/** A log group, as the page of `community.aws.cloudwatchlogs_log_group` documents it. */
export const cloudwatchlogsLogGroup = resource({
  name: 'cloudwatchlogs_log_group',
  schema: cloudwatchlogsLogGroupSchema,
  identity: ['log_group_name'],
  read: (world, { log_group_name, state }): Promise<LogGroupState | undefined> =>
    readLogGroup(world, log_group_name, state),
  want: wantedGroup,
  removal: { id: (now) => now.arn, tags: (world, now) => logGroupTags(world, now), holds: logsHeld },
  *plan(now, want, { overwrite, log_group_name }) {
    const goes = now && (!want || overwrite);
    if (goes)
      yield step(`delete log group ${log_group_name}`, async (world) => {
        const command = new DeleteLogGroupCommand({ logGroupName: log_group_name });
        await unlessMissing('ResourceNotFoundException', () => logs(world).send(command));
        return undefined;
      });
    if (!want) return;
    const current = goes ? undefined : now;
    if (!current) yield creation(log_group_name, want as LogGroupState);
    yield* changes(log_group_name, current, want);
  },
  result: groupResult,
});

function wantedGroup(params: Params, existing: LogGroupState | undefined): Wanted<LogGroupState> | undefined {
  if (params.state === 'absent') return undefined;
  const now = params.overwrite ? undefined : existing;
  return {
    arn: unknown,
    creation_time: unknown,
    metric_filter_count: 0,
    stored_bytes: 0,
    ...now,
    name: params.log_group_name,
    retention: params.retention ?? (params.purge_retention_policy ? 0 : (now?.retention ?? 0)),
    kms_key_id: params.kms_key_id ?? now?.kms_key_id ?? '',
    tags: wantedTags(now?.tags, params.tags, params.purge_tags),
  };
}

/** The keys of the group, and once more in a list, where newer playbooks look for them. */
function groupResult(group: Wanted<LogGroupState> | undefined): Result {
  if (!group) return { log_groups: [] };
  const { name, retention, kms_key_id, ...rest } = group;
  const result = {
    log_group_name: name,
    ...rest,
    retention_in_days: retention === 0 ? null : retention,
    kms_key_id: kms_key_id === '' ? null : kms_key_id,
  };
  return { ...result, log_groups: [result] };
}
