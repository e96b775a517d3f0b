// The floor of a second run, and of a check: the reads without which nobody can know that nothing is to do, each sent as soon as
// what it asks by is known. What is there is taken as right; what is not there ends it with an error.
import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand as LogTagsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { DescribeRepositoriesCommand, ListTagsForResourceCommand as RepositoryTagsCommand } from '@aws-sdk/client-ecr';
import { DescribeClustersCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetRoleCommand, GetRolePolicyCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { app, ec2, ecr, ecs, elb, iam, logs, names } from './clients.mjs';

/** The things of an answer, as many as must be there. */
function there(things, count, what) {
  if (things?.length !== count) throw new Error(`${things?.length ?? 0} of ${count} ${what}`);
  return things;
}

const filter = (name, ...Values) => ({ Name: name, Values });

async function network() {
  const Filters = [filter('tag:Name', app), filter('cidr', '192.168.0.0/16')];
  const [{ VpcId }] = there((await ec2.send(new DescribeVpcsCommand({ Filters }))).Vpcs, 1, 'VPCs');
  const inside = { Filters: [filter('vpc-id', VpcId)] };
  const groups = [filter('vpc-id', VpcId), filter('group-name', names.balancerGroup, names.containerGroup)];
  const [subnets, gateways, tables, held] = await Promise.all([
    ec2.send(new DescribeSubnetsCommand(inside)),
    ec2.send(new DescribeInternetGatewaysCommand({ Filters: [filter('attachment.vpc-id', VpcId)] })),
    ec2.send(new DescribeRouteTablesCommand({ Filters: [...inside.Filters, filter('tag:Name', `${app}-public`)] })),
    ec2.send(new DescribeSecurityGroupsCommand({ Filters: groups })),
    ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' })),
    ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' })),
  ]);
  there(subnets.Subnets, 3, 'subnets');
  there(gateways.InternetGateways, 1, 'internet gateways');
  there(tables.RouteTables, 1, 'route tables');
  there(held.SecurityGroups, 2, 'security groups');
}

async function repository() {
  const asked = { repositoryNames: [names.repository] };
  const [{ repositoryArn }] = (await ecr.send(new DescribeRepositoriesCommand(asked))).repositories;
  await ecr.send(new RepositoryTagsCommand({ resourceArn: repositoryArn }));
}

const role = () =>
  Promise.all([
    iam.send(new GetRoleCommand({ RoleName: names.role })),
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName: names.role })),
    iam.send(new GetRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy })),
  ]);

async function logGroup() {
  const asked = { logGroupNamePrefix: names.logGroup };
  const [{ arn }] = there((await logs.send(new DescribeLogGroupsCommand(asked))).logGroups, 1, 'log groups');
  await logs.send(new LogTagsCommand({ resourceArn: arn.replace(/:\*$/, '') }));
}

async function targetGroup() {
  const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({ Names: [names.targetGroup] }));
  const [{ TargetGroupArn }] = TargetGroups;
  return { arn: TargetGroupArn, attributes: elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn })) };
}

async function loadBalancer() {
  const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ Names: [names.balancer] }));
  const [{ LoadBalancerArn }] = LoadBalancers;
  return { arn: LoadBalancerArn, listening: listeners(LoadBalancerArn) };
}

async function listeners(LoadBalancerArn) {
  const { Listeners } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const [{ ListenerArn }] = there(Listeners, 1, 'listeners');
  await elb.send(new DescribeRulesCommand({ ListenerArn }));
}

/** One call tells the tags of both. */
async function balancing() {
  const [targets, balancer] = await Promise.all([targetGroup(), loadBalancer()]);
  const tags = elb.send(new DescribeTagsCommand({ ResourceArns: [targets.arn, balancer.arn] }));
  await Promise.all([targets.attributes, balancer.listening, tags]);
}

async function service() {
  const cluster = names.cluster;
  const [clusters, , services] = await Promise.all([
    ecs.send(new DescribeClustersCommand({ clusters: [cluster], include: ['TAGS', 'SETTINGS'] })),
    ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: app, include: ['TAGS'] })),
    ecs.send(new DescribeServicesCommand({ cluster, services: [names.service], include: ['TAGS'] })),
  ]);
  there(clusters.clusters, 1, 'clusters');
  there(services.services, 1, 'services');
}

await Promise.all([network(), repository(), role(), logGroup(), balancing(), service()]);
