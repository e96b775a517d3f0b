import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteVpcCommand,
  DescribeDhcpOptionsCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DisassociateVpcCidrBlockCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  ModifyVpcTenancyCommand,
} from '@aws-sdk/client-ec2';
import { createSandbox } from '../../sandbox.ts';

async function withVpc(CidrBlock = '10.0.0.0/16') {
  const ec2 = createSandbox().world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock }));
  return { ec2, VpcId: Vpc?.VpcId as string };
}

for (const [CidrBlock, name] of [
  ['10.0.0.0/15', 'InvalidVpc.Range'],
  ['10.0.0.0/29', 'InvalidVpc.Range'],
  ['10.0.0.0', 'InvalidParameterValue'],
  ['10.0.0.0/33', 'InvalidParameterValue'],
] as const) {
  test(`a VPC cannot have the range ${CidrBlock}`, async () => {
    const ec2 = createSandbox().world().client(EC2Client);
    await assert.rejects(ec2.send(new CreateVpcCommand({ CidrBlock })), { name });
    assert.deepEqual((await ec2.send(new DescribeVpcsCommand())).Vpcs, []);
  });
}

test('an account starts without a default VPC', async () => {
  const ec2 = createSandbox().world().client(EC2Client);
  assert.deepEqual((await ec2.send(new DescribeVpcsCommand())).Vpcs, []);
  await assert.rejects(ec2.send(new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web' })), {
    name: 'VPCIdNotSpecified',
  });
});

test('a VPC gets its range in canonical form, and comes with its table, group, ACL and options', async () => {
  const { ec2, VpcId } = await withVpc('10.0.3.0/16');
  const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  assert.equal(vpc?.CidrBlock, '10.0.0.0/16');
  assert.deepEqual([vpc?.State, vpc?.InstanceTenancy, vpc?.IsDefault, vpc?.Tags], ['available', 'default', false, []]);

  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand());
  assert.deepEqual(
    RouteTables?.map(({ Routes, Associations }) => [Routes, Associations?.map(({ Main }) => Main)]),
    [
      [
        [
          {
            DestinationCidrBlock: '10.0.0.0/16',
            GatewayId: 'local',
            Origin: 'CreateRouteTable',
            State: 'active',
          },
        ],
        [true],
      ],
    ],
  );
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand());
  assert.equal(group?.GroupName, 'default');
  assert.deepEqual(
    group?.IpPermissions?.map(({ IpProtocol, UserIdGroupPairs }) => [IpProtocol, UserIdGroupPairs?.[0]?.GroupId]),
    [['-1', group?.GroupId]],
  );
  assert.deepEqual(
    group?.IpPermissionsEgress?.map(({ IpProtocol, IpRanges }) => [IpProtocol, IpRanges]),
    [['-1', [{ CidrIp: '0.0.0.0/0' }]]],
  );
  const { NetworkAcls: [acl] = [] } = await ec2.send(new DescribeNetworkAclsCommand());
  assert.deepEqual([acl?.IsDefault, acl?.VpcId, acl?.Entries?.length], [true, VpcId, 4]);
  const { DhcpOptions: [options] = [] } = await ec2.send(new DescribeDhcpOptionsCommand());
  assert.equal(options?.DhcpOptionsId, vpc?.DhcpOptionsId);
});

test('a create call names what its tags are for', async () => {
  const ec2 = createSandbox().world().client(EC2Client);
  const tags = [{ Key: 'Name', Value: 'x' }];
  await assert.rejects(
    ec2.send(
      new CreateVpcCommand({
        CidrBlock: '10.0.0.0/16',
        TagSpecifications: [{ ResourceType: 'subnet', Tags: tags }],
      }),
    ),
    { name: 'InvalidParameterValue', message: /'subnet' is not a valid taggable resource type/ },
  );
  const { Vpc } = await ec2.send(
    new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', TagSpecifications: [{ ResourceType: 'vpc', Tags: tags }] }),
  );
  assert.deepEqual(Vpc?.Tags, tags);
});

test('DryRun says yes by an error and makes nothing', async () => {
  const ec2 = createSandbox().world().client(EC2Client);
  await assert.rejects(ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', DryRun: true })), {
    name: 'DryRunOperation',
  });
  assert.deepEqual((await ec2.send(new DescribeVpcsCommand())).Vpcs, []);
});

