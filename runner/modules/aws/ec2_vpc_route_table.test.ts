import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ec2VpcRouteTableRules, ec2VpcRouteTableSchema } from '../../../schemas/ec2_vpc_route_table.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { unknown } from '../../template/values.ts';
import { ec2VpcRouteTable } from './ec2_vpc_route_table.ts';

type Params = Infer<typeof ec2VpcRouteTableSchema>;
const tags = { Name: 'public' };

async function prepared() {
  const sandbox = createSandbox();
  const ec2 = sandbox.world().client(EC2Client);
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!;
  const subnet = async (CidrBlock: string, Value: string) => {
    const TagSpecifications = [{ ResourceType: 'subnet' as const, Tags: [{ Key: 'Name', Value }] }];
    return (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, TagSpecifications }))).Subnet!.SubnetId!;
  };
  const a = await subnet('10.0.0.0/24', 'a');
  const b = await subnet('10.0.1.0/24', 'b');
  const gateway = async () => {
    const made = await ec2.send(new CreateInternetGatewayCommand({}));
    const InternetGatewayId = made.InternetGateway!.InternetGatewayId!;
    await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
    return InternetGatewayId;
  };
  return { sandbox, vpc_id: VpcId, a, b, gateway };
}

function play(sandbox: Sandbox, given: object, check = false) {
  const { params } = validateParams(ec2VpcRouteTableSchema, given as never);
  return runResource(ec2VpcRouteTable, params as Params, { world: sandbox.world({ readOnly: check }), check });
}

test('igw stands for the internet gateway of the VPC; subnets may be names and ranges', async () => {
  const { sandbox, vpc_id, a, b, gateway } = await prepared();
  const igw = await gateway();
  const given = { vpc_id, tags, routes: [{ dest: '0.0.0.0/0', gateway_id: 'igw' }], subnets: ['a', '10.0.1.0/24'] };
  const { steps } = await play(sandbox, given);
  const route = `route 0.0.0.0/0 to ${igw}`;
  assert.deepEqual(steps, ['create route table public', route, `use it for subnet ${a}`, `use it for subnet ${b}`]);
  assert.deepEqual((await play(sandbox, given)).steps, []);
});

test('names that nothing bears are unknown under check, and an error when it counts', async () => {
  const { sandbox, vpc_id } = await prepared();
  const given = { vpc_id, tags, routes: [{ dest: '0.0.0.0/0', gateway_id: 'igw' }], subnets: ['nowhere'] };
  const { steps } = await play(sandbox, given, true);
  assert.deepEqual(steps.slice(1), ['route 0.0.0.0/0 to (known after apply)', 'use it for subnet (known after apply)']);
  await assert.rejects(play(sandbox, given), /no internet gateway/);
});

test('ids that AWS has yet to assign are planned with', async () => {
  const { sandbox } = await prepared();
  const given = { vpc_id: unknown, tags, subnets: unknown, routes: [{ dest: '0.0.0.0/0', gateway_id: unknown }] };
  sandbox.calls.length = 0;
  assert.equal((await play(sandbox, given, true)).steps.length, 3);
  assert.equal(sandbox.calls.length, 0);
});

test('a route to another target is redirected, one not listed is removed, the one within the VPC stays', async () => {
  const { sandbox, vpc_id, gateway } = await prepared();
  const igw = await gateway();
  const routes = [
    { dest: '0.0.0.0/0', gateway_id: igw },
    { dest: '172.16.5.0/12', gateway_id: igw },
  ];
  await play(sandbox, { vpc_id, tags, routes });
  assert.deepEqual((await play(sandbox, { vpc_id, tags })).steps, [], 'routes left out stay');
  const kept = await play(sandbox, { vpc_id, tags, routes: routes.slice(0, 1), purge_routes: false });
  assert.deepEqual(kept.steps, []);
  const { steps, result } = await play(sandbox, { vpc_id, tags, routes: routes.slice(0, 1) });
  assert.deepEqual(steps, ['remove route to 172.16.0.0/12']);
  const left = (result['route_table'] as { routes: { destination_cidr_block: string }[] }).routes;
  assert.deepEqual(
    left.map((route) => route.destination_cidr_block),
    ['0.0.0.0/0', '10.0.0.0/16'],
  );
});

test('a subnet of another table is moved over', async () => {
  const { sandbox, vpc_id, a } = await prepared();
  await play(sandbox, { vpc_id, tags: { Name: 'old' }, subnets: [a] });
  await play(sandbox, { vpc_id, tags, subnets: [a] });
  assert.deepEqual((await play(sandbox, { vpc_id, tags, subnets: [a] })).steps, []);
});

test('subnets that are not listed are let go, unless told otherwise', async () => {
  const { sandbox, vpc_id, a, b } = await prepared();
  await play(sandbox, { vpc_id, tags, subnets: [a, b] });
  assert.deepEqual((await play(sandbox, { vpc_id, tags, subnets: [a], purge_subnets: false })).steps, []);
  assert.deepEqual((await play(sandbox, { vpc_id, tags, subnets: [a] })).steps, [`stop using it for ${b}`]);
});

test('two tables with the tags are told apart only by id', async () => {
  const { sandbox, vpc_id } = await prepared();
  await play(sandbox, { vpc_id, tags: { Name: 'public', zone: 'a' } });
  const second = await play(sandbox, { vpc_id, tags: { Name: 'public', zone: 'b' } });
  await assert.rejects(play(sandbox, { vpc_id, tags }), /2 route tables/);
  const { id } = second.result['route_table'] as { id: string };
  const given = { lookup: 'id', route_table_id: id, tags: { zone: 'c' }, purge_tags: false };
  assert.match((await play(sandbox, given)).steps[0]!, /tag route table rtb-\w+: zone/);
});

test('a route with two targets or none is found before the run', () => {
  const routes = [{ dest: '0.0.0.0/0' }, { dest: '10.0.0.0/8', gateway_id: 'igw', instance_id: 'i-1' }];
  const given = { vpc_id: 'vpc-1', tags, routes };
  const { problems } = validateParams(ec2VpcRouteTableSchema, given, { rules: ec2VpcRouteTableRules });
  assert.deepEqual(
    problems.map(({ code, path }) => [code, path]),
    [
      ['route-target', ['routes', 0]],
      ['route-target', ['routes', 1]],
    ],
  );
});
