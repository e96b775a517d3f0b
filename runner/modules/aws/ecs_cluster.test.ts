import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { sampleStack, startService } from '../../sandbox/services/ecs/sample_service.ts';
import { unknown } from '../../template/values.ts';
import { ecsCluster } from './ecs_cluster.ts';
import { storyOf } from './story.ts';

test('only the cluster of exactly that name is meant', async () => {
  const sandbox = createSandbox();
  await sandbox
    .world()
    .client(ECSClient)
    .send(new CreateClusterCommand({ clusterName: 'my-app' }));
  assert.deepEqual((await storyOf(ecsCluster, sandbox).settle({ name: 'app' })).steps, ['create cluster app']);
});

test('a deleted cluster counts as gone and is created again', async () => {
  const story = storyOf(ecsCluster, createSandbox());
  await story.settle({ name: 'app' });
  assert.deepEqual((await story.settle({ name: 'app', state: 'absent' })).steps, ['delete cluster app']);
  assert.deepEqual((await story.settle({ name: 'app' })).writes, ['CreateCluster']);
});

test('settings, exec, capacity providers and tags are each changed by one call', async () => {
  const story = storyOf(ecsCluster, createSandbox());
  await story.settle({ name: 'app', tags: { a: '1' } });
  const { steps, writes } = await story.settle({
    name: 'app',
    settings: [{ name: 'containerInsights', value: 'enabled' }],
    configuration: { execute_command: { logging: 'NONE' } },
    capacity_providers: ['FARGATE_SPOT', 'FARGATE'],
    capacity_provider_strategy: [{ capacity_provider: 'FARGATE_SPOT', weight: 1 }],
    tags: { b: '2' },
  });
  assert.deepEqual(steps, [
    'change containerInsights to enabled and the configuration of ECS Exec of cluster app',
    'give cluster app the capacity providers FARGATE, FARGATE_SPOT',
    'tag cluster app: b (removed: a)',
  ]);
  assert.deepEqual(writes, ['UpdateCluster', 'PutClusterCapacityProviders', 'TagResource', 'UntagResource']);
});

test('capacity providers are added to, unless the others are to go', async () => {
  const story = storyOf(ecsCluster, createSandbox());
  await story.settle({ name: 'app', capacity_providers: ['FARGATE'] });
  assert.deepEqual((await story.settle({ name: 'app', capacity_providers: ['FARGATE_SPOT'] })).steps, [
    'give cluster app the capacity providers FARGATE, FARGATE_SPOT',
  ]);
  const purged = { name: 'app', capacity_providers: ['FARGATE_SPOT'], purge_capacity_providers: true };
  assert.deepEqual((await story.settle(purged)).steps, ['give cluster app the capacity providers FARGATE_SPOT']);
  assert.deepEqual((await story.settle({ name: 'app' })).steps, []);
});

test('a cluster that still runs a service is not deleted', async () => {
  const stack = await sampleStack();
  await startService(stack);
  await assert.rejects(storyOf(ecsCluster, stack.sandbox).apply({ name: 'app', state: 'absent' }), {
    code: 'cluster-in-use',
    message: 'cluster app still has services',
  });
});

test('waiting for instances needs a cluster, and ends after as many looks as asked for', async () => {
  const sandbox = createSandbox({ now: () => 0 });
  const story = storyOf(ecsCluster, sandbox);
  await assert.rejects(story.check({ name: 'app', state: 'has_instances' }), { code: 'not-found' });
  await story.apply({ name: 'app' });
  const before = sandbox.clock.now();
  await assert.rejects(story.apply({ name: 'app', state: 'has_instances', delay: 5, repeat: 3 }), { code: 'timeout' });
  assert.equal(sandbox.clock.now() - before, 15_000);
});

test('a name that is not known yet is planned without a look', async () => {
  const sandbox = createSandbox({ now: () => 1_700_000_000_000 });
  const { steps, calls } = await storyOf(ecsCluster, sandbox).check({ name: unknown });
  assert.deepEqual([steps, calls], [['create cluster (known after apply)'], []]);
});
