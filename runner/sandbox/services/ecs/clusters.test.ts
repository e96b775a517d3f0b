import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DescribeClustersCommand,
  ECSClient,
  ListAccountSettingsCommand,
  ListClustersCommand,
  ListTagsForResourceCommand,
  PutAccountSettingCommand,
  PutClusterCapacityProvidersCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateClusterCommand,
  UpdateClusterSettingsCommand,
} from '@aws-sdk/client-ecs';
import { createSandbox } from '../../sandbox.ts';
import { sampleStack, serviceAfter, startService } from './sample_service.ts';

const client = () => createSandbox().world().client(ECSClient);

test('a cluster shows tags, settings and configuration only when asked', async () => {
  const ecs = client();
  await ecs.send(new CreateClusterCommand({ clusterName: 'app', tags: [{ key: 'a', value: 'b' }] }));
  const plain = await ecs.send(new DescribeClustersCommand({ clusters: ['app'] }));
  assert.deepEqual([plain.clusters?.[0]?.tags, plain.clusters?.[0]?.settings], [[], []]);
  const full = await ecs.send(new DescribeClustersCommand({ clusters: ['app'], include: ['TAGS', 'SETTINGS'] }));
  const [cluster] = full.clusters ?? [];
  assert.deepEqual(cluster?.tags, [{ key: 'a', value: 'b' }]);
  assert.deepEqual(cluster?.settings, [{ name: 'containerInsights', value: 'disabled' }]);
  assert.deepEqual([cluster?.status, cluster?.activeServicesCount, cluster?.capacityProviders], ['ACTIVE', 0, []]);
});

test('an unknown cluster is a failure, not an error; a name is not found by its end', async () => {
  const ecs = client();
  await ecs.send(new CreateClusterCommand({ clusterName: 'my-app' }));
  const { clusters, failures } = await ecs.send(new DescribeClustersCommand({ clusters: ['app'] }));
  assert.deepEqual(clusters, []);
  assert.deepEqual(failures, [{ arn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/app', reason: 'MISSING' }]);
});

test('creating a cluster again gives the one that is there, with its tags', async () => {
  const ecs = client();
  await ecs.send(new CreateClusterCommand({ clusterName: 'app', tags: [{ key: 'a', value: 'b' }] }));
  const { cluster } = await ecs.send(new CreateClusterCommand({ clusterName: 'app' }));
  assert.deepEqual(cluster?.tags, [{ key: 'a', value: 'b' }]);
});

test('a deleted cluster is inactive, not listed, and can be made again', async () => {
  const ecs = client();
  await ecs.send(new CreateClusterCommand({ clusterName: 'app' }));
  await ecs.send(new DeleteClusterCommand({ cluster: 'app' }));
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: ['app'] }));
  assert.equal(clusters?.[0]?.status, 'INACTIVE');
  assert.deepEqual((await ecs.send(new ListClustersCommand({}))).clusterArns, []);
  await assert.rejects(ecs.send(new DeleteClusterCommand({ cluster: 'none' })), { name: 'ClusterNotFoundException' });
  const { cluster } = await ecs.send(new CreateClusterCommand({ clusterName: 'app' }));
  assert.equal(cluster?.status, 'ACTIVE');
});

test('a cluster goes only after its services and their tasks', async () => {
  const stack = await sampleStack();
  await startService(stack);
  await serviceAfter(stack, 60);
  const remove = () => stack.ecs.send(new DeleteClusterCommand({ cluster: 'app' }));
  await assert.rejects(remove(), { name: 'ClusterContainsServicesException' });
  await stack.ecs.send(new DeleteServiceCommand({ cluster: 'app', service: 'web', force: true }));
  await serviceAfter(stack, 3600);
  assert.equal((await remove()).cluster?.status, 'INACTIVE');
});

test('settings and capacity providers can be changed', async () => {
  const ecs = client();
  await ecs.send(new CreateClusterCommand({ clusterName: 'app' }));
  const settings = [{ name: 'containerInsights' as const, value: 'enabled' }];
  await ecs.send(new UpdateClusterSettingsCommand({ cluster: 'app', settings }));
  const configuration = { executeCommandConfiguration: { logging: 'DEFAULT' as const } };
  await ecs.send(new UpdateClusterCommand({ cluster: 'app', configuration }));
  await ecs.send(
    new PutClusterCapacityProvidersCommand({
      cluster: 'app',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    }),
  );
  const include = ['SETTINGS' as const, 'CONFIGURATIONS' as const];
  const { clusters: [cluster] = [] } = await ecs.send(new DescribeClustersCommand({ clusters: ['app'], include }));
  assert.deepEqual([cluster?.settings, cluster?.configuration], [settings, configuration]);
  assert.deepEqual(cluster?.capacityProviders, ['FARGATE', 'FARGATE_SPOT']);
  assert.deepEqual(cluster?.defaultCapacityProviderStrategy, [{ capacityProvider: 'FARGATE', weight: 1, base: 0 }]);
});

const refusals: [title: string, input: object, message: RegExp][] = [
  ['a name with a space', { clusterName: 'a b' }, /^Cluster name/],
  [
    'an unknown capacity provider',
    { clusterName: 'a', capacityProviders: ['MINE'] },
    /^The specified capacity provider 'MINE'/,
  ],
  [
    'a strategy with a provider that is not its own',
    { clusterName: 'a', defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
    /can only contain capacity providers that are associated/,
  ],
  [
    'a setting that does not exist',
    { clusterName: 'a', settings: [{ name: 'containerInsights', value: 'yes' }] },
    /^Invalid cluster setting/,
  ],
  ['a tag of AWS', { clusterName: 'a', tags: [{ key: 'aws:a', value: 'b' }] }, /reserved prefix aws:/],
];
for (const [title, input, message] of refusals) {
  test(`a cluster with ${title} is refused`, async () => {
    await assert.rejects(client().send(new CreateClusterCommand(input)), {
      name: 'InvalidParameterException',
      message,
    });
  });
}

test('tags are added, replaced and removed', async () => {
  const ecs = client();
  const { cluster } = await ecs.send(new CreateClusterCommand({ tags: [{ key: 'a', value: '1' }] }));
  const resourceArn = cluster?.clusterArn;
  await ecs.send(
    new TagResourceCommand({
      resourceArn,
      tags: [
        { key: 'a', value: '2' },
        { key: 'b', value: '3' },
      ],
    }),
  );
  await ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['b'] }));
  assert.deepEqual((await ecs.send(new ListTagsForResourceCommand({ resourceArn }))).tags, [{ key: 'a', value: '2' }]);
  const missing = 'arn:aws:ecs:eu-west-1:123456789012:cluster/none';
  await assert.rejects(ecs.send(new ListTagsForResourceCommand({ resourceArn: missing })), {
    name: 'ClusterNotFoundException',
  });
});

test('account settings are kept', async () => {
  const ecs = client();
  await ecs.send(new PutAccountSettingCommand({ name: 'containerInsights', value: 'enabled' }));
  const { settings } = await ecs.send(
    new ListAccountSettingsCommand({ name: 'containerInsights', effectiveSettings: true }),
  );
  assert.equal(settings?.[0]?.value, 'enabled');
});
