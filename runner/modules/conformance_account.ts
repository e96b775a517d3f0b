import {
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateClusterCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import type { World } from '../aws/world.ts';

/**
 * Makes what schema examples take for granted and returns the ids in place of their names: `vpc-conformance`, `vpc-without-gateway`, `subnet-conformance-a`
 * and `-b`, `sg-conformance`, role `conformance-role`, cluster `conformance-cluster`, task definition `conformance-task` (container
 * `web`, port 8080), target group `conformance-targets`, and `arn-of-conformance-targets`, one that a load balancer uses. For the conformance suite.
 */
export async function prepareAccount(world: World): Promise<ReadonlyMap<string, string>> {
  const network = await prepareNetwork(world);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  await world
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: 'conformance-role', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await prepareContainers(world);
  await prepareTargets(world, network, 'conformance-targets');
  const balanced = await prepareTargets(world, network, 'conformance-balanced');
  await prepareLoadBalancer(world, network, balanced);
  return new Map([...network, ['arn-of-conformance-targets', balanced]]);
}

async function prepareTargets(world: World, network: ReadonlyMap<string, string>, Name: string): Promise<string> {
  const { TargetGroups: [group] = [] } = await world.client(ElasticLoadBalancingV2Client).send(
    new CreateTargetGroupCommand({
      Name,
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: network.get('vpc-conformance'),
    }),
  );
  return group!.TargetGroupArn!;
}

/** ECS takes only a target group that a load balancer uses, and a target group can serve only one. */
async function prepareLoadBalancer(world: World, network: ReadonlyMap<string, string>, TargetGroupArn: string) {
  const elb = world.client(ElasticLoadBalancingV2Client);
  const { LoadBalancers: [balancer] = [] } = await elb.send(
    new CreateLoadBalancerCommand({
      Name: 'conformance',
      Subnets: [network.get('subnet-conformance-a')!, network.get('subnet-conformance-b')!],
    }),
  );
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer!.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
}

async function prepareNetwork(world: World): Promise<Map<string, string>> {
  const ec2 = world.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/16' }));
  const VpcId = Vpc!.VpcId!;
  const { Vpc: bare } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.98.0.0/16' }));
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId: InternetGateway!.InternetGatewayId! }));
  // Tasks pull their image over the internet.
  const { RouteTables: [main] = [] } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
  );
  await ec2.send(
    new CreateRouteCommand({
      RouteTableId: main!.RouteTableId,
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: InternetGateway!.InternetGatewayId,
    }),
  );
  const subnet = async (CidrBlock: string, zone: string) => {
    const AvailabilityZone = `${world.region}${zone}`;
    return (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }))).Subnet!.SubnetId!;
  };
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'conformance', Description: 'conformance', VpcId }),
  );
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, IpRanges: [{ CidrIp: '10.99.0.0/16' }] }],
    }),
  );
  return new Map([
    ['vpc-conformance', VpcId],
    ['vpc-without-gateway', bare!.VpcId!],
    ['subnet-conformance-a', await subnet('10.99.0.0/20', 'a')],
    ['subnet-conformance-b', await subnet('10.99.16.0/20', 'b')],
    ['sg-conformance', GroupId!],
  ]);
}

async function prepareContainers(world: World): Promise<void> {
  const ecs = world.client(ECSClient);
  await ecs.send(new CreateClusterCommand({ clusterName: 'conformance-cluster', capacityProviders: ['FARGATE'] }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'conformance-task',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        { name: 'web', image: 'public.ecr.aws/nginx/nginx:1.29', portMappings: [{ containerPort: 8080 }] },
      ],
    }),
  );
}

/** The value with every placeholder replaced, also inside texts. */
export function fillIn(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    let text = value;
    for (const [placeholder, id] of ids) text = text.replaceAll(placeholder, id);
    return text;
  }
  if (Array.isArray(value)) return value.map((each) => fillIn(each, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillIn(each, ids)]));
}
