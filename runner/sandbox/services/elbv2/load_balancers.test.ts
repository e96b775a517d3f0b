import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createSandbox } from '../../sandbox.ts';
import { ec2State } from '../ec2/state.ts';
import { sampleNetwork } from './sample_network.ts';

function setUp() {
  const sandbox = createSandbox({ now: () => 1_700_000_000_000 });
  sampleNetwork(sandbox);
  return { sandbox, elb: sandbox.world().client(ElasticLoadBalancingV2Client) };
}

const web: CreateLoadBalancerCommandInput = {
  Name: 'web',
  Subnets: ['subnet-a', 'subnet-b'],
  SecurityGroups: ['sg-alb'],
};

async function code(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: Error & { Code?: string }) => reason,
  );
  assert.ok(error, 'it was not refused');
  return `${error.Code ?? error.name}: ${error.message}`;
}

test('a load balancer is provisioning at first and active after some minutes', async () => {
  const { sandbox, elb } = setUp();
  const { LoadBalancers: [made] = [] } = await elb.send(new CreateLoadBalancerCommand(web));
  assert.match(
    made?.LoadBalancerArn ?? '',
    /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
  );
  assert.match(made?.DNSName ?? '', /^web-\d{10}\.eu-west-1\.elb\.amazonaws\.com$/);
  assert.deepEqual([made?.State?.Code, made?.Scheme, made?.VpcId], ['provisioning', 'internet-facing', 'vpc-1']);
  assert.deepEqual(
    made?.AvailabilityZones?.map(({ ZoneName }) => ZoneName),
    ['eu-west-1a', 'eu-west-1b'],
  );
  sandbox.clock.advance(180_000);
  const { LoadBalancers: [later] = [] } = await elb.send(new DescribeLoadBalancersCommand({ Names: ['web'] }));
  assert.equal(later?.State?.Code, 'active');
});

test('an internal load balancer says so in its name, and needs no internet gateway', async () => {
  const { elb } = setUp();
  const input = { ...web, Subnets: ['subnet-other-a', 'subnet-other-b'], SecurityGroups: ['sg-other'] };
  const { LoadBalancers: [made] = [] } = await elb.send(
    new CreateLoadBalancerCommand({ ...input, Scheme: 'internal' }),
  );
  assert.match(made?.DNSName ?? '', /^internal-web-/);
});

const refusals: [title: string, change: Partial<CreateLoadBalancerCommandInput>, error: RegExp][] = [
  [
    'one subnet',
    { Subnets: ['subnet-a'] },
    /^ValidationError: At least two subnets in two different Availability Zones/,
  ],
  [
    'two subnets in one zone',
    { Subnets: ['subnet-a', 'subnet-a2'] },
    /^InvalidConfigurationRequest: .*same Availability Zone/,
  ],
  [
    'an unknown subnet',
    { Subnets: ['subnet-a', 'subnet-x'] },
    /^SubnetNotFound: The subnet ID 'subnet-x' does not exist/,
  ],
  ['a subnet that is too small', { Subnets: ['subnet-a', 'subnet-tiny'] }, /^InvalidSubnet: Not enough IP space/],
  [
    'a VPC without internet gateway',
    { Subnets: ['subnet-other-a', 'subnet-other-b'], SecurityGroups: [] },
    /^InvalidSubnet: VPC vpc-2 has no internet gateway/,
  ],
  [
    'a group of another VPC',
    { SecurityGroups: ['sg-other'] },
    /^InvalidConfigurationRequest: One or more security groups are invalid/,
  ],
  ['a name that is too long', { Name: 'a'.repeat(33) }, /^ValidationError: .*longer than '32'/],
  ['a name with an underscore', { Name: 'a_b' }, /^ValidationError: .*alphanumeric/],
  ['a name that ends with a hyphen', { Name: 'web-' }, /^ValidationError: .*begin or end/],
  ['a name that begins with internal-', { Name: 'internal-web' }, /^ValidationError: .*internal-/],
  [
    'a tag key given twice',
    {
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    },
    /^DuplicateTagKeys/,
  ],
];
for (const [title, change, error] of refusals) {
  test(`a load balancer with ${title} is refused`, async () => {
    const { elb } = setUp();
    assert.match(await code(elb.send(new CreateLoadBalancerCommand({ ...web, ...change }))), error);
  });
}

test('creating the same again gives the same one; with other settings it is refused', async () => {
  const { elb } = setUp();
  const { LoadBalancers: [one] = [] } = await elb.send(new CreateLoadBalancerCommand(web));
  const { LoadBalancers: [two] = [] } = await elb.send(new CreateLoadBalancerCommand(web));
  assert.equal(two?.LoadBalancerArn, one?.LoadBalancerArn);
  assert.match(
    await code(elb.send(new CreateLoadBalancerCommand({ ...web, SecurityGroups: ['sg-app'] }))),
    /^DuplicateLoadBalancerName: A load balancer with the same name 'web' exists, but with different settings/,
  );
});

