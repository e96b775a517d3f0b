import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cloudwatchlogsLogGroupSchema } from '../../../schemas/cloudwatchlogs_log_group.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { cloudwatchlogsLogGroup } from './cloudwatchlogs_log_group.ts';

type Params = Infer<typeof cloudwatchlogsLogGroupSchema>;

function play(sandbox: Sandbox, given: object) {
  const { params } = validateParams(cloudwatchlogsLogGroupSchema, { log_group_name: '/app', ...given } as never);
  return runResource(cloudwatchlogsLogGroup, params as Params, { world: sandbox.world(), check: false });
}

test('a group is made with its tags; retention takes a call of its own', async () => {
  const sandbox = createSandbox();
  const { steps, result } = await play(sandbox, { retention: 30, tags: { stage: 'test' } });
  assert.deepEqual(steps, ['create log group /app', 'keep logs for 30 days']);
  const { log_groups, ...beside } = result as { log_groups: object[] };
  assert.deepEqual(log_groups, [beside]);
  assert.deepEqual((await play(sandbox, { retention: 30, tags: { stage: 'test' } })).steps, []);
});

test('a group whose name merely begins alike is another', async () => {
  const sandbox = createSandbox();
  await play(sandbox, { log_group_name: '/app/web' });
  assert.deepEqual((await play(sandbox, {})).steps, ['create log group /app']);
});

test('retention stays when left out, changes, and is dropped only when asked', async () => {
  const sandbox = createSandbox();
  await play(sandbox, { retention: 30 });
  assert.deepEqual((await play(sandbox, {})).steps, []);
  assert.deepEqual((await play(sandbox, { retention: 7 })).steps, ['keep logs for 7 days']);
  const { steps, result } = await play(sandbox, { purge_retention_policy: true });
  assert.deepEqual([steps, result['retention_in_days']], [['keep logs for ever'], null]);
});

test('tags are set and purged', async () => {
  const sandbox = createSandbox();
  await play(sandbox, { tags: { a: '1', b: '2' } });
  assert.deepEqual((await play(sandbox, { tags: { a: '3' } })).steps, ['tag log group /app: a (removed: b)']);
  assert.deepEqual((await play(sandbox, { tags: { a: '3' } })).steps, []);
});

test('overwrite makes the group anew', async () => {
  const sandbox = createSandbox();
  await play(sandbox, { tags: { a: '1' } });
  const { steps, result } = await play(sandbox, { overwrite: true });
  assert.deepEqual(steps, ['delete log group /app', 'create log group /app']);
  assert.deepEqual(result['tags'], {});
});

test('a retention that CloudWatch Logs does not offer is found before the run', () => {
  const given = { log_group_name: '/app', retention: 2 };
  assert.equal(validateParams(cloudwatchlogsLogGroupSchema, given).problems.length, 1);
});
