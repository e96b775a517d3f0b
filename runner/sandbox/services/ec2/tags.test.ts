import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Tag,
} from '@aws-sdk/client-ec2';
import { createSandbox } from '../../sandbox.ts';

async function withVpc() {
  const ec2 = createSandbox().world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const id = Vpc?.VpcId as string;
  const tag = (Tags: Tag[], Resources = [id]) => ec2.send(new CreateTagsCommand({ Resources, Tags }));
  const untag = (Tags?: Tag[]) => ec2.send(new DeleteTagsCommand({ Resources: [id], Tags }));
  const read = async () => (await ec2.send(new DescribeVpcsCommand())).Vpcs?.[0]?.Tags;
  return { ec2, id, tag, untag, read };
}

test('tags are added over those that are there', async () => {
  const { tag, read } = await withVpc();
  await tag([
    { Key: 'Name', Value: 'a' },
    { Key: 'env', Value: 'test' },
  ]);
  await tag([{ Key: 'Name', Value: 'b' }]);
  assert.deepEqual(await read(), [
    { Key: 'Name', Value: 'b' },
    { Key: 'env', Value: 'test' },
  ]);
});

test('a tag is removed by key, or only with the value that is given', async () => {
  const { tag, untag, read } = await withVpc();
  await tag([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ]);
  await untag([{ Key: 'a', Value: 'other' }, { Key: 'b' }]);
  assert.deepEqual(await read(), [{ Key: 'a', Value: '1' }]);
  await untag();
  assert.deepEqual(await read(), []);
});

for (const [title, tags, name] of [
  ['a key of AWS', [{ Key: 'aws:x', Value: '' }], 'InvalidParameterValue'],
  ['no key', [{ Key: '', Value: '' }], 'InvalidParameterValue'],
  ['a key of 129 characters', [{ Key: 'k'.repeat(129), Value: '' }], 'InvalidParameterValue'],
  ['a value of 257 characters', [{ Key: 'k', Value: 'v'.repeat(257) }], 'InvalidParameterValue'],
  ['51 tags', Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })), 'TagLimitExceeded'],
  ['no tag', [], 'MissingParameter'],
] as const) {
  test(`${title} is refused`, async () => {
    const { tag } = await withVpc();
    await assert.rejects(tag([...tags]), { name });
  });
}

test('tags go to what is there', async () => {
  const { tag } = await withVpc();
  const tags = [{ Key: 'a', Value: '1' }];
  await assert.rejects(tag(tags, ['subnet-00000000000000000']), { name: 'InvalidSubnetID.NotFound' });
  await assert.rejects(tag(tags, ['thing']), { name: 'InvalidID' });
});

test('tags are listed by resource and by key', async () => {
  const { ec2, id, tag } = await withVpc();
  await tag([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ]);
  const list = async (Name: string, Value: string) =>
    (await ec2.send(new DescribeTagsCommand({ Filters: [{ Name, Values: [Value] }] }))).Tags;
  assert.deepEqual(await list('key', 'b'), [{ Key: 'b', Value: '2', ResourceId: id, ResourceType: 'vpc' }]);
  assert.equal((await list('resource-type', 'vpc'))?.length, 2);
  assert.deepEqual(await list('resource-id', 'subnet-*'), []);
});
