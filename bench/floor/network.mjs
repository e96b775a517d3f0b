import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { app, ec2 } from './clients.mjs';
import { tagged } from './tags.mjs';

export async function createVpc() {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '192.168.0.0/16', ...tagged('vpc', app) }));
  return Vpc.VpcId;
}

export const enableHostnames = (VpcId) =>
  ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));

export async function createSubnet(VpcId, zone, third) {
  const place = { CidrBlock: `192.168.${third}.0/20`, AvailabilityZone: `eu-west-1${zone}` };
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId, ...place, ...tagged('subnet', `${app}-${zone}`) }),
  );
  return Subnet.SubnetId;
}

export async function createGateway(vpc) {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand(tagged('internet-gateway', app)));
  const { InternetGatewayId } = InternetGateway;
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: await vpc }));
  return InternetGatewayId;
}

export async function route(VpcId, gateway, subnets) {
  const { RouteTable } = await ec2.send(
    new CreateRouteTableCommand({ VpcId, ...tagged('route-table', `${app}-public`) }),
  );
  const { RouteTableId } = RouteTable;
  const toInternet = async () => {
    const to = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: await gateway };
    await ec2.send(new CreateRouteCommand({ RouteTableId, ...to }));
  };
  const associate = async (subnet) =>
    ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: await subnet }));
  await Promise.all([toInternet(), ...subnets.map(associate)]);
}

export async function createGroup(VpcId, GroupName, Description) {
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName, Description, ...tagged('security-group') }),
  );
  return GroupId;
}

export const open = (GroupId, port, from) =>
  ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...from }],
    }),
  );
