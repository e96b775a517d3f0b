import {
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type InputLogEvent,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../context.ts';
import { page } from '../../page.ts';
import { on } from '../../service.ts';
import { toEventTest } from './filter_pattern.ts';
import { invalidParameter, logGroup, logGroupByIdentifier, logStream } from './lookup.ts';
import type { LogEventRecord, LogGroupRecord, LogStreamRecord } from './state.ts';

const twoWeeks = 14 * 24 * 60 * 60 * 1000;
const twoHours = 2 * 60 * 60 * 1000;

/** Log lines. Behaviour: `PutLogEvents`, `GetLogEvents`, `FilterLogEvents`. */
export const logEventOperations = [
  on(PutLogEventsCommand, (input, context) => {
    const stream = logStream(logGroup(context, input.logGroupName), input.logStreamName);
    const events = input.logEvents ?? [];
    if (events.some((event, index) => (event.timestamp ?? 0) < (events[index - 1]?.timestamp ?? 0))) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    const rejectedLogEventsInfo = rejections(events, context.now().getTime());
    appendLogEvents(
      context,
      stream,
      events.filter((event) => isTimely(event, context.now().getTime())),
    );
    return { nextSequenceToken: '49039859662', ...(rejectedLogEventsInfo && { rejectedLogEventsInfo }) };
  }),
  on(GetLogEventsCommand, (input, context) => {
    const group = groupOf(context, input);
    const stream = logStream(group, input.logStreamName);
    const events = inTime(stream.events, input);
    const limit = limitOf(input.limit);
    // Tokens count from the first event that ever was, so that they mean the same when old ones are dropped.
    const before = stream.dropped ?? 0;
    // Without startFromHead the newest come, yet each page is in order of time.
    const [start, end] = windowOf([before, events.length], limit, input.nextToken, input.startFromHead ?? false);
    return {
      events: events
        .slice(start, end)
        .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: `f/${String(before + end).padStart(56, '0')}/s`,
      nextBackwardToken: `b/${String(before + start).padStart(56, '0')}/s`,
    };
  }),
  on(FilterLogEventsCommand, (input, context) => {
    const group = groupOf(context, input);
    const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
    if (names && prefix !== undefined) {
      throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive.');
    }
    const isWanted = toEventTest(input.filterPattern ?? '');
    const streams = names
      ? names.map((name) => logStream(group, name))
      : [...group.streams.values()].filter(({ logStreamName }) => logStreamName.startsWith(prefix ?? ''));
    const found = streams
      .flatMap(({ logStreamName, events }) =>
        inTime(events, input)
          .filter(({ message }) => isWanted(message))
          .map((event) => ({ logStreamName, ...event })),
      )
      .sort((a, b) => a.timestamp - b.timestamp);
    const { items, next } = page(found, { size: limitOf(input.limit), token: input.nextToken }, () =>
      invalidParameter('The specified nextToken is invalid.'),
    );
    return { events: items, searchedLogStreams: [], nextToken: next };
  }),
];

/** Adds lines to a stream, kept in the order of their times. */
export function appendLogEvents(
  context: Context,
  stream: LogStreamRecord,
  events: readonly { readonly timestamp?: number | undefined; readonly message?: string | undefined }[],
): void {
  const ingestionTime = context.now().getTime();
  for (const { timestamp = ingestionTime, message = '' } of events) {
    stream.events.push({ eventId: eventId(context), timestamp, ingestionTime, message });
  }
  const isOrdered = stream.events.slice(-events.length - 1).every((event, index, tail) => {
    return index === 0 || event.timestamp >= (tail[index - 1]?.timestamp ?? 0);
  });
  if (!isOrdered) stream.events.sort((a, b) => a.timestamp - b.timestamp);
  if (events.length > 0) stream.lastIngestionTime = ingestionTime;
}

/** 56 digits, as event ids have them. */
function eventId(context: Context): string {
  return BigInt(`0x${context.hex(44)}`)
    .toString()
    .padStart(56, '3')
    .slice(0, 56);
}

function isTimely({ timestamp = 0 }: InputLogEvent, now: number): boolean {
  return timestamp >= now - twoWeeks && timestamp <= now + twoHours;
}

function rejections(events: readonly InputLogEvent[], now: number) {
  const tooOld = events.filter(({ timestamp = 0 }) => timestamp < now - twoWeeks).length;
  const tooNew = events.findIndex(({ timestamp = 0 }) => timestamp > now + twoHours);
  if (tooOld === 0 && tooNew < 0) return undefined;
  return {
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
  };
}

function groupOf(
  context: Context,
  { logGroupName, logGroupIdentifier }: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): LogGroupRecord {
  return logGroupName === undefined
    ? logGroupByIdentifier(context, logGroupIdentifier)
    : logGroup(context, logGroupName);
}

function inTime(
  events: readonly LogEventRecord[],
  { startTime, endTime }: { startTime?: number | undefined; endTime?: number | undefined },
): LogEventRecord[] {
  return events.filter(
    ({ timestamp }) =>
      (startTime === undefined || timestamp >= startTime) && (endTime === undefined || timestamp < endTime),
  );
}

function limitOf(limit: number | undefined): number {
  if (limit === undefined) return 10_000;
  if (limit >= 1 && limit <= 10_000) return limit;
  throw invalidParameter(`Value '${limit}' at 'limit' failed to satisfy constraint: it must be between 1 and 10000`);
}

function windowOf(
  [before, length]: readonly [before: number, length: number],
  limit: number,
  token: string | undefined,
  startFromHead: boolean,
): [start: number, end: number] {
  if (token === undefined) return startFromHead ? [0, Math.min(limit, length)] : [Math.max(0, length - limit), length];
  const match = /^([fb])\/(\d{56})\/s$/.exec(token);
  if (!match) throw invalidParameter('The specified nextToken is invalid.');
  const at = Math.min(Math.max(0, Number(match[2]) - before), length);
  return match[1] === 'f' ? [at, Math.min(at + limit, length)] : [Math.max(0, at - limit), at];
}
