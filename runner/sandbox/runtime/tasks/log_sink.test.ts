import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FilterLogEventsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type LogStreamRecord, logsState } from '../../services/logs/state.ts';
import { lineSplitter } from './lines.ts';
import { appendToRing } from './log_sink.ts';
import { livingSample } from './testing.ts';

const stream = (): LogStreamRecord => ({ logStreamName: 's', arn: 'a', creationTime: 0, events: [] });
const numbered = (from: number, count: number, at = 1_000) =>
  Array.from({ length: count }, (_, index) => ({ at, text: `line ${from + index}` }));

test('a stream keeps the newest lines, and knows how many it dropped', () => {
  const ring = stream();
  for (let round = 0; round < 6; round += 1) appendToRing(ring, numbered(round * 1_000, 1_000), 2_000);
  assert.deepEqual([ring.events.length, ring.dropped, ring.events[0]?.message], [5_000, 1_000, 'line 1000']);
  appendToRing(
    ring,
    Array.from({ length: 5 }, () => ({ at: 3_000, text: 'x'.repeat(250_000) })),
    3_000,
  );
  assert.deepEqual([ring.events.length, ring.dropped], [4, 6_001]);
});

test('tokens mean the same lines when old ones were dropped in between', async (t) => {
  const { sandbox, logs } = await livingSample(t);
  const now = sandbox.clock.now();
  const ring = stream();
  sandbox.state(logsState).groups.get('/app')!.streams.set('s', ring);
  appendToRing(ring, numbered(0, 5_000, now), now);
  const read = async (nextToken?: string) => {
    const input = { logGroupName: '/app', logStreamName: 's', limit: 2, startFromHead: true, nextToken };
    const { events = [], nextForwardToken } = await logs.send(new GetLogEventsCommand(input));
    return { lines: events.map(({ message }) => message), token: nextForwardToken };
  };
  const first = await read();
  assert.deepEqual(first.lines, ['line 0', 'line 1']);
  appendToRing(ring, numbered(5_000, 1, now), now);
  const second = await read(first.token);
  assert.deepEqual(second.lines, ['line 2', 'line 3']);
  appendToRing(ring, numbered(5_001, 10, now), now);
  assert.deepEqual((await read(second.token)).lines, ['line 11', 'line 12'], 'from the oldest that is left');
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: '/app', logStreamNames: ['s'], filterPattern: '"line 5010"' }),
  );
  assert.equal(events.length, 1);
});

test('output becomes lines, whatever the pieces in which it comes', () => {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  const bytes = Buffer.from('grün\r\n\nzwei\nohne Ende');
  for (const byte of bytes) splitter.push(Buffer.from([byte]));
  splitter.end();
  assert.deepEqual(lines, ['grün', 'zwei', 'ohne Ende']);
  splitter.push(Buffer.from('x'.repeat(300_000)));
  splitter.end();
  assert.deepEqual(
    lines.slice(3).map(({ length }) => length),
    [262_118, 37_882],
  );
});
