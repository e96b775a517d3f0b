import assert from 'node:assert/strict';
import test from 'node:test';
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createSandbox } from './sandbox.ts';
import { ec2State } from './services/ec2/state.ts';

const createVpc = new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' });

test('a client of the SDK talks to the sandbox in process', async () => {
  const sandbox = createSandbox({ account: '210987654321' });
  const { Account, Arn } = await sandbox.world().client(STSClient).send(new GetCallerIdentityCommand());
  assert.deepEqual([Account, Arn], ['210987654321', 'arn:aws:iam::210987654321:user/sandbox']);
  assert.deepEqual(sandbox.calls, [
    { service: 'sts', operation: 'GetCallerIdentity', write: false, region: 'eu-west-1' },
  ]);
});

test('regions do not see each other, save in IAM', async () => {
  const sandbox = createSandbox();
  const [here, there] = [sandbox.world(), sandbox.world({ region: 'us-east-2' })];
  await here.client(EC2Client).send(createVpc);
  await here.client(IAMClient).send(new CreateUserCommand({ UserName: 'ann' }));
  assert.deepEqual((await there.client(EC2Client).send(new DescribeVpcsCommand())).Vpcs, []);
  assert.equal((await there.client(IAMClient).send(new ListUsersCommand())).Users?.length, 1);
});

test('a read-only world sends no write', async () => {
  const sandbox = createSandbox();
  const ec2 = sandbox.world({ readOnly: true }).client(EC2Client);
  await assert.rejects(ec2.send(createVpc), { code: 'write-refused' });
  assert.deepEqual((await ec2.send(new DescribeVpcsCommand())).Vpcs, []);
  assert.deepEqual(
    sandbox.calls.map(({ operation }) => operation),
    ['DescribeVpcs'],
  );
});

test('sleeping moves the clock and takes no time', async () => {
  const sandbox = createSandbox({ now: () => 1000 });
  const world = sandbox.world();
  await world.sleep(60 * 60 * 1000);
  assert.equal(world.now(), 3_601_000);
  const ended = sandbox.world({ signal: AbortSignal.abort() });
  await assert.rejects(ended.sleep(1));
});

test('equal runs get equal ids', async () => {
  const ids = await Promise.all(
    [1, 2].map(async () => (await createSandbox().world().client(EC2Client).send(createVpc)).Vpc?.VpcId),
  );
  assert.match(ids[0] ?? '', /^vpc-0[0-9a-f]{16}$/);
  assert.equal(ids[0], ids[1]);
});

test('reset leaves an empty account', async () => {
  const sandbox = createSandbox();
  await sandbox.world().client(EC2Client).send(createVpc);
  assert.equal(sandbox.state(ec2State).vpcs.size, 1);
  sandbox.reset();
  assert.equal(sandbox.state(ec2State).vpcs.size, 0);
  assert.deepEqual(sandbox.calls, []);
});

test('a copy holds the same and goes its own way', async () => {
  const sandbox = createSandbox({ now: () => 1000 });
  const world = sandbox.world();
  await world.client(EC2Client).send(createVpc);
  await world.sleep(5000);
  const copy = sandbox.copy();
  assert.equal(copy.clock.now(), 6000);
  await copy.world().client(EC2Client).send(createVpc);
  await copy.world().sleep(1);
  assert.deepEqual([copy.state(ec2State).vpcs.size, sandbox.state(ec2State).vpcs.size], [2, 1]);
  assert.equal(sandbox.clock.now(), 6000);
});
