import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2VpcSubnetSchema } from '../../../schemas/ec2_vpc_subnet.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { unknown } from '../../template/values.ts';
import { ec2VpcSubnet } from './ec2_vpc_subnet.ts';
import { ec2VpcSubnetInfo } from './ec2_vpc_subnet_info.ts';

type Params = Infer<typeof ec2VpcSubnetSchema>;

async function prepared() {
  const sandbox = createSandbox();
  const ec2 = sandbox.world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '192.168.0.0/16' }));
  const vpc_id: unknown = Vpc!.VpcId!;
  return { sandbox, given: { vpc_id, cidr: '192.168.16.0/20', az: 'eu-west-1b' } };
}

function play(sandbox: Sandbox, given: object, check = false) {
  const { params } = validateParams(ec2VpcSubnetSchema, given as never);
  return runResource(ec2VpcSubnet, params as Params, { world: sandbox.world({ readOnly: check }), check });
}

test('the result holds the documented keys, and the id under both of its names', async () => {
  const { sandbox, given } = await prepared();
  const { result } = await play(sandbox, { ...given, tags: { Name: 'b' } });
  const subnet = result['subnet'] as Record<string, unknown>;
  assert.equal(subnet['id'], subnet['subnet_id']);
  assert.equal(subnet['availability_zone'], 'eu-west-1b');
  assert.equal(subnet['available_ip_address_count'], 4091);
  assert.deepEqual(subnet['tags'], { Name: 'b' });
});

test('in a VPC that is yet to be made, the subnet is planned without a look-up', async () => {
  const { sandbox, given } = await prepared();
  sandbox.calls.length = 0;
  const { steps } = await play(sandbox, { ...given, vpc_id: unknown, map_public: true }, true);
  assert.deepEqual(steps, ['create subnet 192.168.16.0/20 in eu-west-1b', 'give new instances public IPv4 addresses']);
  assert.equal(sandbox.calls.length, 0);
});

test('public addresses are switched on and off', async () => {
  const { sandbox, given } = await prepared();
  await play(sandbox, { ...given, map_public: true });
  assert.deepEqual((await play(sandbox, given)).steps, ['stop giving new instances public IPv4 addresses']);
});

test('a subnet that is to move to another zone must be replaced, and the error says where it is', async () => {
  const { sandbox, given } = await prepared();
  await play(sandbox, given);
  await assert.rejects(
    play(sandbox, { ...given, az: 'eu-west-1c' }),
    /AWS cannot change az eu-west-1b → eu-west-1c in place/,
  );
});

test('a zone may be given by its id', async () => {
  const { sandbox, given } = await prepared();
  const { result } = await play(sandbox, { ...given, az: 'euw1-az3' });
  assert.equal((result['subnet'] as Record<string, unknown>)['availability_zone_id'], 'euw1-az3');
  assert.deepEqual((await play(sandbox, { ...given, az: 'euw1-az3' })).steps, []);
});

test('a second run reads once and writes nothing', async () => {
  const { sandbox, given } = await prepared();
  await play(sandbox, given);
  sandbox.calls.length = 0;
  await play(sandbox, given);
  assert.deepEqual(
    sandbox.calls.map((call) => call.operation),
    ['DescribeSubnets'],
  );
});

test('ec2_vpc_subnet_info lists the subnets that pass its filters', async () => {
  const { sandbox, given } = await prepared();
  await play(sandbox, { ...given, tags: { Name: 'b' } });
  await play(sandbox, { ...given, cidr: '192.168.32.0/20', tags: { Name: 'c' } });
  const filters = { 'vpc-id': given.vpc_id, 'tag:Name': ['c', 'd'] };
  const { subnets } = await ec2VpcSubnetInfo.read(sandbox.world(), { filters });
  assert.deepEqual(
    (subnets as { cidr_block: string }[]).map((subnet) => subnet.cidr_block),
    ['192.168.32.0/20'],
  );
});
