import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTagsCommand, CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeClustersCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { createWorld } from '../../aws/create_world.ts';
import { serveHttp } from '../http.ts';
import { latencyState } from '../latency.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { taskFaults } from '../services/ecs/state.ts';
import { sampleNetwork } from '../services/elbv2/sample_network.ts';
import { decodeState, encodeState } from '../state_codec.ts';
import { createStore, type StoreContent } from '../store.ts';
import { faultsOf } from './faults.ts';

/** Clients that ask once, so that a test sees each answer. */
function clientsOf(sandbox: Sandbox) {
  const world = sandbox.world({ environment: { AWS_MAX_ATTEMPTS: '1' } });
  return {
    world,
    ec2: world.client(EC2Client),
    ecs: world.client(ECSClient),
    iam: world.client(IAMClient),
    elb: world.client(ElasticLoadBalancingV2Client),
    logs: world.client(CloudWatchLogsClient),
  };
}

const start = (...faults: string[]) => {
  const sandbox = createSandbox({ now: () => 1_000_000_000_000, faults });
  return { sandbox, ...clientsOf(sandbox) };
};
const createVpc = new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' });
const describeVpcs = new DescribeVpcsCommand({});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const createRole = new CreateRoleCommand({ RoleName: 'exec', AssumeRolePolicyDocument: trust });
const getRole = new GetRoleCommand({ RoleName: 'exec' });

describe('throttle', () => {
  test('the first calls get the word of their service', async () => {
    const { ec2, iam, ecs, elb, logs } = start('throttle * 5');
    await assert.rejects(ec2.send(describeVpcs), { name: 'RequestLimitExceeded' });
    await assert.rejects(iam.send(getRole), { name: 'Throttling', message: 'Rate exceeded' });
    await assert.rejects(ecs.send(new DescribeClustersCommand({})), { name: 'ThrottlingException' });
    await assert.rejects(elb.send(new DescribeLoadBalancersCommand({})), { name: 'Throttling' });
    await assert.rejects(logs.send(new CreateLogGroupCommand({ logGroupName: 'a' })), { name: 'ThrottlingException' });
    assert.deepEqual((await ec2.send(describeVpcs)).Vpcs, []);
  });

  test('only the calls that are meant', async () => {
    const { ec2 } = start('throttle ec2:Create* 1');
    await ec2.send(describeVpcs);
    await assert.rejects(ec2.send(createVpc));
    await ec2.send(createVpc);
  });

  test('what is above a rate waits for the bucket to fill', async () => {
    const { ec2, world } = start('throttle ec2:reads 2/s');
    const outcome = () =>
      ec2.send(describeVpcs).then(
        () => 'ok',
        () => 'throttled',
      );
    assert.deepEqual([await outcome(), await outcome(), await outcome()], ['ok', 'ok', 'throttled']);
    await world.sleep(500);
    assert.deepEqual([await outcome(), await outcome()], ['ok', 'throttled']);
  });

  test('the SDK tries again by the clock of the sandbox', async () => {
    const sandbox = createSandbox({ faults: ['throttle ec2:DescribeVpcs 4'] });
    const began = Date.now();
    assert.deepEqual((await sandbox.world().client(EC2Client).send(describeVpcs)).Vpcs, []);
    assert.ok(sandbox.clock.now() - began > 0);
    assert.ok(Date.now() - began < 2_000, 'the pauses took no time');
  });
});

