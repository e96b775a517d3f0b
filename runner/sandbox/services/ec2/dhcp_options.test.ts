import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AssociateDhcpOptionsCommand,
  CreateDhcpOptionsCommand,
  CreateVpcCommand,
  DeleteDhcpOptionsCommand,
  DescribeDhcpOptionsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { createSandbox } from '../../sandbox.ts';

test('a VPC has the DHCP options of the region, others, or none', async () => {
  const ec2 = createSandbox().world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId as string;
  const read = async () => (await ec2.send(new DescribeVpcsCommand())).Vpcs?.[0];
  const { DhcpOptions: [standard] = [] } = await ec2.send(new DescribeDhcpOptionsCommand());
  assert.equal((await read())?.DhcpOptionsId, standard?.DhcpOptionsId);
  const DhcpConfigurations = [{ Key: 'domain-name', Values: ['example.com'] }];
  const { DhcpOptions: own } = await ec2.send(new CreateDhcpOptionsCommand({ DhcpConfigurations }));
  const DhcpOptionsId = own?.DhcpOptionsId as string;
  await ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId }));
  assert.equal((await read())?.DhcpOptionsId, DhcpOptionsId);
  const remove = new DeleteDhcpOptionsCommand({ DhcpOptionsId });
  await assert.rejects(ec2.send(remove), { name: 'DependencyViolation' });
  await ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId: 'default' }));
  assert.equal((await read())?.DhcpOptionsId, 'default');
  await ec2.send(remove);
  await assert.rejects(ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId })), {
    name: 'InvalidDhcpOptionID.NotFound',
  });
});
