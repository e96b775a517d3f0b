import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVirtualTime } from '../engine/graph/testing.ts';
import type { Clock } from './clock.ts';
import { createLimiter, createLimiters } from './limiter.ts';

/** A service that takes so many calls at a time and turns away more, and time that stands still until all wait. */
function stage(capacity: number) {
  const { now, pass: sleep, through } = createVirtualTime();
  let running = 0;
  const seen = { most: 0, throttled: 0 };
  const clock: Clock = { now, sleep };
  const call = async () => {
    running += 1;
    seen.most = Math.max(seen.most, running);
    const refused = running > capacity;
    await sleep(10);
    running -= 1;
    if (refused) {
      seen.throttled += 1;
      throw new Error('Throttling');
    }
  };
  return { clock, call, seen, through, now };
}

const isThrottled = (error: unknown) => (error as Error).message === 'Throttling';

test('as long as all goes well, more and more calls run at the same time, and never too many', async () => {
  const { clock, call, seen, through } = stage(1000);
  const limiter = createLimiter();
  await through(Promise.all(Array.from({ length: 2_000 }, () => limiter.through(call, { clock, isThrottled }))));
  assert.equal(seen.most, 40);
});

test('where AWS takes few calls at a time, few are turned away', async () => {
  const { clock, call, seen, through } = stage(3);
  const limiter = createLimiter();
  const tryUntilTaken = async () => {
    for (;;) {
      try {
        return await limiter.through(call, { clock, isThrottled });
      } catch {
        // Turned away: once more.
      }
    }
  };
  await through(Promise.all(Array.from({ length: 300 }, tryUntilTaken)));
  assert.ok(seen.throttled < 100, `${seen.throttled} of 300`);
});

test('after a throttled call all of the service pause, and longer each time', async () => {
  const { clock, through, now } = stage(1);
  const limiter = createLimiter();
  const refuse = async () => {
    throw new Error('Throttling');
  };
  const times: number[] = [];
  const work = async () => {
    for (let count = 0; count < 4; count += 1) {
      await limiter.through(refuse, { clock, isThrottled }).catch(() => {});
      times.push(now());
    }
  };
  await through(work());
  assert.deepEqual(times, [0, 50, 150, 350]);
});

test('other errors slow nothing down, and a call that fails makes room for the next', async () => {
  const { clock, through, now } = stage(1);
  const limiter = createLimiter();
  const fail = async () => {
    throw new Error('AccessDenied');
  };
  const work = async () => {
    for (let count = 0; count < 50; count += 1) await limiter.through(fail, { clock, isThrottled }).catch(() => {});
  };
  await through(work());
  assert.equal(now(), 0);
});

test('there is one limiter for each service of a region', () => {
  const limiters = createLimiters();
  assert.equal(limiters.of('EC2', 'eu-west-1'), limiters.of('EC2', 'eu-west-1'));
  assert.notEqual(limiters.of('EC2', 'eu-west-1'), limiters.of('EC2', 'us-east-1'));
  assert.notEqual(limiters.of('EC2', 'eu-west-1'), limiters.of('ECS', 'eu-west-1'));
});
