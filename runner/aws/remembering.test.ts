import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeVpcsCommand, EC2Client, paginateDescribeVpcs } from '@aws-sdk/client-ec2';
import { createSandbox } from '../sandbox/sandbox.ts';
import { createMemory } from './remembering.ts';

function stage() {
  const sandbox = createSandbox();
  const memory = createMemory();
  const world = memory(sandbox.world());
  const ask = (...ids: string[]) =>
    world.client(EC2Client).send(new DescribeVpcsCommand(ids.length > 0 ? { VpcIds: ids } : {}));
  return { sandbox, memory, world, ask };
}

test('the same question is asked once, by whomever', async () => {
  const { sandbox, world, ask } = stage();
  const answers = await Promise.all([ask(), ask(), ask()]);
  assert.equal(answers[0], answers[2]);
  for await (const { Vpcs } of paginateDescribeVpcs({ client: world.client(EC2Client) }, {})) assert.ok(Vpcs);
  assert.equal(sandbox.calls.length, 1);
});

test('another question is asked, and that something is not there is an answer', async () => {
  const { sandbox, ask } = stage();
  await ask();
  for (const _ of [1, 2]) await assert.rejects(ask('vpc-00000000'), { name: 'InvalidVpcID.NotFound' });
  assert.equal(sandbox.calls.length, 2);
});

test('what AWS failed to answer is asked again', async () => {
  const { sandbox, ask } = stage();
  await sandbox.faults.set('refuse reads InternalError 100');
  await assert.rejects(ask(), { name: 'InternalError' });
  sandbox.faults.clear('all');
  assert.ok((await ask()).Vpcs);
});

test('a wait makes it forget', async () => {
  const { sandbox, world, ask } = stage();
  await ask();
  await world.sleep(1);
  await ask();
  assert.equal(sandbox.calls.length, 2);
});

test('each world has a memory of its own', async () => {
  const { sandbox, memory, world, ask } = stage();
  const [here, there] = [sandbox.world(), sandbox.world()];
  assert.equal(memory(here), memory(here));
  assert.notEqual(memory(here), memory(there));
  assert.equal(memory(here).region, here.region);
  await ask();
  await memory(there).client(EC2Client).send(new DescribeVpcsCommand({}));
  assert.equal(sandbox.calls.length, 2);
  assert.ok(world.now() > 0);
});
