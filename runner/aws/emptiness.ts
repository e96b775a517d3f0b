import { errorCode } from './errors.ts';

/** Things that hold nothing of what these operations list. */
export interface Empty {
  readonly ids: readonly (string | undefined)[];
  readonly listings: readonly string[];
}

/** What a creation answered; only the parts that are looked at. */
interface Made {
  readonly Vpc?: { readonly VpcId?: string };
  readonly Role?: { readonly RoleName?: string };
  readonly cluster?: {
    readonly clusterName?: string;
    readonly clusterArn?: string;
    readonly activeServicesCount?: number;
  };
}

const listingsOfVpc = [
  'ec2:DescribeSubnets',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeInternetGateways',
];

/**
 * What a creation made, as far as it begins empty: there is no need to look into it. A VPC comes with a main route table, a default
 * security group and a network ACL; of those made by hand it has none.
 */
export function madeEmpty(operation: string, answer: unknown): Empty | undefined {
  const { Vpc, Role, cluster } = answer as Made;
  if (operation === 'CreateVpc') return { ids: [Vpc?.VpcId], listings: listingsOfVpc };
  if (operation === 'CreateRole') return { ids: [Role?.RoleName], listings: ['iam:ListRolePolicies'] };
  // ECS answers with the cluster that is there, when there is one of that name.
  if (operation === 'CreateCluster' && !cluster?.activeServicesCount)
    return { ids: [cluster?.clusterName, cluster?.clusterArn], listings: ['ecs:DescribeServices'] };
  return undefined;
}

interface Asked {
  readonly RoleName?: string;
  readonly clusters?: readonly string[];
}

/** What is not there, as the answer to a read tells, holds nothing either. */
export function notThere(operation: string, input: unknown, answer: unknown): Empty | undefined {
  const { clusters = [] } = input as Asked;
  if (operation !== 'DescribeClusters') return undefined;
  const { clusters: found = [] } = answer as { clusters?: readonly { clusterName?: string; clusterArn?: string }[] };
  const there = new Set(found.flatMap(({ clusterName, clusterArn }) => [clusterName, clusterArn]));
  return { ids: clusters.filter((name) => !there.has(name)), listings: ['ecs:DescribeServices'] };
}

/** The same of an error. */
export function refused(operation: string, input: unknown, error: unknown): Empty | undefined {
  if (operation !== 'GetRole' || !/^NoSuchEntity/.test(errorCode(error))) return undefined;
  return { ids: [(input as Asked).RoleName], listings: ['iam:ListRolePolicies'] };
}
