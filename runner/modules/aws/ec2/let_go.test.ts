import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateSubnetCommand, CreateVpcCommand, DeleteVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { createSandbox } from '../../../sandbox/sandbox.ts';
import { contentsInTheWay } from './in_the_way.ts';
import { onceLetGo } from './let_go.ts';

test('what does not go by itself is named after half a minute, not waited for', async () => {
  const sandbox = createSandbox();
  const world = sandbox.world();
  const ec2 = world.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc!.VpcId!;
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
  const lines: string[] = [];
  const holding = {
    what: `VPC ${VpcId}`,
    interfaces: { 'vpc-id': VpcId },
    others: () => contentsInTheWay(world, VpcId, new Set()),
    progress: (line: string) => lines.push(line),
  };
  const start = world.now();
  await assert.rejects(
    onceLetGo(world, holding, () => ec2.send(new DeleteVpcCommand({ VpcId }))),
    { code: 'still-in-use', message: `VPC ${VpcId} is still in use by subnet ${Subnet!.SubnetId}` },
  );
  assert.ok(world.now() - start < 60_000);
  assert.equal(lines[0], `waiting until AWS lets VPC ${VpcId} go: it is still in use`);
});
