import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createOnce } from '../../../aws/lost_answer.ts';
import { retryWhile } from '../../../aws/retry.ts';
import { describeTagChanges, diffTags, type Tags } from '../../../aws/tags.ts';
import type { World } from '../../../aws/world.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import { describe, type LogGroupState, logs } from './log_group_read.ts';

/** The step that makes the group, with its tags. */
export function creation(logGroupName: string, { kms_key_id, tags }: LogGroupState): Step<LogGroupState> {
  return step(`create log group ${logGroupName}`, async (world) => {
    const command = new CreateLogGroupCommand({
      logGroupName,
      ...(kms_key_id && { kmsKeyId: kms_key_id }),
      ...(Object.keys(tags).length > 0 && { tags }),
    });
    const create = async () => void (await patiently(world, () => logs(world).send(command)));
    await createOnce<unknown>(create, () => describe(world, logGroupName));
    // The answer is empty; only a look tells the ARN.
    const made = await describe(world, logGroupName);
    const named = made && { arn: made.arn!, creation_time: made.creationTime! };
    return { name: logGroupName, retention: 0, kms_key_id, tags, ...named };
  });
}

/** Steps for what can change afterwards. A new group has its key and its tags already. */
export function* changes(
  logGroupName: string,
  now: LogGroupState | undefined,
  want: Wanted<LogGroupState>,
): Generator<Step<LogGroupState>> {
  if ((now?.retention ?? 0) !== want.retention)
    yield step(want.retention === 0 ? 'keep logs for ever' : `keep logs for ${want.retention} days`, async (world) => {
      const retention = want.retention as number;
      if (retention === 0) await logs(world).send(new DeleteRetentionPolicyCommand({ logGroupName }));
      else
        await patiently(world, () =>
          logs(world).send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: retention })),
        );
      return { retention };
    });
  if (!now) return;
  if (now.kms_key_id !== want.kms_key_id)
    yield step(
      want.kms_key_id ? `encrypt with ${want.kms_key_id}` : 'stop encrypting with a KMS key',
      async (world) => {
        const kms_key_id = want.kms_key_id as string;
        if (kms_key_id) await logs(world).send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: kms_key_id }));
        else await logs(world).send(new DisassociateKmsKeyCommand({ logGroupName }));
        return { kms_key_id };
      },
    );
  yield* tagSteps(now, want.tags as Tags);
}

function* tagSteps(now: LogGroupState, want: Tags): Generator<Step<LogGroupState>> {
  const changed = diffTags(now.tags, want);
  if (!changed) return;
  yield step(`tag log group ${now.name}: ${describeTagChanges(changed)}`, async (world) => {
    const resourceArn = now.arn.replace(/:\*$/, '');
    if (changed.remove.length > 0)
      await logs(world).send(new UntagResourceCommand({ resourceArn, tagKeys: [...changed.remove] }));
    if (Object.keys(changed.set).length > 0)
      await logs(world).send(new TagResourceCommand({ resourceArn, tags: changed.set }));
    return { tags: { ...want } };
  });
}

/** CloudWatch Logs takes one change of a group at a time, and may not know a new group everywhere at once. */
function patiently<T>(world: World, call: () => Promise<T>): Promise<T> {
  const codes = ['OperationAbortedException', 'ResourceNotFoundException'];
  return retryWhile(world, { codes, limit: 20_000 }, call);
}
