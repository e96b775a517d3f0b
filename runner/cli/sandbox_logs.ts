import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { PlayError } from '../diagnostics.ts';
import type { ConnectedSandbox } from '../sandbox/connect.ts';
import { didYouMean } from '../schema/distance.ts';

/** Prints the events of log groups, as their tasks wrote them, in the order of time. */
export async function printLogs(sandbox: ConnectedSandbox, groups: readonly string[]): Promise<void> {
  for (const logGroupName of groups) {
    const client = await clientFor(sandbox, logGroupName);
    for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
      for (const { timestamp = 0, logStreamName = '', message = '' } of events) {
        process.stdout.write(`${new Date(timestamp).toISOString()} ${logStreamName} ${message}\n`);
      }
    }
  }
}

/** A client in the region that has the group. */
async function clientFor(sandbox: ConnectedSandbox, wanted: string): Promise<CloudWatchLogsClient> {
  const { regions } = await sandbox.status();
  const known: string[] = [];
  for (const region of regions) {
    const client = sandbox.world({ region }).client(CloudWatchLogsClient);
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ limit: 50 }));
    if (logGroups.some(({ logGroupName }) => logGroupName === wanted)) return client;
    known.push(...logGroups.map(({ logGroupName = '' }) => logGroupName));
  }
  const hint = didYouMean(wanted, known) ?? (known.length > 0 ? `there are: ${known.join(', ')}` : 'there is none');
  throw new PlayError({ code: 'sandbox', message: `the sandbox has no log group ${wanted}`, hint });
}
