import {
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  type LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { invalidParameter, logGroup, logGroupByIdentifier, logStream, logsPage } from './lookup.ts';
import type { LogGroupRecord, LogStreamRecord } from './state.ts';

/** Log streams. Behaviour: `CreateLogStream`, `DescribeLogStreams`. */
export const logStreamOperations = [
  on(CreateLogStreamCommand, (input, context) => {
    const group = logGroup(context, input.logGroupName);
    const name = requireStreamName(input.logStreamName);
    if (group.streams.has(name)) {
      throw new ServiceError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    addLogStream(group, name, context.now().getTime());
    return {};
  }),
  on(DeleteLogStreamCommand, (input, context) => {
    const group = logGroup(context, input.logGroupName);
    group.streams.delete(logStream(group, input.logStreamName).logStreamName);
    return {};
  }),
  on(DescribeLogStreamsCommand, (input, context) => {
    const group = input.logGroupName
      ? logGroup(context, input.logGroupName)
      : logGroupByIdentifier(context, input.logGroupIdentifier);
    const byTime = input.orderBy === 'LastEventTime';
    if (byTime && input.logStreamNamePrefix !== undefined) {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const found = [...group.streams.values()]
      .filter(({ logStreamName }) => logStreamName.startsWith(input.logStreamNamePrefix ?? ''))
      .sort((a, b) => (byTime ? lastTime(a) - lastTime(b) : a.logStreamName < b.logStreamName ? -1 : 1));
    if (input.descending) found.reverse();
    const { items, next } = logsPage(found, input.limit ?? 50, input.nextToken);
    return { logStreams: items.map(describeLogStream), nextToken: next };
  }),
];

/** Makes a stream, as `awslogs` does for each container. */
export function addLogStream(group: LogGroupRecord, logStreamName: string, creationTime: number): LogStreamRecord {
  const stream: LogStreamRecord = {
    logStreamName,
    arn: `${group.arn}:log-stream:${logStreamName}`,
    creationTime,
    events: [],
  };
  group.streams.set(logStreamName, stream);
  return stream;
}

function requireStreamName(name: string | undefined): string {
  const wanted = name ?? '';
  if (!/^[^:*]{1,512}$/.test(wanted)) {
    throw invalidParameter(
      `1 validation error detected: Value '${wanted}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`,
    );
  }
  return wanted;
}

function lastTime({ events }: LogStreamRecord): number {
  return events.at(-1)?.timestamp ?? 0;
}

function describeLogStream(stream: LogStreamRecord): LogStream {
  return {
    logStreamName: stream.logStreamName,
    arn: stream.arn,
    creationTime: stream.creationTime,
    firstEventTimestamp: stream.events[0]?.timestamp,
    lastEventTimestamp: stream.events.at(-1)?.timestamp,
    lastIngestionTime: stream.lastIngestionTime,
    uploadSequenceToken: '49039859662',
    storedBytes: 0,
  };
}
