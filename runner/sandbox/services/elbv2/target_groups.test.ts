import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DeleteListenerCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createSandbox } from '../../sandbox.ts';
import { sampleNetwork } from './sample_network.ts';
import type { GroupRecord } from './state.ts';
import { afterProbe, newTarget, type Probe } from './target_health.ts';

function setUp() {
  const sandbox = createSandbox({ now: () => 1_700_000_000_000 });
  sampleNetwork(sandbox);
  return { sandbox, elb: sandbox.world().client(ElasticLoadBalancingV2Client) };
}

const web: CreateTargetGroupCommandInput = {
  Name: 'web',
  Protocol: 'HTTP',
  Port: 8080,
  VpcId: 'vpc-1',
  TargetType: 'ip',
};

test('a target group has the defaults of its protocol', async () => {
  const { elb } = setUp();
  const { TargetGroups: [group] = [] } = await elb.send(new CreateTargetGroupCommand(web));
  const { TargetGroupArn, ...rest } = group ?? {};
  assert.match(TargetGroupArn ?? '', /:targetgroup\/web\/[0-9a-f]{16}$/);
  assert.deepEqual(rest, {
    TargetGroupName: 'web',
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-1',
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    HealthCheckPath: '/',
    Matcher: { HttpCode: '200' },
    LoadBalancerArns: [],
    TargetType: 'ip',
    ProtocolVersion: 'HTTP1',
    IpAddressType: 'ipv4',
  });
  const { TargetGroups: [tcp] = [] } = await elb.send(
    new CreateTargetGroupCommand({ ...web, Name: 'tcp', Protocol: 'TCP' }),
  );
  assert.deepEqual([tcp?.HealthCheckProtocol, tcp?.HealthCheckTimeoutSeconds, tcp?.Matcher], ['TCP', 10, undefined]);
});

const refusals: [
  title: string,
  change: Partial<CreateTargetGroupCommandInput>,
  error: { name: string; message?: RegExp },
][] = [
  ['no protocol', { Protocol: undefined }, { name: 'ValidationError', message: /protocol must be specified/ }],
  ['no port', { Port: undefined }, { name: 'ValidationError', message: /port must be specified/ }],
  ['no VPC', { VpcId: undefined }, { name: 'ValidationError', message: /VPC ID must be specified/ }],
  ['an unknown VPC', { VpcId: 'vpc-x' }, { name: 'ValidationError', message: /The VPC ID 'vpc-x' is not found/ }],
  [
    'a timeout as long as the interval',
    { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 },
    { name: 'ValidationError', message: /timeout '5' must be smaller than the interval '5'/ },
  ],
  [
    'an interval of one second',
    { HealthCheckIntervalSeconds: 1 },
    { name: 'ValidationError', message: /between 5 and 300/ },
  ],
  ['a threshold of one', { HealthyThresholdCount: 1 }, { name: 'ValidationError', message: /between 2 and 10/ }],
  ['a matcher of 500', { Matcher: { HttpCode: '200,500' } }, { name: 'InvalidParameterValue' }],
  ['a path without a slash', { HealthCheckPath: 'now' }, { name: 'ValidationError', message: /'now' must begin/ }],
  ['a health check port that is none', { HealthCheckPort: 'http' }, { name: 'ValidationError' }],
  ['a name that is too long', { Name: 'a'.repeat(33) }, { name: 'ValidationError' }],
];
for (const [title, change, error] of refusals) {
  test(`a target group with ${title} is refused`, async () => {
    await assert.rejects(setUp().elb.send(new CreateTargetGroupCommand({ ...web, ...change })), error);
  });
}

test('a name is used once, unless all settings are the same', async () => {
  const { elb } = setUp();
  const create = (change: object = {}) => elb.send(new CreateTargetGroupCommand({ ...web, ...change }));
  const [one, two] = [await create(), await create()];
  assert.equal(one.TargetGroups?.[0]?.TargetGroupArn, two.TargetGroups?.[0]?.TargetGroupArn);
  await assert.rejects(create({ HealthCheckPath: '/now' }), {
    name: 'DuplicateTargetGroupNameException',
    message: "A target group with the same name 'web' exists, but with different settings",
  });
});

test('a health check is changed in the parts that are named', async () => {
  const { elb } = setUp();
  const { TargetGroups: [made] = [] } = await elb.send(new CreateTargetGroupCommand(web));
  const modify = (change: object) =>
    elb.send(new ModifyTargetGroupCommand({ TargetGroupArn: made?.TargetGroupArn, ...change }));
  const { TargetGroups: [changed] = [] } = await modify({ HealthCheckPath: '/now', HealthCheckIntervalSeconds: 10 });
  assert.deepEqual(
    [changed?.HealthCheckPath, changed?.HealthCheckIntervalSeconds, changed?.HealthCheckTimeoutSeconds],
    ['/now', 10, 5],
  );
  await assert.rejects(modify({ HealthCheckTimeoutSeconds: 10 }), { name: 'ValidationError' });
});

