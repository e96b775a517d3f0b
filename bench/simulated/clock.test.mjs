import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createJumpingClock } from './clock.mjs';
import { latencyOf } from './latencies.mjs';

const hour = 3_600_000;
/** What the test itself may take. */
const close = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1_000, `${actual} is not ${expected}`);

test('a sleep passes at once, by the clock it lasts', async () => {
  const clock = createJumpingClock();
  const [began, really] = [clock.now(), performance.now()];
  await clock.sleep(hour);
  close(clock.now() - began, hour);
  assert.ok(performance.now() - really < 1_000);
});

test('sleeps side by side take as long as the longest, one after the other as long as all', async () => {
  const clock = createJumpingClock();
  const began = clock.now();
  await Promise.all([clock.sleep(hour), clock.sleep(3 * hour), clock.sleep(2 * hour)]);
  close(clock.now() - began, 3 * hour);
  await clock.sleep(hour);
  await clock.sleep(hour);
  close(clock.now() - began, 5 * hour);
});

test('sleepers wake in the order of their time, whoever slept first', async () => {
  const clock = createJumpingClock();
  const order = [];
  const sleeper = async (name, ...naps) => {
    for (const nap of naps) await clock.sleep(nap * hour).then(() => order.push(`${name}${nap}`));
  };
  await Promise.all([sleeper('a', 3, 3), sleeper('b', 1, 1, 2), sleeper('c', 5)]);
  assert.deepEqual(order, ['b1', 'b1', 'a3', 'b2', 'c5', 'a3']);
});

test('nobody wakes while something else is under way', async () => {
  const clock = createJumpingClock();
  const order = [];
  const reading = (async () => {
    for (let i = 0; i < 5; i += 1) await readFile(process.execPath).then(() => order.push('read'));
  })();
  await Promise.all([clock.sleep(hour).then(() => order.push('woke')), reading]);
  assert.equal(order.at(-1), 'woke');
});

test('an interrupt ends a sleep with an error, and the others sleep on', async () => {
  const clock = createJumpingClock();
  const controller = new AbortController();
  const sleeping = clock.sleep(2 * hour, controller.signal);
  const other = clock.sleep(hour).then(() => controller.abort());
  await assert.rejects(sleeping, { code: 'interrupted' });
  await other;
});

test('each call has a latency by its service and by whether it writes; a service without one is an error', () => {
  const call = (hostname, target, body = '') => latencyOf({ hostname, headers: { 'x-amz-target': target }, body });
  const host = (service) => `${service}.eu-west-1.amazonaws.com`;
  assert.equal(call(host('ecs'), 'AmazonEC2ContainerServiceV20141113.DescribeClusters'), 100);
  assert.equal(call(host('ecs'), 'AmazonEC2ContainerServiceV20141113.CreateCluster'), 250);
  assert.equal(call(host('ec2'), undefined, 'Version=2016-11-15&Action=DescribeVpcs'), 150);
  assert.equal(call('iam.amazonaws.com', undefined, 'Action=CreateRole&Version=2010-05-08'), 300);
  assert.throws(() => call(host('s3'), 'S3.GetObject'), /no latency is assumed for GetObject/);
});
