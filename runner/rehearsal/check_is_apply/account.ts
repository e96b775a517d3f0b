import {
  AssociateVpcCidrBlockCommand,
  AttachVpnGatewayCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpnGatewayCommand,
  DescribeInternetGatewaysCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreatePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { World } from '../../aws/world.ts';
import { prepareAccount } from '../../modules/conformance_account.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Ids } from './variety.ts';

/** An account that holds what drawn tasks may refer to. */
export interface Account {
  readonly sandbox: Sandbox;
  readonly ids: Ids;
}

/** Time stands still but for what is slept: equal cases then have equal outcomes. */
const start = Date.UTC(2026, 0, 1);

/** Prepares the account once; cases work in copies of it. */
export async function prepare(): Promise<Account> {
  const sandbox = createSandbox({ now: () => start });
  const world = sandbox.world();
  const ids = new Map(await prepareAccount(world));
  ids.set('cluster-arn', `arn:aws:ecs:${world.region}:${sandbox.account}:cluster/conformance-cluster`);
  await addNetwork(world, ids);
  await addVpcWithIpv6(world, ids);
  await addTargets(world, ids);
  await addPolicies(world);
  await addRevision(world);
  return { sandbox, ids };
}

async function addNetwork(world: World, ids: Map<string, string>): Promise<void> {
  const ec2 = world.client(EC2Client);
  const VpcId = ids.get('vpc-conformance');
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId, CidrBlock: '10.99.32.0/20', AvailabilityZone: `${world.region}c` }),
  );
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: 'second', Description: 'second' }),
  );
  const { InternetGateways: [gateway] = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  ids.set('subnet-c', Subnet!.SubnetId!).set('sg-second', GroupId!).set('igw', gateway!.InternetGatewayId!);
}

async function addVpcWithIpv6(world: World, ids: Map<string, string>): Promise<void> {
  const ec2 = world.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.97.0.0/16' }));
  const VpcId = Vpc!.VpcId!;
  await ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, AmazonProvidedIpv6CidrBlock: true }));
  const { Vpcs: [six] = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  const { VpnGateway } = await ec2.send(new CreateVpnGatewayCommand({ Type: 'ipsec.1' }));
  await ec2.send(new AttachVpnGatewayCommand({ VpcId, VpnGatewayId: VpnGateway!.VpnGatewayId }));
  ids
    .set('vpc-six', VpcId)
    .set('six', six!.Ipv6CidrBlockAssociationSet![0]!.Ipv6CidrBlock!)
    .set('vgw', VpnGateway!.VpnGatewayId!);
}

async function addTargets(world: World, ids: Map<string, string>): Promise<void> {
  const { TargetGroups: [group] = [] } = await world.client(ElasticLoadBalancingV2Client).send(
    new CreateTargetGroupCommand({
      Name: 'spare-targets',
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: ids.get('vpc-conformance'),
    }),
  );
  ids.set('arn-of-spare-targets', group!.TargetGroupArn!);
  await hurry(world, ids.get('arn-of-conformance-targets')!);
}

/** With AWS's defaults a deployment behind a load balancer takes longer than a service is waited for. */
async function hurry(world: World, TargetGroupArn: string): Promise<void> {
  const elb = world.client(ElasticLoadBalancingV2Client);
  await elb.send(
    new ModifyTargetGroupCommand({
      TargetGroupArn,
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
    }),
  );
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }];
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
}

async function addPolicies(world: World): Promise<void> {
  const iam = world.client(IAMClient);
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
  await iam.send(new CreatePolicyCommand({ PolicyName: 'own-policy', PolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'conformance-role', PolicyName: 'there', PolicyDocument }));
}

async function addRevision(world: World): Promise<void> {
  const container = {
    name: 'web',
    image: 'public.ecr.aws/nginx/nginx:1.30',
    portMappings: [{ containerPort: 8080 }],
  };
  await world.client(ECSClient).send(
    new RegisterTaskDefinitionCommand({
      family: 'conformance-task',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [container],
    }),
  );
}
