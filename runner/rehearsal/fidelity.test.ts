import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import { DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { createSandbox } from '../sandbox/sandbox.ts';
import { createStage, failures } from './stage.ts';

/** What the deployment this project descends from makes, read back from AWS by its names. */
describe('the shipped playbook makes what it promises', () => {
  const sandbox = createSandbox();
  const world = sandbox.world();
  const ec2 = world.client(EC2Client);
  const elb = world.client(ElasticLoadBalancingV2Client);
  const ecs = world.client(ECSClient);
  const iam = world.client(IAMClient);
  const group = async (name: string): Promise<SecurityGroup> => {
    const filter = { Name: 'group-name', Values: [name] };
    return (await ec2.send(new DescribeSecurityGroupsCommand({ Filters: [filter] }))).SecurityGroups![0]!;
  };
  const vpc = async () =>
    (await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'cidr', Values: ['192.168.0.0/16'] }] }))).Vpcs![0]!;
  const ofVpc = async () => ({ Filters: [{ Name: 'vpc-id', Values: [(await vpc()).VpcId!] }] });

  before(async () => {
    const run = await createStage({ sandbox, environment: { PATH: '' } })();
    assert.equal(failures(run), '');
  });

  test('a repository, and in it the image that the task definition pins by digest', async () => {
    const ecr = world.client(ECRClient);
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
    assert.deepEqual(
      repositories!.map((each) => each.repositoryName),
      ['engagetech'],
    );
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'engagetech' }));
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'ans-time-app' }));
    const [container] = taskDefinition!.containerDefinitions!;
    assert.equal(container!.image, `${repositories![0]!.repositoryUri}@${imageDetails![0]!.imageDigest}`);
  });

  test('a VPC with DNS', async () => {
    const { VpcId } = await vpc();
    const host = await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }));
    const support = await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' }));
    assert.deepEqual([host.EnableDnsHostnames!.Value, support.EnableDnsSupport!.Value], [true, true]);
  });

  test('three /20 subnets in zones a, b and c, routed to the internet', async () => {
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand(await ofVpc()));
    const found = Subnets!.map((each) => `${each.CidrBlock} ${each.AvailabilityZone}`).sort();
    assert.deepEqual(found, ['192.168.0.0/20 eu-west-1a', '192.168.16.0/20 eu-west-1b', '192.168.32.0/20 eu-west-1c']);
    const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({}));
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand(await ofVpc()));
    const table = RouteTables!.find((each) =>
      each.Routes!.some((route) => route.DestinationCidrBlock === '0.0.0.0/0'),
    )!;
    const out = table.Routes!.find((route) => route.DestinationCidrBlock === '0.0.0.0/0')!;
    assert.equal(out.GatewayId, InternetGateways![0]!.InternetGatewayId);
    const routed = table.Associations!.map((each) => each.SubnetId).sort();
    assert.deepEqual(routed, Subnets!.map((each) => each.SubnetId).sort());
  });

  test('an execution role for ECS tasks that may pull this image and write this log, and no more', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'AnsECSTaskExecRole' }));
    const trust = JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!));
    assert.deepEqual(trust.Statement[0].Principal, { Service: 'ecs-tasks.amazonaws.com' });
    const names = { RoleName: 'AnsECSTaskExecRole', PolicyName: 'ans-time-app-execution' };
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(names));
    const statements = JSON.parse(decodeURIComponent(PolicyDocument!)).Statement;
    assert.deepEqual(
      statements.map((each: { Resource: string }) => each.Resource),
      [
        '*',
        'arn:aws:ecr:eu-west-1:123456789012:repository/engagetech',
        'arn:aws:logs:eu-west-1:123456789012:log-group:timeapp_cl_log_group:*',
      ],
    );
    assert.equal(statements[0].Action, 'ecr:GetAuthorizationToken');
  });

  test('a load balancer open on 80 only, containers open on 8080 from the load balancer alone', async () => {
    const [front, back] = [await group('lb-sec-group'), await group('container-sec-group')];
    const [http, ...more] = front.IpPermissions!;
    assert.deepEqual([http!.FromPort, http!.ToPort, http!.IpRanges![0]!.CidrIp, more], [80, 80, '0.0.0.0/0', []]);
    const [app, ...others] = back.IpPermissions!;
    assert.deepEqual([app!.FromPort, app!.ToPort, app!.IpRanges, others], [8080, 8080, [], []]);
    assert.deepEqual(
      app!.UserIdGroupPairs!.map((pair) => pair.GroupId),
      [front.GroupId],
    );
  });

  test('a log group, and a Fargate task definition of 256 CPU and 512 MiB that logs there', async () => {
    const { logGroups } = await world.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({}));
    assert.equal(logGroups![0]!.logGroupName, 'timeapp_cl_log_group');
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'ans-time-app' }));
    const { cpu, memory, networkMode, requiresCompatibilities, executionRoleArn } = taskDefinition!;
    assert.deepEqual([cpu, memory, networkMode, requiresCompatibilities], ['256', '512', 'awsvpc', ['FARGATE']]);
    assert.equal(executionRoleArn, 'arn:aws:iam::123456789012:role/AnsECSTaskExecRole');
    const [container] = taskDefinition!.containerDefinitions!;
    assert.equal(container!.portMappings![0]!.containerPort, 8080);
    assert.equal(container!.logConfiguration!.logDriver, 'awslogs');
    assert.equal(container!.logConfiguration!.options!['awslogs-group'], 'timeapp_cl_log_group');
  });

  test('a target group of ips that is checked at /now on 8080', async () => {
    const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({}));
    const { TargetType, Protocol, HealthCheckPath, HealthCheckPort, VpcId } = TargetGroups![0]!;
    assert.deepEqual([TargetType, Protocol, HealthCheckPath, HealthCheckPort], ['ip', 'HTTP', '/now', '8080']);
    assert.equal(VpcId, (await vpc()).VpcId);
  });

  test('a load balancer with a listener on 80 and a rule for /now', async () => {
    const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ Names: ['ans-time-app-lb'] }));
    const { LoadBalancerArn, Scheme } = LoadBalancers![0]!;
    assert.equal(Scheme, 'internet-facing');
    const { Listeners } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
    assert.deepEqual(
      Listeners!.map((each) => [each.Port, each.Protocol]),
      [[80, 'HTTP']],
    );
    const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: Listeners![0]!.ListenerArn }));
    const [rule] = Rules!.filter((each) => !each.IsDefault);
    assert.deepEqual([rule!.Priority, rule!.Conditions![0]!.Values], ['1', ['/now']]);
  });

  test('a service of three healthy tasks, 100–200 %, with a circuit breaker that rolls back', async () => {
    const asked = { cluster: 'AnsCluster', services: ['ans-time-app-services'] };
    const service = (await ecs.send(new DescribeServicesCommand(asked))).services![0]!;
    const { desiredCount, runningCount, launchType, deploymentConfiguration } = service;
    assert.deepEqual([desiredCount, runningCount, launchType], [3, 3, 'FARGATE']);
    assert.deepEqual(
      [deploymentConfiguration!.minimumHealthyPercent, deploymentConfiguration!.maximumPercent],
      [100, 200],
    );
    assert.deepEqual(deploymentConfiguration!.deploymentCircuitBreaker, { enable: true, rollback: true });
    const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({}));
    const health = { TargetGroupArn: TargetGroups![0]!.TargetGroupArn };
    const { TargetHealthDescriptions } = await elb.send(new DescribeTargetHealthCommand(health));
    assert.deepEqual(
      TargetHealthDescriptions!.map((each) => each.TargetHealth!.State),
      ['healthy', 'healthy', 'healthy'],
    );
  });
});
