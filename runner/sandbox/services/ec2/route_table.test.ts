import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AssociateRouteTableCommand,
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  ReplaceRouteCommand,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2';
import { createSandbox } from '../../sandbox.ts';

/** A VPC with a subnet, an attached gateway and a route table of its own. */
async function withNetwork() {
  const ec2 = createSandbox().world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId as string;
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand());
  const InternetGatewayId = InternetGateway?.InternetGatewayId as string;
  await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable?.RouteTableId as string;
  const tables = async (Name: string, ...Values: string[]) =>
    (await ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name, Values }] }))).RouteTables ?? [];
  return { ec2, VpcId, SubnetId: Subnet?.SubnetId as string, InternetGatewayId, RouteTableId, tables };
}

const everywhere = { DestinationCidrBlock: '0.0.0.0/0' };

test('one gateway goes to one network', async () => {
  const { ec2, VpcId, InternetGatewayId } = await withNetwork();
  const { Vpc: other } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.1.0.0/16' }));
  const { InternetGateway: second } = await ec2.send(new CreateInternetGatewayCommand());
  await assert.rejects(ec2.send(new AttachInternetGatewayCommand({ VpcId: other?.VpcId, InternetGatewayId })), {
    name: 'Resource.AlreadyAssociated',
  });
  const twice = { VpcId, InternetGatewayId: second?.InternetGatewayId };
  await assert.rejects(ec2.send(new AttachInternetGatewayCommand(twice)), { name: 'InvalidParameterValue' });
  await assert.rejects(ec2.send(new DetachInternetGatewayCommand(twice)), { name: 'Gateway.NotAttached' });
});

test('an attached gateway is found by its VPC and cannot be deleted', async () => {
  const { ec2, VpcId, InternetGatewayId } = await withNetwork();
  const attached = { Filters: [{ Name: 'attachment.vpc-id', Values: [VpcId] }] };
  const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand(attached));
  assert.deepEqual(
    InternetGateways?.map(({ Attachments }) => Attachments),
    [[{ VpcId, State: 'available' }]],
  );
  const remove = new DeleteInternetGatewayCommand({ InternetGatewayId });
  await assert.rejects(ec2.send(remove), { name: 'DependencyViolation' });
  await ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  await ec2.send(remove);
  await assert.rejects(ec2.send(remove), { name: 'InvalidInternetGatewayID.NotFound' });
});

test('the route to a gateway that was detached is a black hole', async () => {
  const { ec2, VpcId, InternetGatewayId, RouteTableId, tables } = await withNetwork();
  await ec2.send(new CreateRouteCommand({ RouteTableId, ...everywhere, GatewayId: InternetGatewayId }));
  const states = async () => (await tables('route-table-id', RouteTableId))[0]?.Routes?.map(({ State }) => State);
  assert.deepEqual(await states(), ['active', 'active']);
  await ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  assert.deepEqual(await states(), ['active', 'blackhole']);
});

test('a route goes to exactly one target in the same network', async () => {
  const { ec2, InternetGatewayId, RouteTableId } = await withNetwork();
  const create = (more: object) => ec2.send(new CreateRouteCommand({ RouteTableId, ...everywhere, ...more }));
  await assert.rejects(create({}), { name: 'MissingParameter' });
  await assert.rejects(create({ GatewayId: 'igw-00000000000000000' }), { name: 'InvalidInternetGatewayID.NotFound' });
  await assert.rejects(create({ NatGatewayId: 'nat-00000000000000000' }), { name: 'InvalidNatGatewayID.NotFound' });
  await assert.rejects(create({ GatewayId: InternetGatewayId, DestinationCidrBlock: 'x' }), {
    name: 'InvalidParameterValue',
  });
  const { InternetGateway: loose } = await ec2.send(new CreateInternetGatewayCommand());
  await assert.rejects(create({ GatewayId: loose?.InternetGatewayId }), {
    name: 'InvalidParameterValue',
    message: /belong to different networks/,
  });
});

