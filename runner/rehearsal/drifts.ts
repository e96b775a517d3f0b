import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  DisassociateRouteTableCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  UpdateClusterCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  ModifyTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AttachRolePolicyCommand, GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { World } from '../aws/world.ts';

/** Something that somebody changes by hand, beside the playbook. */
export interface Drift {
  readonly what: string;
  change(world: World): Promise<void>;
  /** What `--check --diff` must name: the properties by the tasks that describe them. Ids are left out. */
  readonly found: Readonly<Record<string, readonly string[]>>;
  /** Writes that put it right. */
  readonly writes: number;
  /** Why an emulator does not keep it. */
  readonly notOnMoto?: string;
}

const cluster = 'AnsCluster';
const service = 'ans-time-app-services';
const mine = [{ Name: 'tag:Application', Values: ['ans-time-app'] }];

/** Ten changes of what the shipped playbook describes, each in a service or a property of its own. */
export const drifts: readonly Drift[] = [
  {
    what: 'tags: one changed, one added',
    async change(world) {
      const Tags = [
        { Key: 'Application', Value: 'somebody-elses' },
        { Key: 'Owner', Value: 'nobody' },
      ];
      await world.client(EC2Client).send(new CreateTagsCommand({ Resources: [await vpc(world)], Tags }));
    },
    found: { 'vpc : Create the VPC': ['tags.Application', 'tags.Owner'] },
    writes: 2,
  },
  {
    what: 'ingress rules: one added, one removed',
    async change(world) {
      const ec2 = world.client(EC2Client);
      const GroupId = await group(world, 'lb-sec-group');
      const rule = (port: number) => ({
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
      });
      await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [rule(22)] }));
      const http = { ...rule(80), IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'HTTP' }] };
      await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: [http] }));
    },
    found: { 'iam : Open the load balancer on port 80': ['ingress[tcp/22 0.0.0.0/0]', 'ingress[tcp/80 0.0.0.0/0]'] },
    writes: 2,
  },
  {
    what: 'the number of tasks',
    async change(world) {
      await world.client(ECSClient).send(new UpdateServiceCommand({ cluster, service, desiredCount: 1 }));
    },
    found: { 'services : Run the service': ['desired_count'] },
    writes: 1,
  },
  {
    what: 'CPU and memory of the task: a newer revision, and the service moved to it',
    change: registerOther,
    found: {
      'task : Register the task definition': [
        'arn',
        'cpu',
        'memory',
        'revision',
        // What is registered by hand is nobody's.
        'tags.play:playbook',
        'tags.play:version',
      ],
      'services : Run the service': ['task_definition'],
    },
    writes: 2,
  },
  {
    what: 'the path of a listener rule',
    async change(world) {
      const Conditions = [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/elsewhere'] } }];
      await elb(world).send(new ModifyRuleCommand({ RuleArn: await rule(world), Conditions }));
    },
    found: {
      'alb : Create the load balancer': [
        'listeners[80].rules[1].conditions[path-pattern].PathPatternConfig.Values[/elsewhere]',
        'listeners[80].rules[1].conditions[path-pattern].PathPatternConfig.Values[/now]',
      ],
    },
    writes: 1,
  },
  {
    what: 'the path of health checks',
    async change(world) {
      const { TargetGroups = [] } = await elb(world).send(
        new DescribeTargetGroupsCommand({ Names: ['ans-timeapp-target-group'] }),
      );
      const { TargetGroupArn } = TargetGroups[0]!;
      await elb(world).send(new ModifyTargetGroupCommand({ TargetGroupArn, HealthCheckPath: '/health' }));
    },
    found: { 'alb : Create the target group': ['health_check_path'] },
    writes: 1,
  },
  {
    what: 'how long logs are kept',
    async change(world) {
      const input = { logGroupName: 'timeapp_cl_log_group', retentionInDays: 365 };
      await world.client(CloudWatchLogsClient).send(new PutRetentionPolicyCommand(input));
    },
    found: { 'task : Create the log group': ['retention'] },
    writes: 1,
  },
  {
    what: 'a policy of the role: an action more',
    change: allowMore,
    found: {
      'iam : Allow the execution role what it needs, and no more': [
        'documents.ans-time-app-execution.Statement[LogIn].Action[s3:GetObject]',
      ],
    },
    writes: 1,
  },
  {
    what: 'how subnets are mapped: one off the route table, one with public addresses',
    async change(world) {
      const ec2 = world.client(EC2Client);
      const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: mine }));
      const [association] = RouteTables.flatMap(({ Associations = [] }) => Associations);
      await ec2.send(new DisassociateRouteTableCommand({ AssociationId: association!.RouteTableAssociationId }));
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters: mine }));
      const SubnetId = Subnets.find(({ CidrBlock }) => CidrBlock === '192.168.16.0/20')?.SubnetId;
      await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
    },
    found: {
      'vpc : Create the subnets': ['map_public_ip_on_launch'],
      'vpc : Route the subnets to the internet': ['associations[subnet-…]'],
    },
    writes: 2,
  },
  {
    what: 'a setting of the cluster',
    async change(world) {
      const settings = [{ name: 'containerInsights' as const, value: 'enabled' }];
      await world.client(ECSClient).send(new UpdateClusterCommand({ cluster, settings }));
    },
    found: { 'cluster : Create the cluster': ['settings.containerInsights'] },
    writes: 1,
  },
];

