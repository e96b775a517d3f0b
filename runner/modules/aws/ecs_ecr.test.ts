import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ECRClient, GetRepositoryPolicyCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { ecsEcr } from './ecs_ecr.ts';
import { storyOf } from './story.ts';

const pull = (principal: unknown, action: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'pull', Effect: 'Allow', Principal: { AWS: principal }, Action: action }],
});
const keep = (countNumber: unknown) => ({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber },
      action: { type: 'expire' },
    },
  ],
});

test('each setting of a repository is changed by a step of its own', async () => {
  const story = storyOf(ecsEcr, createSandbox());
  assert.deepEqual((await story.settle({ name: 'app' })).steps, ['create repository app']);
  const { steps } = await story.settle({
    name: 'app',
    image_tag_mutability: 'immutable',
    scan_on_push: true,
    policy: pull('123456789012', 'ecr:BatchGetImage'),
    lifecycle_policy: keep(10),
    tags: { app: 'web' },
  });
  assert.deepEqual(steps, [
    'make image tags of app immutable',
    'turn scan on push on for app',
    'set the policy of app',
    'set the lifecycle policy of app',
    'tag repository app: app',
  ]);
});

const same: readonly (readonly [string, object, object])[] = [
  [
    'an account and its root',
    { policy: pull('123456789012', ['b:B', 'a:A']) },
    { policy: pull('arn:aws:iam::123456789012:root', ['a:A', 'b:B']) },
  ],
  [
    'a policy and its JSON text',
    { policy: pull('*', 'ecr:BatchGetImage') },
    { policy: JSON.stringify(pull('*', 'ecr:BatchGetImage')) },
  ],
  ['counts as number and as text', { lifecycle_policy: keep(10) }, { lifecycle_policy: keep('10') }],
  ['both spellings of scanning', { scan_on_push: true }, { image_scanning_configuration: { scan_on_push: true } }],
];
for (const [what, first, second] of same)
  test(`${what} are the same`, async () => {
    const story = storyOf(ecsEcr, createSandbox());
    await story.settle({ name: 'app', ...first });
    assert.deepEqual((await story.apply({ name: 'app', ...second })).steps, []);
  });

test('policies that nothing is said about stay, and purging removes them once', async () => {
  const sandbox = createSandbox();
  const story = storyOf(ecsEcr, sandbox);
  await story.settle({ name: 'app', policy: pull('*', 'ecr:BatchGetImage'), lifecycle_policy: keep(10) });
  assert.deepEqual((await story.settle({ name: 'app' })).calls, ['DescribeRepositories']);
  const { steps, result } = await story.settle({ name: 'app', purge_policy: true, purge_lifecycle_policy: true });
  assert.deepEqual(steps, ['remove the policy of app', 'remove the lifecycle policy of app']);
  assert.deepEqual([result['policy'], result['lifecycle_policy']], [null, null]);
  const ecr = sandbox.world().client(ECRClient);
  await assert.rejects(ecr.send(new GetRepositoryPolicyCommand({ repositoryName: 'app' })), {
    name: 'RepositoryPolicyNotFoundException',
  });
});

test('tags are kept, added to, or replaced', async () => {
  const story = storyOf(ecsEcr, createSandbox());
  await story.settle({ name: 'app', tags: { a: '1', b: '2' } });
  assert.deepEqual((await story.settle({ name: 'app', tags: { c: '3' }, purge_tags: false })).steps, [
    'tag repository app: c',
  ]);
  assert.deepEqual((await story.settle({ name: 'app', tags: { c: '3' } })).steps, [
    'tag repository app: (removed: a, b)',
  ]);
});

test('another encryption needs another repository', async () => {
  const story = storyOf(ecsEcr, createSandbox());
  await story.settle({ name: 'app' });
  const kms = { name: 'app', encryption_configuration: { encryption_type: 'KMS' } };
  const change = 'encryption_configuration.encryption_type AES256 → KMS';
  assert.deepEqual((await story.check(kms)).steps, [
    `replace repository/app: ${change} (must be replaced)`,
    'delete repository app',
    'create repository app',
  ]);
  await assert.rejects(story.apply(kms), {
    code: 'must-replace',
    message: `repository/app must be replaced: AWS cannot change ${change} in place`,
  });
});

test('a repository with images goes only by force', async () => {
  const sandbox = createSandbox();
  const story = storyOf(ecsEcr, sandbox);
  await story.settle({ name: 'app' });
  await sandbox
    .world()
    .client(ECRClient)
    .send(new PutImageCommand({ repositoryName: 'app', imageTag: 'v1', imageManifest: emptyManifest }));
  await assert.rejects(story.apply({ name: 'app', state: 'absent' }), {
    code: 'repository-not-empty',
    hint: 'set force_absent: true to delete them with it',
  });
  const { steps } = await story.settle({ name: 'app', state: 'absent', force_absent: true });
  assert.deepEqual(steps, ['delete repository app and 1 image in it']);
});

const emptyManifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  manifests: [],
});
