import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { createSandbox } from '../../sandbox.ts';

const repositoryName = 'team/app';
const resourceArn = 'arn:aws:ecr:eu-west-1:123456789012:repository/team/app';

async function withRepository(more: Partial<CreateRepositoryCommandInput> = {}) {
  const ecr = createSandbox({ now: () => Date.UTC(2025, 0, 1) })
    .world()
    .client(ECRClient);
  await ecr.send(new CreateRepositoryCommand({ repositoryName, ...more }));
  const read = async () => (await ecr.send(new DescribeRepositoriesCommand())).repositories?.[0];
  return { ecr, read };
}

test('a repository says where it is and what it was made with', async () => {
  const { read } = await withRepository({ tags: [{ Key: 'a', Value: '1' }] });
  assert.deepEqual(await read(), {
    repositoryName,
    repositoryArn: resourceArn,
    repositoryUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app',
    registryId: '123456789012',
    createdAt: new Date(Date.UTC(2025, 0, 1)),
    imageTagMutability: 'MUTABLE',
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: 'AES256' },
  });
});

for (const name of ['A', 'a', 'team//app', '-app', 'app_', 'a b', 'a'.repeat(257)]) {
  test(`a repository cannot be called ${name.slice(0, 20)}`, async () => {
    const { ecr } = await withRepository();
    await assert.rejects(ecr.send(new CreateRepositoryCommand({ repositoryName: name })), {
      name: 'InvalidParameterException',
      message: /^Invalid parameter at 'repositoryName' failed to satisfy constraint/,
    });
  });
}

test('a name is taken once, and an unknown one is named', async () => {
  const { ecr } = await withRepository();
  await assert.rejects(ecr.send(new CreateRepositoryCommand({ repositoryName })), {
    name: 'RepositoryAlreadyExistsException',
    message: "The repository with name 'team/app' already exists in the registry with id '123456789012'",
  });
  await assert.rejects(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['other'] })), {
    name: 'RepositoryNotFoundException',
    message: "The repository with name 'other' does not exist in the registry with id '123456789012'",
  });
  await assert.rejects(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [''] })), {
    name: 'InvalidParameterException',
  });
});

test('scanning and mutability change', async () => {
  const { ecr, read } = await withRepository();
  const imageScanningConfiguration = { scanOnPush: true };
  await ecr.send(new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration }));
  await ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }));
  const repository = await read();
  assert.deepEqual(repository?.imageScanningConfiguration, { scanOnPush: true });
  assert.equal(repository?.imageTagMutability, 'IMMUTABLE');
  const exclusion = { repositoryName, imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' } as const;
  await assert.rejects(ecr.send(new PutImageTagMutabilityCommand(exclusion)), { name: 'InvalidParameterException' });
});

test('a repository policy comes back in the layout of ECR', async () => {
  const { ecr } = await withRepository();
  const get = () => ecr.send(new GetRepositoryPolicyCommand({ repositoryName }));
  const set = (policyText: string) => ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
  await assert.rejects(get(), { name: 'RepositoryPolicyNotFoundException' });
  for (const text of ['{', '{}', 'null', '{"Statement":[{"Effect":"Allow","Action":"*"}]}']) {
    await assert.rejects(set(text), { name: 'InvalidParameterException' }, text);
  }
  const Statement = [{ Sid: 'a', Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage'] }];
  const text = JSON.stringify({ Version: '2012-10-17', Statement });
  await set(text);
  const { policyText } = await get();
  assert.notEqual(policyText, text);
  assert.deepEqual(JSON.parse(policyText ?? ''), JSON.parse(text));
  await ecr.send(new DeleteRepositoryPolicyCommand({ repositoryName }));
  await assert.rejects(get(), { name: 'RepositoryPolicyNotFoundException' });
});

const count = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 };
const rule = { rulePriority: 1, selection: count, action: { type: 'expire' } };

test('a lifecycle policy comes back without white space', async () => {
  const { ecr } = await withRepository();
  const get = () => ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
  await assert.rejects(get(), { name: 'LifecyclePolicyNotFoundException' });
  const lifecyclePolicyText = JSON.stringify({ rules: [rule] }, null, 2);
  await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
  assert.equal((await get()).lifecyclePolicyText, JSON.stringify({ rules: [rule] }));
  await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
  await assert.rejects(get(), { name: 'LifecyclePolicyNotFoundException' });
});

for (const [title, policy] of [
  ['no rules', {}],
  ['an empty list of rules', { rules: [] }],
  ['a rule without action', { rules: [{ ...rule, action: undefined }] }],
  ['priority 0', { rules: [{ ...rule, rulePriority: 0 }] }],
  ['one priority twice', { rules: [rule, rule] }],
  ['tagged images of no tag', { rules: [{ ...rule, selection: { ...count, tagStatus: 'tagged' } }] }],
  ['an age without unit', { rules: [{ ...rule, selection: { ...count, countType: 'sinceImagePushed' } }] }],
  ['no count', { rules: [{ ...rule, selection: { ...count, countNumber: undefined } }] }],
] as const) {
  test(`a lifecycle policy with ${title} is refused`, async () => {
    const { ecr } = await withRepository();
    const lifecyclePolicyText = JSON.stringify(policy);
    await assert.rejects(ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText })), {
      name: 'InvalidParameterException',
      message: /Lifecycle policy validation failure/,
    });
  });
}

test('tags are kept by ARN', async () => {
  const { ecr } = await withRepository({ tags: [{ Key: 'a', Value: '1' }] });
  await ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'b', Value: '2' }] }));
  await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
  assert.deepEqual((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags, [{ Key: 'b', Value: '2' }]);
  await assert.rejects(ecr.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}x` })), {
    name: 'RepositoryNotFoundException',
  });
  await assert.rejects(ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'aws:a', Value: '' }] })), {
    name: 'InvalidTagParameterException',
  });
});

test('a login is for the registry and half a day', async () => {
  const { ecr } = await withRepository();
  const { authorizationData: [data] = [] } = await ecr.send(new GetAuthorizationTokenCommand());
  assert.match(Buffer.from(data?.authorizationToken ?? '', 'base64').toString(), /^AWS:.+/);
  assert.equal(data?.proxyEndpoint, 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com');
  assert.deepEqual(data?.expiresAt, new Date(Date.UTC(2025, 0, 1, 12)));
});

test('a deleted repository is gone', async () => {
  const { ecr, read } = await withRepository();
  await ecr.send(new DeleteRepositoryCommand({ repositoryName }));
  assert.equal(await read(), undefined);
});