test('attributes have their full set of defaults and are checked', async () => {
  const { elb } = setUp();
  const { TargetGroups: [made] = [] } = await elb.send(new CreateTargetGroupCommand(web));
  const TargetGroupArn = made?.TargetGroupArn;
  const { Attributes = [] } = await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
  const value = (key: string) => Attributes.find(({ Key }) => Key === key)?.Value;
  assert.deepEqual(
    [value('deregistration_delay.timeout_seconds'), value('stickiness.type'), value('load_balancing.algorithm.type')],
    ['300', 'lb_cookie', 'round_robin'],
  );
  const set = (Key: string, Value: string) =>
    elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [{ Key, Value }] }));
  await set('deregistration_delay.timeout_seconds', '5');
  await assert.rejects(set('deregistration_delay.timeout_seconds', '3601'), { message: /between '0-3600' inclusive/ });
  await assert.rejects(set('proxy_protocol_v2.enabled', 'true'), { message: /is not recognized/ });
});

async function behindListener() {
  const { sandbox, elb } = setUp();
  const { TargetGroups: [group] = [] } = await elb.send(new CreateTargetGroupCommand(web));
  const { LoadBalancers: [balancer] = [] } = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'web', Subnets: ['subnet-a', 'subnet-b'], SecurityGroups: ['sg-alb'] }),
  );
  const TargetGroupArn = group?.TargetGroupArn;
  const listen = () =>
    elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: balancer?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      }),
    );
  const health = async (Targets?: { Id: string; Port?: number }[]) => {
    const { TargetHealthDescriptions = [] } = await elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn, Targets }),
    );
    return TargetHealthDescriptions.map(({ TargetHealth }) => [TargetHealth?.State, TargetHealth?.Reason]);
  };
  return { sandbox, elb, TargetGroupArn, balancer, listen, health };
}

test('a group that is in use names its load balancer once, and is not deleted', async () => {
  const { elb, TargetGroupArn, balancer, listen } = await behindListener();
  const { Listeners: [listener] = [] } = await listen();
  const { TargetGroups: [group] = [] } = await elb.send(
    new DescribeTargetGroupsCommand({ LoadBalancerArn: balancer?.LoadBalancerArn }),
  );
  assert.deepEqual(group?.LoadBalancerArns, [balancer?.LoadBalancerArn]);
  const remove = () => elb.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
  await assert.rejects(remove(), {
    name: 'ResourceInUseException',
    message: /currently in use by a listener or a rule/,
  });
  await elb.send(new DeleteListenerCommand({ ListenerArn: listener?.ListenerArn }));
  await remove();
  await assert.rejects(elb.send(new DescribeTargetGroupsCommand({ Names: ['web'] })), {
    name: 'TargetGroupNotFoundException',
  });
});

test('a target says why it is not healthy', async () => {
  const { sandbox, elb, TargetGroupArn, listen, health } = await behindListener();
  const target = { Id: '192.168.1.1' };
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [target] }));
  assert.deepEqual(await health(), [['unused', 'Target.NotInUse']]);
  await listen();
  assert.deepEqual(await health(), [['initial', 'Elb.RegistrationInProgress']]);
  sandbox.clock.advance(30_000);
  assert.deepEqual(await health(), [['initial', 'Elb.InitialHealthChecking']]);
  sandbox.clock.advance(30_000);
  assert.deepEqual(await health(), [['unhealthy', 'Target.Timeout']]);
  assert.deepEqual(await health([{ Id: '192.168.9.9', Port: 1 }]), [['unused', 'Target.NotRegistered']]);
  await elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [target] }));
  assert.deepEqual(await health(), []);
});

test('targets outside of the VPC need the zone all', async () => {
  const { elb, TargetGroupArn } = await behindListener();
  const register = (Target: { Id: string; AvailabilityZone?: string }) =>
    elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [Target] }));
  await assert.rejects(register({ Id: '10.1.0.1' }), { message: /Availability Zone 'all'/ });
  await assert.rejects(register({ Id: '8.8.8.8', AvailabilityZone: 'all' }), { message: /private range/ });
  await assert.rejects(register({ Id: 'host' }), { message: /not a valid IPv4 address/ });
  await register({ Id: '10.1.0.1', AvailabilityZone: 'all' });
});

test('tags are given, changed and taken away', async () => {
  const { elb, TargetGroupArn = '' } = await behindListener();
  const ResourceArns = [TargetGroupArn];
  await elb.send(
    new AddTagsCommand({
      ResourceArns,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    }),
  );
  await elb.send(new AddTagsCommand({ ResourceArns, Tags: [{ Key: 'a', Value: '3' }] }));
  await elb.send(new RemoveTagsCommand({ ResourceArns, TagKeys: ['b'] }));
  const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns }));
  assert.deepEqual(TagDescriptions, [{ ResourceArn: TargetGroupArn, Tags: [{ Key: 'a', Value: '3' }] }]);
});

const group = {
  HealthCheckIntervalSeconds: 10,
  HealthyThresholdCount: 3,
  UnhealthyThresholdCount: 2,
} as GroupRecord['group'];
const histories: [checks: string, state: string][] = [
  ['+', 'initial'],
  ['+++', 'healthy'],
  ['+-++', 'initial'],
  ['--', 'unhealthy'],
  ['+++-', 'healthy'],
  ['+++--', 'unhealthy'],
  ['--++', 'unhealthy'],
  ['--+++', 'healthy'],
];
for (const [checks, state] of histories) {
  test(`health checks ${checks} make a target ${state}`, () => {
    const failed: Probe = { ok: false, reason: 'Target.Timeout' };
    let target = newTarget(group, '10.0.0.1', 80, undefined, 0);
    for (const check of checks) target = afterProbe(target, group, check === '+' ? { ok: true } : failed, target.dueAt);
    assert.deepEqual([target.state, target.dueAt], [state, (checks.length + 1) * 10_000]);
  });
}
