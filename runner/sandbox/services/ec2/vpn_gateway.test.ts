import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AttachVpnGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateVpcCommand,
  CreateVpnGatewayCommand,
  DeleteVpcCommand,
  DeleteVpnGatewayCommand,
  DescribeRouteTablesCommand,
  DetachVpnGatewayCommand,
  EC2Client,
  EnableVgwRoutePropagationCommand,
} from '@aws-sdk/client-ec2';
import { createSandbox } from '../../sandbox.ts';

test('a route table takes the routes of a gateway that is attached', async () => {
  const ec2 = createSandbox().world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId as string;
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable?.RouteTableId as string;
  const { VpnGateway } = await ec2.send(new CreateVpnGatewayCommand({ Type: 'ipsec.1' }));
  const GatewayId = VpnGateway?.VpnGatewayId as string;
  const enable = new EnableVgwRoutePropagationCommand({ RouteTableId, GatewayId });
  await assert.rejects(ec2.send(enable), { name: 'Gateway.NotAttached' });

  await ec2.send(new AttachVpnGatewayCommand({ VpcId, VpnGatewayId: GatewayId }));
  await ec2.send(enable);
  await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: '172.16.0.0/12', GatewayId }));
  const read = async () => {
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
    return [RouteTables?.[0]?.PropagatingVgws, RouteTables?.[0]?.Routes?.[1]?.State];
  };
  assert.deepEqual(await read(), [[{ GatewayId }], 'active']);
  await assert.rejects(ec2.send(new DeleteVpnGatewayCommand({ VpnGatewayId: GatewayId })), { name: 'IncorrectState' });
  await assert.rejects(ec2.send(new DeleteVpcCommand({ VpcId })), { name: 'DependencyViolation' });

  await ec2.send(new DetachVpnGatewayCommand({ VpcId, VpnGatewayId: GatewayId }));
  assert.deepEqual(await read(), [[], 'blackhole']);
  await ec2.send(new DeleteVpnGatewayCommand({ VpnGatewayId: GatewayId }));
});
