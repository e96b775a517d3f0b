import { DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { type LogGroupState, logs } from './log_group_read.ts';

/** What the group keeps, for people. The count of bytes lags hours behind, so that streams are looked at as well. */
export async function logsHeld(world: World, { name, stored_bytes }: LogGroupState): Promise<string | undefined> {
  const command = new DescribeLogStreamsCommand({ logGroupName: name, orderBy: 'LastEventTime', descending: true });
  const { logStreams = [] } = (await unlessMissing('ResourceNotFoundException', () => logs(world).send(command))) ?? {};
  const last = Math.max(...logStreams.map((stream) => stream.lastEventTimestamp ?? 0), 0);
  const size = stored_bytes > 0 ? `${stored_bytes} bytes of logs` : 'logs';
  if (last > 0) return `${size}, the last of ${new Date(last).toISOString()}`;
  return stored_bytes > 0 ? size : undefined;
}