/** Changes of what is there by AWS's default, which the playbook mentions so that it is looked after. */
export const defaultDrifts: readonly Drift[] = [
  {
    what: 'a policy of AWS attached to the role',
    async change(world) {
      const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
      const input = { RoleName: 'AnsECSTaskExecRole', PolicyArn };
      await world.client(IAMClient).send(new AttachRolePolicyCommand(input));
    },
    found: { 'iam : Create the execution role': ['attached[arn:aws:iam::aws:policy/ReadOnlyAccess]'] },
    writes: 1,
    notOnMoto: "moto has none of AWS's policies unless it is told to load them",
  },
  {
    what: 'the containers cut off from the rest of the world',
    async change(world) {
      const GroupId = await group(world, 'container-sec-group');
      const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
      await world.client(EC2Client).send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
    },
    found: { 'iam : Open the containers to the load balancer alone': ['egress[all 0.0.0.0/0]'] },
    writes: 1,
  },
];

const elb = (world: World) => world.client(ElasticLoadBalancingV2Client);

async function vpc(world: World): Promise<string> {
  const { Vpcs = [] } = await world.client(EC2Client).send(new DescribeVpcsCommand({ Filters: mine }));
  return Vpcs[0]!.VpcId!;
}

async function group(world: World, name: string): Promise<string> {
  const Filters = [{ Name: 'group-name', Values: [name] }];
  const { SecurityGroups = [] } = await world.client(EC2Client).send(new DescribeSecurityGroupsCommand({ Filters }));
  return SecurityGroups[0]!.GroupId!;
}

async function rule(world: World): Promise<string> {
  const { LoadBalancers = [] } = await elb(world).send(
    new DescribeLoadBalancersCommand({ Names: ['ans-time-app-lb'] }),
  );
  const { LoadBalancerArn } = LoadBalancers[0]!;
  const { Listeners = [] } = await elb(world).send(new DescribeListenersCommand({ LoadBalancerArn }));
  const { ListenerArn } = Listeners[0]!;
  const { Rules = [] } = await elb(world).send(new DescribeRulesCommand({ ListenerArn }));
  return Rules.find(({ IsDefault }) => !IsDefault)!.RuleArn!;
}

async function registerOther(world: World): Promise<void> {
  const ecs = world.client(ECSClient);
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'ans-time-app' }));
  const { family, containerDefinitions, executionRoleArn, networkMode, requiresCompatibilities } = taskDefinition!;
  const same = { family, containerDefinitions, executionRoleArn, networkMode, requiresCompatibilities };
  const input = { ...same, cpu: '512', memory: '1024' } as RegisterTaskDefinitionCommandInput;
  const registered = await ecs.send(new RegisterTaskDefinitionCommand(input));
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const { taskDefinitionArn } = registered.taskDefinition!;
  await ecs.send(
    new UpdateServiceCommand({ cluster, service: services[0]!.serviceArn, taskDefinition: taskDefinitionArn }),
  );
}

async function allowMore(world: World): Promise<void> {
  const iam = world.client(IAMClient);
  const name = { RoleName: 'AnsECSTaskExecRole', PolicyName: 'ans-time-app-execution' };
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(name));
  const document = JSON.parse(decodeURIComponent(PolicyDocument));
  const [first] = document.Statement;
  first.Action = [first.Action, 's3:GetObject'].flat();
  await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: JSON.stringify(document) }));
}
