import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
  DescribeVpcsCommand,
  EC2Client,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import { CreateClusterCommand, DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, GetRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { createSandbox } from '../sandbox/sandbox.ts';
import { createMemory } from './remembering.ts';
import { waitUntil } from './wait.ts';

function stage() {
  const sandbox = createSandbox();
  const memory = createMemory();
  const worldAt = (place: string, readOnly = false) => sandbox.world({ memory: memory.at(place), readOnly });
  const world = worldAt('here');
  const ask = (...ids: string[]) =>
    world.client(EC2Client).send(new DescribeVpcsCommand(ids.length > 0 ? { VpcIds: ids } : {}));
  const create = async () =>
    (await world.client(EC2Client).send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!;
  const asked = () => sandbox.calls.map(({ operation }) => operation);
  return { sandbox, memory, world, worldAt, ask, create, asked };
}

describe('the same question', () => {
  test('is asked once, by whomever, and counted once', async () => {
    const { sandbox, world, worldAt, ask } = stage();
    const counted: string[] = [];
    const answers = await Promise.all([ask(), ask(), ask()]);
    assert.equal(answers[0], answers[2]);
    for await (const { Vpcs } of paginateDescribeVpcs({ client: world.client(EC2Client) }, {})) assert.ok(Vpcs);
    const reading = sandbox.world({
      memory: createMemory().at(''),
      onCall: ({ operation }) => counted.push(operation),
    });
    for (const _ of [1, 2]) await reading.client(EC2Client).send(new DescribeVpcsCommand({}));
    assert.deepEqual(counted, ['DescribeVpcs']);
    await worldAt('here', true).client(EC2Client).send(new DescribeVpcsCommand({}));
    assert.equal(sandbox.calls.length, 2);
  });

  test('is another one elsewhere', async () => {
    const { worldAt, ask, asked } = stage();
    await ask();
    await worldAt('there').client(EC2Client).send(new DescribeVpcsCommand({}));
    assert.deepEqual(asked(), ['DescribeVpcs', 'DescribeVpcs']);
  });

  test('about something else is asked, and that it is not there is an answer', async () => {
    const { sandbox, ask } = stage();
    await ask();
    for (const _ of [1, 2]) await assert.rejects(ask('vpc-00000000'), { name: 'InvalidVpcID.NotFound' });
    assert.equal(sandbox.calls.length, 2);
  });

  for (const fault of ['refuse reads InternalError 100', 'throttle ec2 100'])
    test(`is asked again where AWS failed to answer it: ${fault}`, async () => {
      const { sandbox, ask } = stage();
      await sandbox.faults.set(fault);
      await assert.rejects(ask());
      sandbox.faults.clear('all');
      assert.ok((await ask()).Vpcs);
    });
});

describe('it is asked again', () => {
  /** What happens between the two questions. */
  const events: Record<string, (at: ReturnType<typeof stage>) => Promise<unknown>> = {
    'after a write': ({ create }) => create(),
    'after a write that failed': ({ world }) =>
      assert.rejects(world.client(EC2Client).send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/99' }))),
    'after a write elsewhere, which may be the same account': ({ worldAt }) =>
      worldAt('there')
        .client(EC2Client)
        .send(new CreateVpcCommand({ CidrBlock: '10.1.0.0/16' })),
    'after a write of a service that reaches into others': ({ world }) =>
      world.client(CloudFormationClient).send(new CreateStackCommand({ StackName: 'a', TemplateBody: template })),
    'after a wait': ({ world }) => world.sleep(1),
    'when it is forgotten': async ({ memory }) => memory.forget(),
    'after anything outside': ({ memory }) => memory.outside(undefined, async () => {}),
    'after something outside that says it touches the service': ({ memory }) => memory.outside(['ec2'], async () => {}),
    'while something acts outside': async ({ memory, ask }) => {
      await memory.outside(undefined, async () => {
        await ask();
      });
    },
    'in a look of a wait': ({ world, ask }) =>
      waitUntil(world, { what: '', limit: 1, interval: 1, look: async () => ({ done: await ask() }) }),
  };
  for (const [when, happen] of Object.entries(events))
    test(when, async () => {
      const at = stage();
      const first = await at.ask();
      await happen(at);
      assert.notEqual(await at.ask(), first);
    });

  test('when a write began while it was under way: such an answer may be that of before', async () => {
    const { ask, create, asked } = stage();
    const [before] = await Promise.all([ask(), create()]);
    assert.notEqual(await ask(), before);
    assert.deepEqual(asked().filter((name) => name === 'DescribeVpcs').length, 2);
  });
});

describe('it is not asked again', () => {
  const events: Record<string, (at: ReturnType<typeof stage>) => Promise<unknown>> = {
    'after a write of EC2 that leaves the answer as it is': ({ world }) =>
      assert.rejects(
        world.client(EC2Client).send(new CreateSubnetCommand({ VpcId: 'vpc-0', CidrBlock: '10.0.0.0/24' })),
      ),
    'after a write of another service': ({ world }) =>
      world.client(IAMClient).send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust })),
    'after something outside that touches other services': ({ memory }) => memory.outside(['ecr'], async () => {}),
    'after what touches nothing': ({ memory }) => memory.outside([], async () => {}),
  };
  for (const [when, happen] of Object.entries(events))
    test(when, async () => {
      const at = stage();
      const first = await at.ask();
      await happen(at);
      assert.equal(await at.ask(), first);
    });
});

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const template = JSON.stringify({ Resources: { Logs: { Type: 'AWS::Logs::LogGroup' } } });

