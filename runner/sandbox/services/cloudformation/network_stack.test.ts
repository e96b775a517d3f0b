import assert from 'node:assert/strict';
import test from 'node:test';
import { DeleteStackCommand, DescribeStacksCommand, ExecuteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { bench, changeSet, history, rested, updated } from './testing.ts';

const network = `
Description: a network
Parameters:
  Range: {Type: String, Default: 10.0.0.0/16}
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: !Ref Range, EnableDnsHostnames: true, Tags: [{Key: Name, Value: !Sub "\${AWS::StackName}-vpc"}]}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  SubnetA:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: !Select [0, !Cidr [!GetAtt Vpc.CidrBlock, 4, 8]]
      AvailabilityZone: !Select [0, !GetAZs ""]
      MapPublicIpOnLaunch: true
  SubnetB:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: !Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 4, 8]]
      AvailabilityZone: !Select [1, !GetAZs ""]
  Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Outward:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  RoutesA:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref Routes, SubnetId: !Ref SubnetA}
  Door:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: the way in
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: "80", CidrIp: 0.0.0.0/0}]
Outputs:
  VpcId: {Value: !Ref Vpc, Description: the network, Export: {Name: !Sub "\${AWS::StackName}-id"}}
  Subnets: {Value: !Join [",", [!Ref SubnetA, !Ref SubnetB]]}
`;

test('a network goes up by a change set, in waves, and down again', async () => {
  const on = bench();
  const made = await changeSet(on, 'net', network, 'CREATE', { Tags: [{ Key: 'team', Value: 'web' }] });
  assert.equal(made.Status, 'CREATE_COMPLETE', made.StatusReason);
  assert.equal(made.ExecutionStatus, 'AVAILABLE');
  assert.equal(made.Changes?.length, 9);
  await on.stacks.send(new ExecuteChangeSetCommand({ ChangeSetName: 'changes', StackName: 'net' }));
  const stack = await rested(on, 'net');
  assert.equal(stack.StackStatus, 'CREATE_COMPLETE', (await history(on, 'net')).join('\n'));
  assert.ok(stack.seconds > 20 && stack.seconds < 90, `${stack.seconds} s`);
  const ec2 = on.client(EC2Client);
  const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({}));
  assert.equal(stack.Outputs?.find(({ OutputKey }) => OutputKey === 'VpcId')?.OutputValue, vpc?.VpcId);
  const tags = Object.fromEntries((vpc?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  assert.equal(tags['Name'], 'net-vpc');
  assert.equal(tags['team'], 'web');
  assert.equal(tags['aws:cloudformation:logical-id'], 'Vpc');
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  assert.deepEqual(Subnets.map(({ CidrBlock }) => CidrBlock).sort(), ['10.0.0.0/24', '10.0.1.0/24']);
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
  assert.ok(RouteTables.some(({ Routes }) => Routes?.some(({ GatewayId }) => GatewayId?.startsWith('igw-'))));
  await on.stacks.send(new DeleteStackCommand({ StackName: 'net' }));
  const gone = await rested(on, stack.StackId ?? '');
  assert.equal(gone.StackStatus, 'DELETE_COMPLETE', (await history(on, stack.StackId ?? '')).join('\n'));
  assert.deepEqual((await ec2.send(new DescribeVpcsCommand({}))).Vpcs, []);
  await assert.rejects(on.stacks.send(new DescribeStacksCommand({ StackName: 'net' })), {
    name: 'ValidationError',
    message: 'Stack with id net does not exist',
  });
});

test('the same again has no changes, another range replaces what stands on it', async () => {
  const on = bench();
  await on.stacks.send(
    new ExecuteChangeSetCommand({ ChangeSetName: (await changeSet(on, 'net', network, 'CREATE')).ChangeSetId }),
  );
  await rested(on, 'net');
  const same = await changeSet(on, 'net', network, 'UPDATE', { ChangeSetName: 'same' });
  assert.equal(same.Status, 'FAILED');
  assert.match(same.StatusReason ?? '', /^The submitted information didn't contain changes\./);
  const Parameters = [{ ParameterKey: 'Range', ParameterValue: '10.9.0.0/16' }];
  const other = await changeSet(on, 'net', network, 'UPDATE', { ChangeSetName: 'other', Parameters });
  const replaced = other.Changes?.map(({ ResourceChange: change }) => [change?.LogicalResourceId, change?.Replacement]);
  assert.deepEqual(Object.fromEntries(replaced ?? [])['Vpc'], 'True');
  assert.deepEqual(Object.fromEntries(replaced ?? [])['SubnetA'], 'Conditional');
  // A gateway cannot be in two networks at once: that is why this one is not to be replaced so.
  const stack = await updated(on, 'net', network, { ChangeSetName: 'third', Parameters });
  const events = await history(on, 'net');
  assert.equal(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE', events.join('\n'));
  assert.match(
    events.find((line) => line.startsWith('Attachment UPDATE_FAILED')) ?? '',
    /is already attached to network/,
  );
  assert.ok(events.includes('SubnetA UPDATE_FAILED: Resource update cancelled'));
  const { Vpcs = [] } = await on.client(EC2Client).send(new DescribeVpcsCommand({}));
  assert.deepEqual(
    Vpcs.map(({ CidrBlock }) => CidrBlock),
    ['10.0.0.0/16'],
  );
  const again = await changeSet(on, 'net', network, 'UPDATE', { ChangeSetName: 'again' });
  assert.equal(again.Status, 'FAILED');
});

test('a network that nothing is attached to is replaced, and the old one is deleted', async () => {
  const on = bench();
  const lone = network.replaceAll(/^ {2}(Attachment|Outward):\n(?: {4}.*\n)+/gm, '');
  await on.stacks.send(
    new ExecuteChangeSetCommand({ ChangeSetName: (await changeSet(on, 'net', lone, 'CREATE')).ChangeSetId }),
  );
  await rested(on, 'net');
  const Parameters = [{ ParameterKey: 'Range', ParameterValue: '10.9.0.0/16' }];
  const stack = await updated(on, 'net', lone, { ChangeSetName: 'third', Parameters });
  assert.equal(stack.StackStatus, 'UPDATE_COMPLETE', (await history(on, 'net')).join('\n'));
  const { Vpcs = [] } = await on.client(EC2Client).send(new DescribeVpcsCommand({}));
  assert.deepEqual(
    Vpcs.map(({ CidrBlock }) => CidrBlock),
    ['10.9.0.0/16'],
  );
});
