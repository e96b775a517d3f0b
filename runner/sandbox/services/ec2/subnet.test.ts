import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AssociateSubnetCidrBlockCommand,
  AssociateVpcCidrBlockCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteSubnetCommand,
  DescribeAvailabilityZonesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  type DescribeSubnetsCommandInput,
  EC2Client,
  ModifySubnetAttributeCommand,
} from '@aws-sdk/client-ec2';
import { createSandbox, type Sandbox } from '../../sandbox.ts';
import { ec2State, type NetworkInterfaceRecord } from './state.ts';

async function withSubnet() {
  const sandbox = createSandbox();
  const ec2 = sandbox.world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId as string;
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.16.0/20' }));
  return { sandbox, ec2, VpcId, SubnetId: Subnet?.SubnetId as string };
}

/** An interface as a load balancer would have it. */
function occupy(sandbox: Sandbox, subnetId: string, vpcId: string): void {
  const record: NetworkInterfaceRecord = {
    networkInterfaceId: 'eni-00000000000000001',
    ownerId: sandbox.account,
    subnetId,
    vpcId,
    availabilityZone: 'eu-west-1a',
    privateIpAddress: '10.0.16.4',
    description: 'ELB app/web/0123456789abcdef',
    interfaceType: 'interface',
    requesterId: 'amazon-elb',
    groupIds: [],
  };
  sandbox.state(ec2State).networkInterfaces.set(record.networkInterfaceId, record);
}

for (const [CidrBlock, name] of [
  ['10.0.16.0/20', 'InvalidSubnet.Conflict'],
  ['10.0.0.0/18', 'InvalidSubnet.Conflict'],
  ['10.0.24.0/24', 'InvalidSubnet.Conflict'],
  ['10.1.0.0/20', 'InvalidSubnet.Range'],
  ['10.0.0.0/15', 'InvalidSubnet.Range'],
  ['10.0.32.0/29', 'InvalidSubnet.Range'],
  ['10.0.32.0', 'InvalidParameterValue'],
] as const) {
  test(`beside 10.0.16.0/20 in 10.0.0.0/16, ${CidrBlock} is ${name}`, async () => {
    const { ec2, VpcId } = await withSubnet();
    await assert.rejects(ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock })), { name });
  });
}

test('a subnet has the addresses of its range less the five that AWS keeps, and less those in use', async () => {
  const { sandbox, ec2, VpcId, SubnetId } = await withSubnet();
  const free = async () => (await ec2.send(new DescribeSubnetsCommand())).Subnets?.[0]?.AvailableIpAddressCount;
  assert.equal(await free(), 4091);
  occupy(sandbox, SubnetId, VpcId);
  assert.equal(await free(), 4090);
});

test('a zone is one of the region', async () => {
  const { ec2, VpcId } = await withSubnet();
  const { AvailabilityZones } = await ec2.send(new DescribeAvailabilityZonesCommand());
  assert.deepEqual(
    AvailabilityZones?.map(({ ZoneName, ZoneId }) => [ZoneName, ZoneId]),
    [
      ['eu-west-1a', 'euw1-az1'],
      ['eu-west-1b', 'euw1-az2'],
      ['eu-west-1c', 'euw1-az3'],
    ],
  );
  const create = (AvailabilityZone: string) =>
    ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.32.0/20', AvailabilityZone }));
  await assert.rejects(create('us-east-1a'), {
    name: 'InvalidParameterValue',
    message: /Subnets can currently only be created in the following availability zones: eu-west-1a, eu-west-1b/,
  });
  assert.equal((await create('eu-west-1c')).Subnet?.AvailabilityZoneId, 'euw1-az3');
});

test('attributes change one at a time', async () => {
  const { ec2, SubnetId } = await withSubnet();
  await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
  assert.equal(subnet?.MapPublicIpOnLaunch, true);
  await assert.rejects(ec2.send(new ModifySubnetAttributeCommand({ SubnetId })), {
    name: 'InvalidParameterCombination',
  });
});

test('a subnet with a network interface in it cannot be deleted', async () => {
  const { sandbox, ec2, VpcId, SubnetId } = await withSubnet();
  occupy(sandbox, SubnetId, VpcId);
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'description', Values: ['ELB app/*'] }] }),
  );
  assert.equal(NetworkInterfaces?.[0]?.SubnetId, SubnetId);
  await assert.rejects(ec2.send(new DeleteSubnetCommand({ SubnetId })), { name: 'DependencyViolation' });
  sandbox.state(ec2State).networkInterfaces.clear();
  await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  assert.deepEqual((await ec2.send(new DescribeSubnetsCommand())).Subnets, []);
});

test('listings come in pages, which do not go with ids', async () => {
  const { ec2, VpcId, SubnetId } = await withSubnet();
  for (const third of [32, 48, 64, 80, 96, 112]) {
    await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: `10.0.${third}.0/20` }));
  }
  const first = await ec2.send(new DescribeSubnetsCommand({ MaxResults: 5 }));
  const second = await ec2.send(new DescribeSubnetsCommand({ MaxResults: 5, NextToken: first.NextToken }));
  assert.deepEqual([first.Subnets?.length, second.Subnets?.length, second.NextToken], [5, 2, undefined]);
  const list = (input: DescribeSubnetsCommandInput) => ec2.send(new DescribeSubnetsCommand(input));
  await assert.rejects(list({ MaxResults: 5, SubnetIds: [SubnetId] }), { name: 'InvalidParameterCombination' });
  await assert.rejects(list({ MaxResults: 2 }), { name: 'InvalidParameterValue' });
  await assert.rejects(list({ NextToken: 'x' }), { name: 'InvalidNextToken' });
});

test('an IPv6 range is a /64 of the block of the VPC', async () => {
  const { ec2, VpcId, SubnetId } = await withSubnet();
  const { Ipv6CidrBlockAssociation } = await ec2.send(
    new AssociateVpcCidrBlockCommand({ VpcId, AmazonProvidedIpv6CidrBlock: true }),
  );
  const block = Ipv6CidrBlockAssociation?.Ipv6CidrBlock ?? '';
  assert.match(block, /^2001:db8:.*::\/56$/);
  const own = block.replace(/\/56$/, '/64');
  const create = (Ipv6CidrBlock: string) =>
    ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.32.0/20', Ipv6CidrBlock }));
  await assert.rejects(create(block), { name: 'InvalidSubnet.Range' });
  await assert.rejects(create('2001:db8:ffff:ffff::/64'), { name: 'InvalidSubnet.Range' });
  await assert.rejects(create('10.0.0.0/16'), { name: 'InvalidParameterValue' });
  await ec2.send(new AssociateSubnetCidrBlockCommand({ SubnetId, Ipv6CidrBlock: own }));
  await assert.rejects(create(own), { name: 'InvalidSubnet.Conflict' });
});
