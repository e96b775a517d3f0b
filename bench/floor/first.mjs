// The floor of a first run: on an account known to be empty, the writes that put up the shipped deployment, each sent as soon as
// what it needs is there. It looks at nothing, compares nothing and says nothing.
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
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
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { CreateClusterCommand, CreateServiceCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { app, ec2, ecr, ecs, elb, iam, logs, names } from './clients.mjs';

const image = process.argv[2];
const owner = { 'play:playbook': 'playbook.yml', 'play:version': '0.1.0' };
const tags = (name) =>
  Object.entries({ Application: app, ...(name && { Name: name }), ...owner }).map(([Key, Value]) => ({ Key, Value }));
const lowTags = tags().map(({ Key: key, Value: value }) => ({ key, value }));
const tagged = (ResourceType, name) => ({ TagSpecifications: [{ ResourceType, Tags: tags(name) }] });

async function createVpc() {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '192.168.0.0/16', ...tagged('vpc', app) }));
  return Vpc.VpcId;
}

const enableHostnames = (VpcId) =>
  ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));

async function createSubnet(VpcId, zone, third) {
  const place = { CidrBlock: `192.168.${third}.0/20`, AvailabilityZone: `eu-west-1${zone}` };
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId, ...place, ...tagged('subnet', `${app}-${zone}`) }),
  );
  return Subnet.SubnetId;
}

async function createGateway(vpc) {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand(tagged('internet-gateway', app)));
  const { InternetGatewayId } = InternetGateway;
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: await vpc }));
  return InternetGatewayId;
}

async function route(VpcId, gateway, subnets) {
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

async function createGroup(VpcId, GroupName, Description) {
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName, Description, ...tagged('security-group') }),
  );
  return GroupId;
}

const open = (GroupId, port, from) =>
  ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...from }],
    }),
  );

async function createRole() {
  const statement = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: names.role,
      Description: `Lets ECS pull the image of ${app} and write its logs`,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      Tags: tags(),
    }),
  );
  return Role.Arn;
}

async function createRepository() {
  const { repository } = await ecr.send(
    new CreateRepositoryCommand({
      repositoryName: names.repository,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      tags: tags(),
    }),
  );
  return repository;
}

function allow({ repositoryArn, registryId }) {
  const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  const stream = `arn:aws:logs:eu-west-1:${registryId}:log-group:${names.logGroup}:*`;
  const Statement = [
    { Sid: 'LogIn', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    { Sid: 'PullImage', Effect: 'Allow', Action: pull, Resource: repositoryArn },
    { Sid: 'WriteLogs', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: stream },
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  return iam.send(new PutRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy, PolicyDocument }));
}

const createCluster = () =>
  ecs.send(
    new CreateClusterCommand({
      clusterName: names.cluster,
      settings: [{ name: 'containerInsights', value: 'disabled' }],
      tags: lowTags,
    }),
  );

async function createLogGroup() {
  const logGroupName = names.logGroup;
  await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { Application: app, ...owner } }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
}

async function registerTask(executionRoleArn) {
  const options = {
    'awslogs-group': names.logGroup,
    'awslogs-region': 'eu-west-1',
    'awslogs-stream-prefix': app,
  };
  const container = {
    name: app,
    image,
    essential: true,
    readonlyRootFilesystem: true,
    portMappings: [{ containerPort: 8080 }],
    logConfiguration: { logDriver: 'awslogs', options },
  };
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: app,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn,
      containerDefinitions: [container],
      tags: lowTags,
    }),
  );
  return taskDefinition.taskDefinitionArn;
}

async function createTargets(VpcId) {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: names.targetGroup,
      VpcId,
      TargetType: 'ip',
      Protocol: 'HTTP',
      Port: 8080,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPath: '/now',
      HealthCheckPort: '8080',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
      Tags: tags(),
    }),
  );
  return TargetGroups[0].TargetGroupArn;
}

const drainQuickly = (TargetGroupArn) =>
  elb.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }],
    }),
  );

async function createBalancer(Subnets, group) {
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({
      Name: names.balancer,
      Subnets,
      SecurityGroups: [group],
      Scheme: 'internet-facing',
      Type: 'application',
      Tags: tags(),
    }),
  );
  return LoadBalancers[0].LoadBalancerArn;
}

async function listen(LoadBalancerArn, TargetGroupArn) {
  const forward = [{ Type: 'forward', TargetGroupArn }];
  const { Listeners } = await elb.send(
    new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: forward, Tags: tags() }),
  );
  const { ListenerArn } = Listeners[0];
  const Conditions = [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/now'] } }];
  // The service needs the listener alone.
  return {
    rule: elb.send(new CreateRuleCommand({ ListenerArn, Conditions, Priority: 1, Actions: forward, Tags: tags() })),
  };
}

const createService = (taskDefinition, targetGroupArn, subnets, group) =>
  ecs.send(
    new CreateServiceCommand({
      cluster: names.cluster,
      serviceName: names.service,
      taskDefinition,
      launchType: 'FARGATE',
      desiredCount: 3,
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      networkConfiguration: {
        awsvpcConfiguration: { subnets, securityGroups: [group], assignPublicIp: 'ENABLED' },
      },
      loadBalancers: [{ targetGroupArn, containerName: app, containerPort: 8080 }],
      tags: lowTags,
    }),
  );

const vpc = createVpc();
const gateway = createGateway(vpc);
const role = createRole();
const cluster = createCluster();
const logGroup = createLogGroup();
const policy = Promise.all([createRepository(), role]).then(([repository]) => allow(repository));
const task = role.then(registerTask);

const VpcId = await vpc;
const balancerGroup = createGroup(VpcId, names.balancerGroup, `The load balancer of ${app}`);
const subnets = [createSubnet(VpcId, 'a', 0), createSubnet(VpcId, 'b', 16), createSubnet(VpcId, 'c', 32)];
const containerGroup = createGroup(VpcId, names.containerGroup, `The containers of ${app}`);
const targets = createTargets(VpcId);
const rest = [
  enableHostnames(VpcId),
  route(VpcId, gateway, subnets),
  balancerGroup.then((group) => open(group, 80, { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'HTTP' }] })),
  Promise.all([containerGroup, balancerGroup]).then(([group, GroupId]) =>
    open(group, 8080, { UserIdGroupPairs: [{ GroupId, Description: 'from the load balancer' }] }),
  ),
  targets.then(drainQuickly),
];
// An internet-facing load balancer needs the gateway, too.
const [group, subnetIds] = await Promise.all([balancerGroup, Promise.all(subnets), gateway]);
const balancer = await createBalancer(subnetIds, group);
const { rule } = await listen(balancer, await targets);
await cluster;
await createService(await task, await targets, subnetIds, await containerGroup);
await Promise.all([...rest, rule, policy, logGroup]);