describe('what this run has made holds nothing', () => {
  test('until something is put into it, and in spite of waits', async () => {
    const { world, create } = stage();
    const VpcId = await create();
    const isEmpty = (listing: string) => world.isEmpty!(VpcId, listing);
    await world.sleep(1_000);
    assert.ok(
      isEmpty('ec2:DescribeSubnets') && isEmpty('ec2:DescribeSecurityGroups') && isEmpty('ec2:DescribeRouteTables'),
    );
    assert.equal(isEmpty('ec2:DescribeNetworkAcls'), false);
    const ec2 = world.client(EC2Client);
    await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
    assert.deepEqual([isEmpty('ec2:DescribeSubnets'), isEmpty('ec2:DescribeSecurityGroups')], [false, true]);
    await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: 'a', Description: 'a' }));
    assert.deepEqual([isEmpty('ec2:DescribeSecurityGroups'), isEmpty('ec2:DescribeRouteTables')], [false, true]);
    const { RouteTables } = await ec2.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
    );
    await ec2.send(new CreateTagsCommand({ Resources: [RouteTables![0]!.RouteTableId!], Tags: [{ Key: 'a' }] }));
    assert.equal(isEmpty('ec2:DescribeRouteTables'), false);
  });

  for (const [what, services, left] of [
    ['anything may be', undefined, false],
    ['services are', ['ec2'], false],
    ['only others are', ['ecr'], true],
  ] as const)
    test(`until something acts outside: where ${what} touched it is ${left}`, async () => {
      const { memory, world, create } = stage();
      const id = await create();
      await memory.outside(services, async () => {});
      assert.equal(world.isEmpty!(id, 'ec2:DescribeSubnets'), left);
    });

  test('as with a role and a cluster, and what is not there', async () => {
    const { world } = stage();
    const iam = world.client(IAMClient);
    const holdsNoPolicy = () => world.isEmpty!('r', 'iam:ListRolePolicies');
    await assert.rejects(iam.send(new GetRoleCommand({ RoleName: 'r' })));
    assert.ok(holdsNoPolicy());
    await world.sleep(1);
    assert.equal(holdsNoPolicy(), false);
    await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust }));
    assert.ok(holdsNoPolicy());
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument })).catch(() => {});
    assert.equal(holdsNoPolicy(), false);
    const ecs = world.client(ECSClient);
    const holdsNoService = () => world.isEmpty!('c', 'ecs:DescribeServices');
    assert.equal(holdsNoService(), false);
    await ecs.send(new DescribeClustersCommand({ clusters: ['c'] }));
    assert.ok(holdsNoService());
    await ecs.send(new CreateClusterCommand({ clusterName: 'c' }));
    assert.ok(holdsNoService());
  });
});
