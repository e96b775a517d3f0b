import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createSandbox } from '../../sandbox.ts';

const logGroupName = '/ecs/app';
const now = Date.UTC(2025, 0, 1);
const day = 24 * 60 * 60 * 1000;

async function withStream() {
  const logs = createSandbox({ now: () => now })
    .world()
    .client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const create = (logStreamName: string) => logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  await create('one');
  const put = (events: [time: number, message: string][], logStreamName = 'one') => {
    const logEvents = events.map(([time, message]) => ({ timestamp: now + time, message }));
    return logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  };
  const get = async (more: object = {}) => {
    const answer = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'one', ...more }));
    return { ...answer, messages: answer.events?.map(({ message }) => message) };
  };
  const filter = async (more: object = {}) =>
    (await logs.send(new FilterLogEventsCommand({ logGroupName, ...more }))).events?.map(({ message }) => message);
  return { logs, create, put, get, filter };
}

test('events come back in the order of their times, whatever order they were put in', async () => {
  const { put, get } = await withStream();
  await put([
    [2, 'b'],
    [4, 'd'],
  ]);
  await put([
    [1, 'a'],
    [3, 'c'],
  ]);
  assert.deepEqual((await get()).messages, ['a', 'b', 'c', 'd']);
  assert.deepEqual((await get({ startTime: now + 2, endTime: now + 4 })).messages, ['b', 'c']);
});

test('events of one call must be in order', async () => {
  const { put } = await withStream();
  await assert.rejects(
    put([
      [2, 'b'],
      [1, 'a'],
    ]),
    { name: 'InvalidParameterException' },
  );
});

test('events too old or too far ahead are left out, and the answer says so', async () => {
  const { put, get } = await withStream();
  const { rejectedLogEventsInfo } = await put([
    [-15 * day, 'old'],
    [0, 'now'],
    [day, 'tomorrow'],
  ]);
  assert.deepEqual(rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
  assert.deepEqual((await get()).messages, ['now']);
});

test('the newest events come first, and tokens lead back and forth', async () => {
  const { put, get } = await withStream();
  await put([1, 2, 3, 4, 5].map((time): [number, string] => [time, String(time)]));
  const last = await get({ limit: 2 });
  assert.deepEqual(last.messages, ['4', '5']);
  const before = await get({ limit: 2, nextToken: last.nextBackwardToken });
  assert.deepEqual(before.messages, ['2', '3']);
  const end = await get({ limit: 2, nextToken: last.nextForwardToken });
  assert.deepEqual([end.messages, end.nextForwardToken], [[], last.nextForwardToken]);
  await put([[6, '6']]);
  assert.deepEqual((await get({ nextToken: last.nextForwardToken })).messages, ['6']);
  assert.deepEqual((await get({ limit: 2, startFromHead: true })).messages, ['1', '2']);
  await assert.rejects(get({ nextToken: 'x' }), { name: 'InvalidParameterException' });
});

for (const [pattern, expected] of [
  ['', ['GET /now 200', 'GET /now 500', 'error: no "route"']],
  ['GET', ['GET /now 200', 'GET /now 500']],
  ['get', []],
  ['GET 500', ['GET /now 500']],
  ['GET -500', ['GET /now 200']],
  ['?500 ?error', ['GET /now 500', 'error: no "route"']],
  ['"no \\"route\\""', ['error: no "route"']],
] as const) {
  test(`the filter pattern ${pattern || 'of no term'} finds ${expected.length}`, async () => {
    const { put, filter } = await withStream();
    await put([
      [1, 'GET /now 200'],
      [2, 'GET /now 500'],
      [3, 'error: no "route"'],
    ]);
    assert.deepEqual(await filter({ filterPattern: pattern }), expected);
  });
}

test('events are filtered over all streams, or those that are named', async () => {
  const { create, put, filter } = await withStream();
  await create('two');
  await put([
    [1, 'a'],
    [3, 'c'],
  ]);
  await put([[2, 'b']], 'two');
  assert.deepEqual(await filter(), ['a', 'b', 'c']);
  assert.deepEqual(await filter({ logStreamNames: ['two'] }), ['b']);
  assert.deepEqual(await filter({ logStreamNamePrefix: 'o' }), ['a', 'c']);
  await assert.rejects(filter({ logStreamNames: ['three'] }), { name: 'ResourceNotFoundException' });
});

test('streams are listed by name or by their last event', async () => {
  const { logs, create, put } = await withStream();
  await create('two');
  await put([[2, 'b']]);
  await put([[1, 'a']], 'two');
  const list = async (more: object = {}) =>
    (await logs.send(new DescribeLogStreamsCommand({ logGroupName, ...more }))).logStreams?.map(
      ({ logStreamName }) => logStreamName,
    );
  assert.deepEqual(await list(), ['one', 'two']);
  assert.deepEqual(await list({ orderBy: 'LastEventTime' }), ['two', 'one']);
  assert.deepEqual(await list({ orderBy: 'LastEventTime', descending: true }), ['one', 'two']);
  await assert.rejects(create('two'), { name: 'ResourceAlreadyExistsException' });
  await assert.rejects(create('a:b'), { name: 'InvalidParameterException' });
  await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName: 'two' }));
  assert.deepEqual(await list(), ['one']);
});