describe('lose', () => {
  test('the call took effect, and the connection breaks', async () => {
    const { ec2 } = start('lose writes 2');
    await ec2.send(createVpc);
    await assert.rejects(ec2.send(createVpc), { code: 'answer-lost' });
    await ec2.send(createVpc);
    assert.equal((await ec2.send(describeVpcs)).Vpcs?.length, 3);
  });

  test('a call that was refused has no answer to lose', async () => {
    const { ec2 } = start('lose ec2:writes');
    await assert.rejects(ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/8' })), { name: 'InvalidVpc.Range' });
    await assert.rejects(ec2.send(createVpc), { code: 'answer-lost' });
  });
});

test('delay takes time of the sandbox', async () => {
  const { ec2, iam, world } = start('delay ec2:* 1500ms');
  const began = world.now();
  await ec2.send(describeVpcs);
  await iam.send(createRole);
  assert.equal(world.now() - began, 1500);
});

describe('refuse', () => {
  const who = 'arn:aws:iam::123456789012:user/sandbox';
  const cases = [
    ['AccessDenied', 'UnauthorizedOperation', `is not authorized to perform: ec2:DescribeVpcs`],
    ['UnauthorizedOperation', 'UnauthorizedOperation', `User: ${who}`],
    ['ExpiredToken', 'RequestExpired', 'Request has expired.'],
    ['InvalidClientTokenId', 'AuthFailure', 'credentials'],
    ['VpcLimitExceeded', 'VpcLimitExceeded', 'refused by a fault'],
  ] as const;
  for (const [code, name, message] of cases) {
    test(`${code} on EC2`, async () => {
      const { ec2 } = start(`refuse ec2:DescribeVpcs ${code}`);
      await assert.rejects(ec2.send(describeVpcs), (error: Error) => {
        assert.equal(error.name, name);
        assert.ok(error.message.includes(message), error.message);
        return true;
      });
    });
  }

  test('other protocols have other words for it', async () => {
    const { iam, ecs } = start('refuse iam:GetRole UnauthorizedOperation', 'refuse ecs ExpiredToken');
    const message =
      /^User: \S+ is not authorized to perform: iam:GetRole on resource: \* because no identity-based policy allows the iam:GetRole action$/;
    await assert.rejects(iam.send(getRole), { name: 'AccessDenied', message });
    await assert.rejects(ecs.send(new DescribeClustersCommand({})), { name: 'ExpiredTokenException' });
  });

  test('a number refuses the first ones only', async () => {
    const { ec2 } = start('refuse ec2 ServiceUnavailable 1');
    await assert.rejects(ec2.send(describeVpcs));
    await ec2.send(describeVpcs);
  });
});

describe('lag', () => {
  test('reads miss what was made a moment ago', async () => {
    const { ec2, world } = start('lag reads 5s');
    const seen = async () => (await ec2.send(describeVpcs)).Vpcs?.length;
    await ec2.send(createVpc);
    assert.equal(await seen(), 0);
    await world.sleep(3_000);
    await ec2.send(createVpc);
    assert.equal(await seen(), 0);
    await world.sleep(2_000);
    assert.equal(await seen(), 1);
    await world.sleep(3_000);
    assert.equal(await seen(), 2);
  });

  test('a write is refused when it would have been then, and nothing happens', async () => {
    const { ec2, world } = start('lag ec2:CreateTags 5s');
    const { Vpc } = await ec2.send(createVpc);
    const tag = () => ec2.send(new CreateTagsCommand({ Resources: [Vpc!.VpcId!], Tags: [{ Key: 'a', Value: 'b' }] }));
    await assert.rejects(tag(), { name: 'InvalidVpcID.NotFound' });
    await world.sleep(5_000);
    assert.deepEqual((await ec2.send(describeVpcs)).Vpcs?.[0]?.Tags, []);
    await tag();
    assert.equal((await ec2.send(describeVpcs)).Vpcs?.[0]?.Tags?.length, 1);
  });

  test('a role is not seen by IAM, not valid for ECS, and then it is', async () => {
    const { iam, ecs, world } = start('lag iam 10s');
    await iam.send(createRole);
    await assert.rejects(iam.send(getRole), { name: 'NoSuchEntityException' });
    const register = () =>
      ecs.send(
        new RegisterTaskDefinitionCommand({
          family: 'web',
          executionRoleArn: 'arn:aws:iam::123456789012:role/exec',
          containerDefinitions: [{ name: 'web', image: 'nginx', memory: 128 }],
        }),
      );
    const passRole = /perform: iam:PassRole on resource: arn:aws:iam::123456789012:role\/exec because/;
    await assert.rejects(register(), { name: 'AccessDeniedException', message: passRole });
    await world.sleep(5_000);
    await assert.rejects(register(), { name: 'ClientException', message: 'Role is not valid' });
    await world.sleep(5_000);
    await register();
    assert.equal((await iam.send(getRole)).Role?.RoleName, 'exec');
  });

  test("the account's first cluster brings a service-linked role that cannot be assumed at once", async () => {
    const { ecs, world } = start('lag iam 10s');
    await ecs.send(new CreateClusterCommand({ clusterName: 'first' }));
    const create = () =>
      ecs.send(
        new CreateServiceCommand({ cluster: 'first', serviceName: 'web', desiredCount: 1, taskDefinition: 'x' }),
      );
    await assert.rejects(create(), { message: /^Unable to assume the service linked role\./ });
    await world.sleep(10_000);
    await assert.rejects(create(), { message: /TaskDefinition/ });
  });

  test('a reset forgets the past', async () => {
    const { sandbox, ec2 } = start('lag reads 5s');
    await ec2.send(createVpc);
    sandbox.reset();
    assert.deepEqual((await ec2.send(describeVpcs)).Vpcs, []);
    assert.deepEqual(
      sandbox.faults.list().map(({ text }) => text),
      ['lag reads 5s'],
    );
  });
});

test('faults of tasks that name the same tasks go together', async () => {
  const sandbox = createSandbox();
  await sandbox.faults.set('crash web exit=3 after=2s');
  await sandbox.faults.set('unhealthy web timeout');
  assert.deepEqual(sandbox.state(taskFaults).get('web'), { exitCode: 3, afterSeconds: 2, healthCheck: 'timeout' });
  sandbox.faults.clear('crash web');
  assert.deepEqual(sandbox.state(taskFaults).get('web'), { healthCheck: 'timeout' });
  sandbox.faults.clear('all');
  assert.equal(sandbox.state(taskFaults).size, 0);
});

describe('the list of faults', () => {
  test('tells what was met, and forgets what is cleared', async () => {
    const { sandbox, ec2 } = start();
    await sandbox.faults.set('throttle ec2:DescribeVpcs 2');
    await sandbox.faults.set('lag iam 10s');
    await assert.rejects(ec2.send(describeVpcs));
    assert.deepEqual(sandbox.faults.list(), [
      { name: 'throttle ec2:DescribeVpcs', text: 'throttle ec2:DescribeVpcs 2', met: 1 },
      { name: 'lag iam', text: 'lag iam 10s', met: 0 },
    ]);
    assert.deepEqual(sandbox.faults.clear('throttle ec2:DescribeVpcs'), ['throttle ec2:DescribeVpcs']);
    await ec2.send(describeVpcs);
    assert.deepEqual(sandbox.faults.clear('all'), ['lag iam']);
  });

  test('the same fault again takes the place of the first', async () => {
    const { faults } = createSandbox();
    await faults.set('lag iam 10s');
    await faults.set('lag iam 20s');
    assert.deepEqual(
      faults.list().map(({ text }) => text),
      ['lag iam 20s'],
    );
  });

  test('an operation that is not there is refused by name', async () => {
    const { faults } = createSandbox();
    await assert.rejects(faults.set('throttle ec2:DescribeVpc 3'), {
      message: 'ec2:DescribeVpc: the sandbox has no operation "DescribeVpc"',
      hint: 'did you mean "DescribeVpcs"?',
    });
    assert.deepEqual(faults.list(), []);
  });

  test('a fault that is not set cannot be cleared', async () => {
    const { faults } = createSandbox();
    await faults.set('throttle ec2:DescribeVpcs 3');
    assert.throws(() => faults.clear('throttle ec2:DescribeVpc'), {
      message: 'no fault "throttle ec2:DescribeVpc" is set',
      hint: 'did you mean "throttle ec2:DescribeVpcs"?',
    });
  });

  test('a file sets all of its faults or none', async () => {
    const { faults } = createSandbox();
    await assert.rejects(faults.setFile('lag iam 10s\nlose ecs:CreateServices\n', 'faults.txt'), { code: 'fault' });
    assert.deepEqual(faults.list(), []);
    assert.equal((await faults.setFile('lag iam 10s\n', 'faults.txt')).length, 1);
  });
});

test('over HTTP a lost answer is a connection that breaks', async (t) => {
  const sandbox = createSandbox({ faults: ['lose ec2:writes'] });
  const server = await serveHttp(sandbox);
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const world = createWorld({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    environment: { AWS_MAX_ATTEMPTS: '1' },
  });
  await assert.rejects(world.client(EC2Client).send(createVpc), { code: 'answer-lost' });
  assert.equal((await world.client(EC2Client).send(describeVpcs)).Vpcs?.length, 1);
});

test('faults are state: written down and read back with it, counts and all', async () => {
  const store = createStore();
  const faults = faultsOf(store);
  await faults.set('throttle ec2:DescribeVpcs 3');
  await faults.set('crash web exit=3');
  await faults.set('latency aws');
  const restored = createStore();
  restored.restore(decodeState(encodeState(store.content())) as StoreContent);
  assert.deepEqual(faultsOf(restored).list(), faults.list());
  assert.deepEqual(restored.get(taskFaults, '').get('web'), { exitCode: 3, afterSeconds: 1 });
  assert.deepEqual(restored.get(latencyState, ''), { profile: 'aws' });
});

test('the latency profile says how long a load balancer takes', async () => {
  for (const [profile, seconds] of [
    ['quick', 150],
    ['aws', 180],
  ] as const) {
    const { sandbox, world, elb } = start(`latency ${profile}`);
    sampleNetwork(sandbox);
    const create = new CreateLoadBalancerCommand({ Name: 'slow', Subnets: ['subnet-a', 'subnet-b'] });
    await elb.send(create);
    const state = async () => (await elb.send(new DescribeLoadBalancersCommand({}))).LoadBalancers?.[0]?.State?.Code;
    await world.sleep(seconds * 1000 - 1);
    assert.equal(await state(), 'provisioning');
    await world.sleep(1);
    assert.equal(await state(), 'active');
  }
});