test('an unknown name is not found, and the code is the one of the API', async () => {
  const { elb } = setUp();
  const found = await elb.send(new DescribeLoadBalancersCommand({ Names: ['no'] })).catch((error: Error) => error);
  assert.equal((found as Error).name, 'LoadBalancerNotFoundException');
});

test('its interfaces are there while it is, and go a while after it', async () => {
  const { sandbox, elb } = setUp();
  const { LoadBalancers: [made] = [] } = await elb.send(new CreateLoadBalancerCommand(web));
  const count = () => sandbox.state(ec2State).networkInterfaces.size;
  assert.equal(count(), 2);
  await elb.send(
    new SetSubnetsCommand({ LoadBalancerArn: made?.LoadBalancerArn, Subnets: ['subnet-a', 'subnet-b', 'subnet-c'] }),
  );
  assert.equal(count(), 3);
  await elb.send(
    new SetSecurityGroupsCommand({ LoadBalancerArn: made?.LoadBalancerArn, SecurityGroups: ['sg-alb', 'sg-app'] }),
  );
  const [first] = sandbox.state(ec2State).networkInterfaces.values();
  assert.deepEqual([count(), first?.groupIds], [3, ['sg-alb', 'sg-app']]);
  await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: made?.LoadBalancerArn }));
  await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: made?.LoadBalancerArn }));
  assert.equal(count(), 3);
  sandbox.clock.advance(60_000);
  await elb.send(new DescribeLoadBalancersCommand({}));
  assert.equal(count(), 0);
});

test('what a load balancer uses cannot be deleted before it is gone', async () => {
  const { sandbox, elb } = setUp();
  const ec2 = sandbox.world().client(EC2Client);
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.5.0.0/16' }))).Vpc?.VpcId;
  const subnet = async (CidrBlock: string, AvailabilityZone: string) =>
    (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }))).Subnet?.SubnetId ?? '';
  const Subnets = [await subnet('10.5.0.0/20', 'eu-west-1a'), await subnet('10.5.16.0/20', 'eu-west-1b')];
  const group = { GroupName: 'alb', Description: 'alb', VpcId };
  const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand(group));
  const input = { Name: 'web', Scheme: 'internal' as const, Subnets, SecurityGroups: [GroupId] };
  const { LoadBalancers: [made] = [] } = await elb.send(new CreateLoadBalancerCommand(input));
  const deletions = [
    () => ec2.send(new DeleteSubnetCommand({ SubnetId: Subnets[0] })),
    () => ec2.send(new DeleteSecurityGroupCommand({ GroupId })),
  ];
  for (const remove of deletions) assert.match(await code(remove()), /^DependencyViolation/);
  await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: made?.LoadBalancerArn }));
  for (const remove of deletions) assert.match(await code(remove()), /^DependencyViolation/);
  sandbox.clock.advance(30_000);
  for (const remove of deletions) await remove();
});

test('attributes have defaults, are checked, and protect from deletion', async () => {
  const { elb } = setUp();
  const { LoadBalancers: [made] = [] } = await elb.send(new CreateLoadBalancerCommand(web));
  const LoadBalancerArn = made?.LoadBalancerArn;
  const change = (Key: string, Value: string) =>
    elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes: [{ Key, Value }] }));
  const { Attributes = [] } = await elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }));
  const get = (key: string) => Attributes.find(({ Key }) => Key === key)?.Value;
  assert.deepEqual([get('idle_timeout.timeout_seconds'), get('routing.http2.enabled')], ['60', 'true']);
  assert.match(await code(change('idle_timeout.timeout_seconds', '5000')), /between '1-4000'/);
  assert.match(await code(change('no.such', '1')), /'no.such' is not recognized/);
  await change('deletion_protection.enabled', 'true');
  assert.match(await code(elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }))), /^OperationNotPermitted/);
});

test('pages follow each other by their marker', async () => {
  const { elb } = setUp();
  for (const Name of ['a', 'b', 'c']) await elb.send(new CreateLoadBalancerCommand({ ...web, Name }));
  const first = await elb.send(new DescribeLoadBalancersCommand({ PageSize: 2 }));
  const second = await elb.send(new DescribeLoadBalancersCommand({ PageSize: 2, Marker: first.NextMarker }));
  const names = [first, second].map((each) => each.LoadBalancers?.map(({ LoadBalancerName }) => LoadBalancerName));
  assert.deepEqual([names, second.NextMarker], [[['a', 'b'], ['c']], undefined]);
});