test('unknown and malformed ids are told apart', async () => {
  const { ec2 } = await withVpc();
  const describe = (id: string) => ec2.send(new DescribeVpcsCommand({ VpcIds: [id] }));
  await assert.rejects(describe('vpc-00000000000000000'), {
    name: 'InvalidVpcID.NotFound',
    message: "The vpc ID 'vpc-00000000000000000' does not exist",
  });
  await assert.rejects(describe('web'), {
    name: 'InvalidVpcID.Malformed',
    message: 'Invalid id: "web" (expecting "vpc-...")',
  });
});

test('DNS names need DNS support, and attributes change one at a time', async () => {
  const { ec2, VpcId } = await withVpc();
  const value = async (Attribute: 'enableDnsHostnames' | 'enableDnsSupport') => {
    const answer = await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
    return (Attribute === 'enableDnsSupport' ? answer.EnableDnsSupport : answer.EnableDnsHostnames)?.Value;
  };
  assert.deepEqual([await value('enableDnsSupport'), await value('enableDnsHostnames')], [true, false]);
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  assert.equal(await value('enableDnsHostnames'), true);
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport: { Value: false } }));
  assert.equal(await value('enableDnsHostnames'), false);
  await assert.rejects(ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } })), {
    name: 'InvalidParameterCombination',
  });
  const both = { EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: true } };
  await assert.rejects(ec2.send(new ModifyVpcAttributeCommand({ VpcId, ...both })), {
    name: 'InvalidParameterCombination',
  });
});

test('further ranges come and go; the first stays', async () => {
  const { ec2, VpcId } = await withVpc();
  const associate = (CidrBlock: string) => ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock }));
  const { CidrBlockAssociation: added } = await associate('10.1.0.0/16');
  await assert.rejects(associate('10.1.128.0/17'), { name: 'InvalidVpc.Range' });
  await assert.rejects(associate('192.168.0.0/16'), { name: 'InvalidVpc.Range', message: /is restricted/ });

  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.1.0.0/24' }));
  assert.equal(Subnet?.CidrBlock, '10.1.0.0/24');
  const disassociate = (AssociationId: string | undefined) =>
    ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId }));
  await assert.rejects(disassociate(added?.AssociationId), { name: 'InvalidCidr.InUse' });

  const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand());
  await assert.rejects(disassociate(vpc?.CidrBlockAssociationSet?.[0]?.AssociationId), {
    name: 'OperationNotPermitted',
  });
  for (const third of ['10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16']) await associate(third);
  await assert.rejects(associate('10.5.0.0/16'), { name: 'CidrLimitExceeded' });
});

test('a VPC is deleted with what came with it, and not while it holds more', async () => {
  const makers = [
    (VpcId: string) => new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }),
    (VpcId: string) => new CreateRouteTableCommand({ VpcId }),
    (VpcId: string) => new CreateSecurityGroupCommand({ VpcId, GroupName: 'web', Description: 'web' }),
  ];
  for (const maker of makers) {
    const { ec2, VpcId } = await withVpc();
    await ec2.send(maker(VpcId) as CreateSubnetCommand);
    await assert.rejects(ec2.send(new DeleteVpcCommand({ VpcId })), {
      name: 'DependencyViolation',
      message: `The vpc '${VpcId}' has dependencies and cannot be deleted.`,
    });
  }
  const { ec2, VpcId } = await withVpc();
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand());
  await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId: InternetGateway?.InternetGatewayId }));
  await assert.rejects(ec2.send(new DeleteVpcCommand({ VpcId })), { name: 'DependencyViolation' });

  const fresh = await withVpc();
  await fresh.ec2.send(new DeleteVpcCommand({ VpcId: fresh.VpcId }));
  assert.deepEqual((await fresh.ec2.send(new DescribeVpcsCommand())).Vpcs, []);
  assert.deepEqual((await fresh.ec2.send(new DescribeSecurityGroupsCommand())).SecurityGroups, []);
  assert.deepEqual((await fresh.ec2.send(new DescribeRouteTablesCommand())).RouteTables, []);
});

test('tenancy goes back to default, and nowhere else', async () => {
  const ec2 = createSandbox().world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', InstanceTenancy: 'dedicated' }));
  const VpcId = Vpc?.VpcId as string;
  const read = async () => (await ec2.send(new DescribeVpcsCommand())).Vpcs?.[0];
  assert.equal((await read())?.InstanceTenancy, 'dedicated');
  await ec2.send(new ModifyVpcTenancyCommand({ VpcId, InstanceTenancy: 'default' }));
  assert.equal((await read())?.InstanceTenancy, 'default');
  const dedicated = { VpcId, InstanceTenancy: 'dedicated' as 'default' };
  await assert.rejects(ec2.send(new ModifyVpcTenancyCommand(dedicated)), { name: 'InvalidParameterValue' });
});
