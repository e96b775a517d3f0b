import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPause } from './pause.ts';

test('one thing after the other, and who waits comes last', async () => {
  const pause = createPause();
  const told: string[] = [];
  const work = (name: string) => async () => {
    told.push(`${name} begins`);
    await new Promise(setImmediate);
    told.push(`${name} ends`);
  };
  await pause.over();
  const first = pause.during(work('one'));
  const waiting = pause.over().then(() => told.push('over'));
  await Promise.all([first, pause.during(work('two')), waiting]);
  assert.deepEqual(told, ['one begins', 'one ends', 'two begins', 'two ends', 'over']);
});

test('what fails holds nobody up', async () => {
  const pause = createPause();
  await assert.rejects(pause.during(() => Promise.reject(new Error('no'))));
  await pause.over();
  await pause.during(async () => {});
});
