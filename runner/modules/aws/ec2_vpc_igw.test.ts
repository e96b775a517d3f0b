import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateInternetGatewayCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2VpcIgwSchema } from '../../../schemas/ec2_vpc_igw.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { ec2VpcIgw } from './ec2_vpc_igw.ts';

type Params = Infer<typeof ec2VpcIgwSchema>;

async function prepared() {
  const sandbox = createSandbox();
  const ec2 = sandbox.world().client(EC2Client);
  const vpc = async (CidrBlock: string) => (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc!.VpcId!;
  return { sandbox, ec2, vpc_id: await vpc('10.0.0.0/16'), other: await vpc('10.1.0.0/16') };
}

function play(sandbox: Sandbox, given: object) {
  const { params } = validateParams(ec2VpcIgwSchema, given as never);
  return runResource(ec2VpcIgw, params as Params, { world: sandbox.world(), check: false });
}

test('a VPC gets one gateway, once', async () => {
  const { sandbox, vpc_id } = await prepared();
  const { steps, result } = await play(sandbox, { vpc_id, tags: { Name: 'main' } });
  assert.deepEqual(steps, ['create internet gateway', `attach internet gateway to ${vpc_id}`]);
  assert.deepEqual(Object.keys(result), ['gateway_id', 'vpc_id', 'tags']);
  assert.deepEqual((await play(sandbox, { vpc_id, tags: { Name: 'main' } })).steps, []);
});

test('a gateway that a run made and could not attach is taken up, and not made twice', async () => {
  const { sandbox, ec2, vpc_id } = await prepared();
  const Tags = [{ Key: 'Name', Value: 'main' }];
  const command = new CreateInternetGatewayCommand({ TagSpecifications: [{ ResourceType: 'internet-gateway', Tags }] });
  const { InternetGateway } = await ec2.send(command);
  const { steps, result } = await play(sandbox, { vpc_id, tags: { Name: 'main' } });
  assert.deepEqual(steps, [`attach internet gateway to ${vpc_id}`]);
  assert.equal(result['gateway_id'], InternetGateway!.InternetGatewayId);
});

test("somebody else's detached gateway is left alone", async () => {
  const { sandbox, ec2, vpc_id } = await prepared();
  await ec2.send(new CreateInternetGatewayCommand({}));
  assert.equal((await play(sandbox, { vpc_id, tags: { Name: 'main' } })).steps.length, 2);
});

test('a gateway leaves its VPC for another only by force', async () => {
  const { sandbox, vpc_id, other } = await prepared();
  const internet_gateway_id = (await play(sandbox, { vpc_id })).result['gateway_id'];
  await assert.rejects(play(sandbox, { vpc_id: other, internet_gateway_id }), /serves vpc-\w+, not vpc-/);
  const { steps } = await play(sandbox, { vpc_id: other, internet_gateway_id, force_attach: true });
  assert.deepEqual(steps, [`detach internet gateway from ${vpc_id}`, `attach internet gateway to ${other}`]);
});

test('detach_vpc takes a gateway out of its VPC', async () => {
  const { sandbox, vpc_id } = await prepared();
  const internet_gateway_id = (await play(sandbox, { vpc_id })).result['gateway_id'];
  const { steps, result } = await play(sandbox, { internet_gateway_id, detach_vpc: true });
  assert.deepEqual(steps, [`detach internet gateway from ${vpc_id}`]);
  assert.equal(result['vpc_id'], null);
});

test('absent removes the gateway of this VPC and no other', async () => {
  const { sandbox, vpc_id, other } = await prepared();
  const internet_gateway_id = (await play(sandbox, { vpc_id })).result['gateway_id'];
  assert.deepEqual((await play(sandbox, { vpc_id: other, internet_gateway_id, state: 'absent' })).steps, []);
  assert.equal((await play(sandbox, { vpc_id, state: 'absent' })).steps.length, 2);
});
