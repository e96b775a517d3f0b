import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { createMemory } from '../../../aws/remembering.ts';
import { createSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { ec2State } from '../../../sandbox/services/ec2/state.ts';
import { interfacesInTheWay } from './in_the_way.ts';
import { groupsNaming } from './security_group_circles.ts';
import { groupsNamed } from './security_group_read.ts';

/** A VPC with so many groups, each of which lets the one before it in, and so many interfaces, one in each. */
async function stage(count: number) {
  const sandbox = createSandbox();
  const { Vpc } = await sandbox
    .world()
    .client(EC2Client)
    .send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const vpc = Vpc!.VpcId!;
  for (let index = 0; index < count; index += 1) fill(sandbox, vpc, index);
  sandbox.calls.length = 0;
  const world = sandbox.world({ memory: createMemory().at('') });
  return { sandbox, vpc, world };
}

const idOf = (index: number): string => `sg-${index.toString().padStart(8, '0')}`;

function fill(sandbox: Sandbox, vpcId: string, index: number): void {
  const { securityGroups, networkInterfaces } = sandbox.state(ec2State);
  const rule = { ruleId: `sgr-${index}`, isEgress: false, ipProtocol: '-1', referencedGroupId: idOf(index - 1) };
  securityGroups.set(idOf(index), {
    groupId: idOf(index),
    groupName: `group ${index}`,
    description: '',
    vpcId,
    ownerId: sandbox.account,
    rules: index === 0 ? [] : [rule],
  });
  networkInterfaces.set(`eni-${index}`, {
    networkInterfaceId: `eni-${index}`,
    ownerId: sandbox.account,
    subnetId: `subnet-${index}`,
    vpcId,
    availabilityZone: 'eu-west-1a',
    privateIpAddress: '10.0.0.4',
    description: `of ${index}`,
    interfaceType: 'interface',
    groupIds: [idOf(index)],
  });
}

for (const [count, calls] of [
  [150, 2],
  // Of very many the first page tells that it is not worth while, and then only those that are meant are asked for.
  [250, 10],
] as const)
  test(`in a VPC with ${count} groups and interfaces all are found that are meant, with ${calls} calls`, async () => {
    const { sandbox, vpc, world } = await stage(count);
    for (const index of [3, 7]) {
      const [found, ...others] = await groupsNamed(world, vpc, [`group ${index}`]);
      assert.deepEqual([found?.id, others], [idOf(index), []]);
      const users = await groupsNaming(world, { id: idOf(index), vpc_id: vpc });
      assert.deepEqual(
        users.map(({ id }) => id),
        [idOf(index + 1)],
      );
      const held = await interfacesInTheWay(world, vpc, new Set(), { group: idOf(index) });
      assert.deepEqual(held, [`network interface eni-${index} (of ${index})`]);
    }
    assert.equal(sandbox.calls.length, calls);
    assert.equal((await interfacesInTheWay(world, vpc, new Set())).length, count);
    assert.equal((await interfacesInTheWay(world, vpc, new Set(), { subnet: 'subnet-5' })).length, 1);
  });