test('routes are created once, replaced, and deleted; local ones stay', async () => {
  const { ec2, InternetGatewayId: GatewayId, RouteTableId, tables } = await withNetwork();
  const route = { RouteTableId, ...everywhere, GatewayId };
  await assert.rejects(ec2.send(new ReplaceRouteCommand(route)), { name: 'InvalidParameterValue' });
  await ec2.send(new CreateRouteCommand(route));
  await ec2.send(new CreateRouteCommand(route));
  await ec2.send(new ReplaceRouteCommand(route));
  assert.equal((await tables('route.gateway-id', GatewayId))[0]?.Routes?.length, 2);
  const local = { RouteTableId, DestinationCidrBlock: '10.0.0.0/16' };
  await assert.rejects(ec2.send(new CreateRouteCommand({ ...local, GatewayId })), { name: 'RouteAlreadyExists' });
  await assert.rejects(ec2.send(new DeleteRouteCommand(local)), { name: 'InvalidParameterValue' });
  const remove = new DeleteRouteCommand({ RouteTableId, ...everywhere });
  await ec2.send(remove);
  await assert.rejects(ec2.send(remove), { name: 'InvalidRoute.NotFound' });
});

test('every range of the VPC has its local route', async () => {
  const { ec2, VpcId, RouteTableId, tables } = await withNetwork();
  await ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock: '10.1.0.0/16' }));
  assert.deepEqual(
    (await tables('route-table-id', RouteTableId))[0]?.Routes?.map((route) => route.DestinationCidrBlock),
    ['10.0.0.0/16', '10.1.0.0/16'],
  );
});

test('a subnet uses one table, and a table in use cannot be deleted', async () => {
  const { ec2, VpcId, SubnetId, RouteTableId, tables } = await withNetwork();
  const associate = (id: string | undefined) =>
    ec2.send(new AssociateRouteTableCommand({ RouteTableId: id, SubnetId }));
  const { AssociationId } = await associate(RouteTableId);
  assert.equal((await associate(RouteTableId)).AssociationId, AssociationId);
  assert.equal((await tables('association.subnet-id', SubnetId))[0]?.RouteTableId, RouteTableId);

  const { RouteTable: second } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  await assert.rejects(associate(second?.RouteTableId), { name: 'Resource.AlreadyAssociated' });
  const remove = new DeleteRouteTableCommand({ RouteTableId });
  await assert.rejects(ec2.send(remove), { name: 'DependencyViolation' });

  const { NewAssociationId } = await ec2.send(
    new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId: second?.RouteTableId }),
  );
  await ec2.send(remove);
  await ec2.send(new DisassociateRouteTableCommand({ AssociationId: NewAssociationId }));
  await assert.rejects(ec2.send(new DisassociateRouteTableCommand({ AssociationId: NewAssociationId })), {
    name: 'InvalidAssociationID.NotFound',
  });
});

test('the main association stays until another table is main', async () => {
  const { ec2, RouteTableId, tables } = await withNetwork();
  const [main] = await tables('association.main', 'true');
  const AssociationId = main?.Associations?.[0]?.RouteTableAssociationId;
  await assert.rejects(ec2.send(new DisassociateRouteTableCommand({ AssociationId })), {
    name: 'InvalidParameterValue',
  });
  await assert.rejects(ec2.send(new DeleteRouteTableCommand({ RouteTableId: main?.RouteTableId })), {
    name: 'DependencyViolation',
  });
  await ec2.send(new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
  assert.equal((await tables('association.main', 'true'))[0]?.RouteTableId, RouteTableId);
  await ec2.send(new DeleteRouteTableCommand({ RouteTableId: main?.RouteTableId }));
});

test('a deleted subnet leaves its table', async () => {
  const { ec2, SubnetId, RouteTableId, tables } = await withNetwork();
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  assert.deepEqual((await tables('route-table-id', RouteTableId))[0]?.Associations, []);
});
