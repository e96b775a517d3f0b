import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlayError } from '../diagnostics.ts';
import { retryWhile } from './retry.ts';
import { unlessMissing } from './unless_missing.ts';
import { waitUntil } from './wait.ts';
import type { World } from './world.ts';

/** Only a clock: sleeping moves it on. */
function clock() {
  const slept: number[] = [];
  let now = 0;
  const world = {
    now: () => now,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
  } as World;
  return { world, slept };
}
const failure = (name: string, message = name) => Object.assign(new Error(message), { name });
const failing = (times: number, error: Error) => {
  let left = times;
  return async () => {
    if (left-- > 0) throw error;
    return 'done';
  };
};

test('retryWhile tries again with growing pauses until it works', async () => {
  const { world, slept } = clock();
  const attempt = failing(3, failure('InvalidGroup.NotFound'));
  assert.equal(await retryWhile(world, { codes: ['InvalidGroup.NotFound'] }, attempt), 'done');
  assert.deepEqual(slept, [500, 1000, 2000]);
});

test('retryWhile throws other errors on at once', async () => {
  const { world, slept } = clock();
  const attempt = failing(1, failure('InvalidParameterValue'));
  await assert.rejects(retryWhile(world, { codes: ['InvalidGroup.NotFound'] }, attempt), {
    name: 'InvalidParameterValue',
  });
  assert.deepEqual(slept, []);
});

test('retryWhile looks at the message where the code says too little', async () => {
  const { world } = clock();
  const options = { codes: ['NoSuchEntity'], message: /role/ };
  await assert.rejects(retryWhile(world, options, failing(1, failure('NoSuchEntity', 'policy x does not exist'))));
  assert.equal(await retryWhile(world, options, failing(1, failure('NoSuchEntity', 'role x cannot be found'))), 'done');
});

test('retryWhile throws the last error on when its time is up', async () => {
  const { world, slept } = clock();
  const attempt = failing(99, failure('DependencyViolation'));
  await assert.rejects(retryWhile(world, { codes: ['DependencyViolation'], limit: 5_000 }, attempt), {
    name: 'DependencyViolation',
  });
  assert.deepEqual(slept, [500, 1000, 2000, 1500]);
});

test('waitUntil looks before it sleeps, and says what it sees', async () => {
  const { world, slept } = clock();
  const seen = ['pending', 'pending'];
  const said: string[] = [];
  const value = await waitUntil(world, {
    what: 'subnet s to become available',
    limit: 60_000,
    interval: 2_000,
    progress: (message) => said.push(message),
    look: async () => (seen.length > 0 ? { seen: seen.pop()! } : { done: 42 }),
  });
  assert.deepEqual([value, slept], [42, [2_000, 2_000]]);
  assert.equal(said[0], 'waiting for subnet s to become available: pending');
});

test('waitUntil gives up at its limit, after a last look, and names what it saw', async () => {
  const { world, slept } = clock();
  const look = async () => ({ seen: 'pending' });
  const waiting = waitUntil(world, { what: 'x to start', limit: 5_000, interval: 2_000, look });
  await assert.rejects(
    waiting,
    (error: PlayError) => error.code === 'timeout' && /5 s for x to start; last seen: pending/.test(error.message),
  );
  assert.deepEqual(slept, [2_000, 2_000, 1_000]);
});

test('unlessMissing turns its code into undefined, and no other', async () => {
  const missing = () => Promise.reject(failure('NoSuchEntity'));
  assert.equal(await unlessMissing(['NoSuchEntity'], missing), undefined);
  await assert.rejects(unlessMissing('ResourceNotFoundException', missing), { name: 'NoSuchEntity' });
  assert.equal(await unlessMissing('NoSuchEntity', async () => 1), 1);
});
