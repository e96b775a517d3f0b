import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import type { World } from '../aws/world.ts';

/** Names that begin or end as those of the shipped playbook do. */
const similar = (name: string): string[] => [`${name}-2`, `my-${name}`, `${name.slice(0, -1)}`];

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Things of others beside what the shipped playbook makes, with names and ranges that are nearly the same. */
export async function makeBystanders(world: World): Promise<void> {
  for (const name of similar('ans-time-app')) await makeNetwork(world, name, '192.168.0.0/16');
  // The very same name, and another range.
  await makeNetwork(world, 'ans-time-app', '10.0.0.0/16');
  for (const name of similar('AnsECSTaskExecRole')) await makeRole(world, name);
  for (const repositoryName of similar('engagetech')) await makeRepository(world, repositoryName);
  for (const clusterName of similar('AnsCluster')) await makeCluster(world, clusterName);
  for (const name of similar('timeapp_cl_log_group')) await makeLogGroup(world, name);
  for (const family of similar('ans-time-app')) await makeTaskDefinition(world, family);
}

/** Some of the very things that the shipped playbook describes, made by hand before it runs. */
export async function makeDescribed(world: World): Promise<void> {
  await makeRole(world, 'AnsECSTaskExecRole');
  await makeRepository(world, 'engagetech');
  await makeCluster(world, 'AnsCluster');
  await makeLogGroup(world, 'timeapp_cl_log_group');
}

async function makeNetwork(world: World, name: string, CidrBlock: string): Promise<void> {
  const client = world.client(ec2.EC2Client);
  const Tags = [
    { Key: 'Name', Value: name },
    { Key: 'Application', Value: 'ans-time-app' },
  ];
  const tagged = (ResourceType: ec2.ResourceType) => ({ TagSpecifications: [{ ResourceType, Tags }] });
  const { Vpc } = await client.send(new ec2.CreateVpcCommand({ CidrBlock, ...tagged('vpc') }));
  const VpcId = Vpc!.VpcId!;
  const range = CidrBlock.replace('/16', '/20');
  await client.send(new ec2.CreateSubnetCommand({ VpcId, CidrBlock: range, ...tagged('subnet') }));
  await client.send(new ec2.CreateRouteTableCommand({ VpcId, ...tagged('route-table') }));
  const { InternetGateway } = await client.send(new ec2.CreateInternetGatewayCommand(tagged('internet-gateway')));
  await client.send(
    new ec2.AttachInternetGatewayCommand({ VpcId, InternetGatewayId: InternetGateway!.InternetGatewayId! }),
  );
  for (const GroupName of ['lb-sec-group', 'container-sec-group'])
    await client.send(new ec2.CreateSecurityGroupCommand({ VpcId, GroupName, Description: 'somebody else needs it' }));
  await world.client(elb.ElasticLoadBalancingV2Client).send(
    new elb.CreateTargetGroupCommand({
      Name: `${name}-${CidrBlock.slice(0, 2)}`,
      VpcId,
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
    }),
  );
}

async function makeRole(world: World, RoleName: string): Promise<void> {
  await world
    .client(iam.IAMClient)
    .send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, Description: 'made by hand' }));
}

async function makeRepository(world: World, repositoryName: string): Promise<void> {
  await world.client(ecr.ECRClient).send(new ecr.CreateRepositoryCommand({ repositoryName }));
}

async function makeCluster(world: World, clusterName: string): Promise<void> {
  await world.client(ecs.ECSClient).send(new ecs.CreateClusterCommand({ clusterName }));
}

async function makeLogGroup(world: World, logGroupName: string): Promise<void> {
  await world.client(logs.CloudWatchLogsClient).send(new logs.CreateLogGroupCommand({ logGroupName }));
}

async function makeTaskDefinition(world: World, family: string): Promise<void> {
  const containerDefinitions = [{ name: 'app', image: 'public.ecr.aws/example/app:1', memory: 128 }];
  await world.client(ecs.ECSClient).send(new ecs.RegisterTaskDefinitionCommand({ family, containerDefinitions }));
}
