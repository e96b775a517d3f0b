import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createSandbox } from '../../sandbox.ts';

const logGroupName = '/ecs/app';
const resourceArn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/app';
const now = Date.UTC(2025, 0, 1);

async function withGroup() {
  const logs = createSandbox({ now: () => now })
    .world()
    .client(CloudWatchLogsClient);
  const create = (name: string, more: object = {}) =>
    logs.send(new CreateLogGroupCommand({ logGroupName: name, ...more }));
  await create(logGroupName, { tags: { a: '1' } });
  const read = async () => (await logs.send(new DescribeLogGroupsCommand())).logGroups?.[0];
  return { logs, create, read };
}

test("a group's ARN ends with :* in one member and without it in the other", async () => {
  const { read } = await withGroup();
  assert.deepEqual(await read(), {
    logGroupName,
    arn: `${resourceArn}:*`,
    logGroupArn: resourceArn,
    creationTime: now,
    logGroupClass: 'STANDARD',
    deletionProtectionEnabled: false,
    metricFilterCount: 0,
    storedBytes: 0,
  });
});

test('a name is taken once and follows the rules', async () => {
  const { create } = await withGroup();
  await assert.rejects(create(logGroupName), {
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log group already exists',
  });
  for (const name of ['', 'a b', 'a:b', 'g'.repeat(513)]) {
    await assert.rejects(create(name), { name: 'InvalidParameterException' }, name);
  }
  await assert.rejects(create('other', { logGroupClass: 'CHEAP' }), { name: 'InvalidParameterException' });
});

test('groups are found by prefix or pattern, in the order of their names', async () => {
  const { logs, create } = await withGroup();
  for (const name of ['/ecs/web', '/ecs/api', 'other']) await create(name);
  const find = async (input: object) =>
    (await logs.send(new DescribeLogGroupsCommand(input))).logGroups?.map((group) => group.logGroupName);
  assert.deepEqual(await find({ logGroupNamePrefix: '/ecs/a' }), ['/ecs/api', '/ecs/app']);
  assert.deepEqual(await find({ logGroupNamePattern: 'WEB' }), ['/ecs/web']);
  await assert.rejects(find({ logGroupNamePrefix: 'a', logGroupNamePattern: 'a' }), {
    name: 'InvalidParameterException',
  });
  const first = await logs.send(new DescribeLogGroupsCommand({ limit: 3 }));
  assert.deepEqual(await find({ limit: 3, nextToken: first.nextToken }), ['other']);
  await assert.rejects(find({ limit: 51 }), { name: 'InvalidParameterException' });
});

test('retention takes only the times of CloudWatch Logs', async () => {
  const { logs, read } = await withGroup();
  const put = (retentionInDays: number) => logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  await assert.rejects(put(2), { name: 'InvalidParameterException' });
  await put(14);
  assert.equal((await read())?.retentionInDays, 14);
  await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  assert.equal((await read())?.retentionInDays, undefined);
});

test('a key comes and goes', async () => {
  const { logs, read } = await withGroup();
  await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: 'arn:aws:kms:eu-west-1:1:key/k' }));
  assert.equal((await read())?.kmsKeyId, 'arn:aws:kms:eu-west-1:1:key/k');
  await logs.send(new DisassociateKmsKeyCommand({ resourceIdentifier: resourceArn }));
  assert.equal((await read())?.kmsKeyId, undefined);
});

test('tags are the same by ARN and in the older way by name', async () => {
  const { logs } = await withGroup();
  await logs.send(new TagResourceCommand({ resourceArn, tags: { b: '2' } }));
  await logs.send(new TagLogGroupCommand({ logGroupName, tags: { c: '3' } }));
  await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
  const byArn = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  const byName = await logs.send(new ListTagsLogGroupCommand({ logGroupName }));
  assert.deepEqual(
    [byArn.tags, byName.tags],
    [
      { b: '2', c: '3' },
      { b: '2', c: '3' },
    ],
  );
  await assert.rejects(logs.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}:*` })), {
    name: 'InvalidParameterException',
  });
  await assert.rejects(logs.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}x` })), {
    name: 'ResourceNotFoundException',
  });
  const tags = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`k${index}`, '']));
  await assert.rejects(logs.send(new TagResourceCommand({ resourceArn, tags })), { name: 'TooManyTagsException' });
});

test('a group is deleted once, and not while it is protected', async () => {
  const { logs } = await withGroup();
  const protect = (deletionProtectionEnabled: boolean) =>
    logs.send(new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: resourceArn, deletionProtectionEnabled }));
  const remove = () => logs.send(new DeleteLogGroupCommand({ logGroupName }));
  await protect(true);
  await assert.rejects(remove(), { name: 'ValidationException' });
  await protect(false);
  await remove();
  await assert.rejects(remove(), {
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
});
