import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import type { World } from '../aws/world.ts';

/** All that an account holds of the kinds of things that our modules make, as the services describe it. */
export async function everythingIn(world: World): Promise<Record<string, unknown>> {
  return {
    ...(await network(world)),
    ...(await balancers(world)),
    ...(await containers(world)),
    ...(await roles(world)),
    logGroups: (await world.client(logs.CloudWatchLogsClient).send(new logs.DescribeLogGroupsCommand())).logGroups,
  };
}

async function network(world: World): Promise<Record<string, unknown>> {
  const client = world.client(ec2.EC2Client);
  const { NetworkInterfaces } = await client.send(new ec2.DescribeNetworkInterfacesCommand());
  return {
    vpcs: (await client.send(new ec2.DescribeVpcsCommand())).Vpcs,
    subnets: (await client.send(new ec2.DescribeSubnetsCommand())).Subnets,
    gateways: (await client.send(new ec2.DescribeInternetGatewaysCommand())).InternetGateways,
    tables: (await client.send(new ec2.DescribeRouteTablesCommand())).RouteTables,
    groups: (await client.send(new ec2.DescribeSecurityGroupsCommand())).SecurityGroups,
    interfaces: NetworkInterfaces,
  };
}

async function balancers(world: World): Promise<Record<string, unknown>> {
  const client = world.client(elb.ElasticLoadBalancingV2Client);
  return {
    balancers: (await client.send(new elb.DescribeLoadBalancersCommand())).LoadBalancers,
    targetGroups: (await client.send(new elb.DescribeTargetGroupsCommand())).TargetGroups,
  };
}

/** Clusters and services that were deleted stay for a while, on AWS without being listed. */
async function containers(world: World): Promise<Record<string, unknown>> {
  const client = world.client(ecs.ECSClient);
  const { clusterArns: listed } = await client.send(new ecs.ListClustersCommand());
  const { clusters = [] } = await client.send(new ecs.DescribeClustersCommand({ clusters: listed }));
  const clusterArns = clusters.filter(({ status }) => status !== 'INACTIVE').map((each) => each.clusterArn!);
  const inClusters = clusterArns.map(async (cluster) => ({
    services: (await client.send(new ecs.ListServicesCommand({ cluster }))).serviceArns,
    tasks: (await client.send(new ecs.ListTasksCommand({ cluster }))).taskArns,
  }));
  const revisions = (status: 'ACTIVE' | 'INACTIVE') => client.send(new ecs.ListTaskDefinitionsCommand({ status }));
  const { repositories = [] } = await world.client(ecr.ECRClient).send(new ecr.DescribeRepositoriesCommand());
  return {
    clusters: clusterArns,
    inClusters: await Promise.all(inClusters),
    active: (await revisions('ACTIVE')).taskDefinitionArns,
    inactive: (await revisions('INACTIVE')).taskDefinitionArns,
    repositories,
  };
}

async function roles(world: World): Promise<Record<string, unknown>> {
  const client = world.client(iam.IAMClient);
  const { Roles = [] } = await client.send(new iam.ListRolesCommand());
  const policies = Roles.map(({ RoleName }) => client.send(new iam.ListRolePoliciesCommand({ RoleName })));
  return {
    roles: Roles,
    inline: (await Promise.all(policies)).map(({ PolicyNames }) => PolicyNames),
    profiles: (await client.send(new iam.ListInstanceProfilesCommand())).InstanceProfiles,
  };
}
