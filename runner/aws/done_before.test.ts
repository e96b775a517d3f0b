import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unlessDoneBefore } from './done_before.ts';

const refusal = (attempts: number) => () =>
  Promise.reject(Object.assign(new Error('there'), { name: 'RouteAlreadyExists', $metadata: { attempts } }));

test('a refusal of what was sent twice says that it was done', async () => {
  assert.equal(await unlessDoneBefore(['RouteAlreadyExists'], refusal(2)), undefined);
});

test('a refusal of what was sent once is an error, and so is one of another kind', async () => {
  await assert.rejects(unlessDoneBefore(['RouteAlreadyExists'], refusal(1)), { name: 'RouteAlreadyExists' });
  await assert.rejects(unlessDoneBefore(['InvalidRoute'], refusal(2)), { name: 'RouteAlreadyExists' });
});
