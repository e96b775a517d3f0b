// What a script that does not know the account has to look for before it writes: a thing of that name. Inside of a VPC that it has just
// made there is nothing to look for, and in a cluster neither.
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { DescribeClustersCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { DescribeLoadBalancersCommand, DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { app, ec2, ecr, ecs, elb, iam, logs, names } from './clients.mjs';

/** Ends well when the thing is not there. */
async function missing(answer, holds = () => true) {
  const found = await answer.then(holds, (error) => {
    if (!/NotFound|NoSuchEntity|ClientException/.test(error.name)) throw error;
    return false;
  });
  if (found) throw new Error('the account is not empty');
}

const vpcs = [
  { Name: 'tag:Name', Values: [app] },
  { Name: 'cidr', Values: ['192.168.0.0/16'] },
];

export const looking = {
  vpc: () => missing(ec2.send(new DescribeVpcsCommand({ Filters: vpcs })), ({ Vpcs }) => Vpcs?.length > 0),
  repository: () => missing(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [names.repository] }))),
  role: () => missing(iam.send(new GetRoleCommand({ RoleName: names.role }))),
  cluster: () =>
    missing(
      ecs.send(new DescribeClustersCommand({ clusters: [names.cluster] })),
      ({ clusters }) => clusters?.length > 0,
    ),
  logGroup: () =>
    missing(
      logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: names.logGroup })),
      ({ logGroups }) => logGroups?.length > 0,
    ),
  task: () => missing(ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: app }))),
  targets: () => missing(elb.send(new DescribeTargetGroupsCommand({ Names: [names.targetGroup] }))),
  balancer: () => missing(elb.send(new DescribeLoadBalancersCommand({ Names: [names.balancer] }))),
};

/** They need nothing but names, so all of them go out at once. */
export const lookAtAll = () => Object.fromEntries(Object.entries(looking).map(([name, look]) => [name, look()]));
