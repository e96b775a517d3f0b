/** An operation of a service, as IAM names it (`ec2`). */
export interface Operation {
  readonly service: string;
  readonly operation: string;
}

/**
 * Services whose answers a write may change besides those of its own. Tasks and load balancers take network interfaces and addresses
 * of subnets, and the first of their kind makes a role; policies of repositories name roles. Of services that are not listed it is
 * taken that they reach everything, as CloudFormation does.
 */
const reach: Readonly<Record<string, readonly string[]>> = {
  ecr: ['ecr-public'],
  'ecr-public': ['ecr'],
  ecs: ['ec2', 'elasticloadbalancing', 'iam', 'logs'],
  elasticloadbalancing: ['ec2', 'ecs', 'iam'],
  iam: ['ecr', 'ecs', 'elasticloadbalancing'],
  logs: [],
};

/** What of a network neither ECS nor a load balancer changes. */
const network = ['InternetGateways', 'RouteTables', 'SecurityGroups', 'Vpcs', 'VpcAttribute'];

/** Writes of EC2 that leave some answers as they are; any other may change all of EC2's, and those of what runs in it. */
const quietWrites: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^ModifyVpcAttribute$/, ['Subnets', 'InternetGateways', 'RouteTables', 'SecurityGroups']],
  [/^(Create|Delete)Subnet$|^ModifySubnetAttribute$/, ['InternetGateways', 'SecurityGroups', 'Vpcs', 'VpcAttribute']],
  [
    /^(Create|Attach|Detach|Delete)InternetGateway$/,
    ['Subnets', 'SecurityGroups', 'Vpcs', 'VpcAttribute', 'NetworkInterfaces'],
  ],
  [
    /^(Create|Replace|Delete)Route$|^(Create|Delete|Associate|Disassociate)RouteTable$|^ReplaceRouteTableAssociation$/,
    ['Subnets', 'InternetGateways', 'SecurityGroups', 'Vpcs', 'VpcAttribute', 'NetworkInterfaces'],
  ],
  [
    /^(Create|Delete)SecurityGroup$|^(Authorize|Revoke)SecurityGroup(In|E)gress$|^UpdateSecurityGroupRuleDescriptions(In|E)gress$/,
    ['Subnets', 'InternetGateways', 'RouteTables', 'Vpcs', 'VpcAttribute', 'NetworkInterfaces'],
  ],
];

/** Whether the answer to a read may be another one after the write. In doubt it may. */
export function isTouched(read: Operation, write: Operation): boolean {
  const isOne = (nouns: readonly string[]) =>
    read.service === 'ec2' && nouns.includes(read.operation.replace(/^Describe/, ''));
  if (write.service === 'ec2') {
    const [, left] = quietWrites.find(([pattern]) => pattern.test(write.operation)) ?? [];
    return left === undefined || (read.service === 'ec2' && !isOne(left));
  }
  const reached = reach[write.service];
  if (reached === undefined || read.service === write.service) return true;
  return reached.includes(read.service) && !isOne(network);
}

/** What adds to that which an operation lists: without it a new thing goes on to hold none of it. */
const adds: Readonly<Record<string, RegExp>> = {
  'ec2:DescribeSubnets': /^ec2:.*(Subnet|Tags)/,
  'ec2:DescribeRouteTables': /^ec2:.*(RouteTable|Tags)/,
  'ec2:DescribeInternetGateways': /^ec2:.*InternetGateway/,
  'ec2:DescribeSecurityGroups': /^ec2:.*(SecurityGroup|Tags|Instances)/,
  'ecs:DescribeServices': /^ecs:.*(Service|TaskSet|Cluster)/,
  'iam:ListRolePolicies': /^iam:.*Role/,
};

/** Whether a write may give a thing that held nothing of what the operation lists some of it. */
export function mayFill(listing: string, { service, operation }: Operation): boolean {
  if (service !== 'ec2' && !Object.hasOwn(reach, service)) return true;
  return adds[listing]?.test(`${service}:${operation}`) ?? true;
}
