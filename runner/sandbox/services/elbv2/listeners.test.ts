import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type Action,
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  type CreateRuleCommandInput,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteRuleCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeSSLPoliciesCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  RemoveListenerCertificatesCommand,
  type RuleCondition,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createSandbox } from '../../sandbox.ts';
import { sampleNetwork } from './sample_network.ts';

async function setUp() {
  const sandbox = createSandbox();
  sampleNetwork(sandbox);
  const elb = sandbox.world().client(ElasticLoadBalancingV2Client);
  const group = async (Name: string, VpcId = 'vpc-1') => {
    const input = { Name, VpcId, Protocol: 'HTTP' as const, Port: 80, TargetType: 'ip' as const };
    return (await elb.send(new CreateTargetGroupCommand(input))).TargetGroups?.[0]?.TargetGroupArn ?? '';
  };
  const balancer = async (Name: string) => {
    const input = { Name, Subnets: ['subnet-a', 'subnet-b'], SecurityGroups: ['sg-alb'] };
    return (await elb.send(new CreateLoadBalancerCommand(input))).LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  };
  const LoadBalancerArn = await balancer('web');
  const TargetGroupArn = await group('web');
  const forward: Action = { Type: 'forward', TargetGroupArn };
  const listen = (change: object = {}) =>
    elb.send(
      new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: [forward], ...change }),
    );
  return { elb, group, balancer, LoadBalancerArn, TargetGroupArn, forward, listen };
}

const notFound: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
const path: RuleCondition = { Field: 'path-pattern', Values: ['/now'] };

test('a forward comes back in both forms', async () => {
  const { listen, TargetGroupArn } = await setUp();
  const { Listeners: [listener] = [] } = await listen();
  assert.deepEqual(listener?.DefaultActions, [
    {
      Type: 'forward',
      TargetGroupArn,
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    },
  ]);
});

test('several groups come back by weight, without the short form', async () => {
  const { listen, group, TargetGroupArn } = await setUp();
  const TargetGroups = [{ TargetGroupArn, Weight: 3 }, { TargetGroupArn: await group('other') }];
  const { Listeners: [listener] = [] } = await listen({
    DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
  });
  const [action] = listener?.DefaultActions ?? [];
  assert.equal(action?.TargetGroupArn, undefined);
  assert.deepEqual(
    action?.ForwardConfig?.TargetGroups?.map(({ Weight }) => Weight),
    [3, 1],
  );
});

test('a redirect comes back with all its parts', async () => {
  const { listen } = await setUp();
  const RedirectConfig = { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' as const };
  const { Listeners: [listener] = [] } = await listen({ DefaultActions: [{ Type: 'redirect', RedirectConfig }] });
  assert.deepEqual(listener?.DefaultActions?.[0]?.RedirectConfig, {
    Protocol: 'HTTPS',
    Port: '443',
    Host: '#{host}',
    Path: '/#{path}',
    Query: '#{query}',
    StatusCode: 'HTTP_301',
  });
});

const listenerRefusals: [title: string, change: object, error: { name: string; message?: RegExp }][] = [
  ['another protocol', { Protocol: 'TCP' }, { name: 'ValidationError', message: /must be one of 'HTTPS, HTTP'/ }],
  [
    'HTTPS and no certificate',
    { Protocol: 'HTTPS' },
    { name: 'ValidationError', message: /certificate must be specified/ },
  ],
  ['an unknown load balancer', { LoadBalancerArn: 'arn:no' }, { name: 'LoadBalancerNotFoundException' }],
  [
    'an unknown target group',
    { DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:no' }] },
    { name: 'TargetGroupNotFoundException', message: /Target group 'arn:no' not found/ },
  ],
  [
    'no action',
    { DefaultActions: [{ Type: 'jump' }] },
    { name: 'ValidationError', message: /'jump' at 'actions\.1\.member\.type'/ },
  ],
  [
    'a redirect to itself',
    { DefaultActions: [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } }] },
    { name: 'InvalidLoadBalancerActionException', message: /redirect loop/ },
  ],
  [
    'a fixed response of 301',
    { DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '301' } }] },
    { name: 'ValidationError' },
  ],
  ['a port out of range', { Port: 0 }, { name: 'ValidationError', message: /Port '0'/ }],
  [
    'a policy that does not exist',
    {
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a' }],
      SslPolicy: 'no',
    },
    { name: 'SSLPolicyNotFoundException' },
  ],
];
for (const [title, change, error] of listenerRefusals) {
  test(`a listener with ${title} is refused`, async () => {
    const { listen } = await setUp();
    await assert.rejects(listen(change), error);
  });
}

test('a port is listened on once', async () => {
  const { listen } = await setUp();
  await listen();
  await assert.rejects(listen(), { name: 'DuplicateListenerException' });
});

test('a target group serves one load balancer, of its own VPC', async () => {
  const { listen, balancer, group } = await setUp();
  await listen();
  const LoadBalancerArn = await balancer('second');
  await assert.rejects(listen({ LoadBalancerArn }), { name: 'TargetGroupAssociationLimitException' });
  const TargetGroupArn = await group('far', 'vpc-2');
  const DefaultActions = [{ Type: 'forward', TargetGroupArn }];
  await assert.rejects(listen({ LoadBalancerArn, DefaultActions }), { name: 'InvalidConfigurationRequestException' });
});

test('a listener is changed and deleted with its rules', async () => {
  const { elb, listen, LoadBalancerArn, forward } = await setUp();
  const { Listeners: [listener] = [] } = await listen();
  const ListenerArn = listener?.ListenerArn;
  const { Rules: [rule] = [] } = await elb.send(
    new CreateRuleCommand({ ListenerArn, Priority: 1, Conditions: [path], Actions: [forward] }),
  );
  await elb.send(new ModifyListenerCommand({ ListenerArn, Port: 8080, DefaultActions: [notFound] }));
  const { Listeners: [changed] = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
  assert.equal(changed?.Port, 8080);
  assert.deepEqual(changed?.DefaultActions?.[0]?.FixedResponseConfig, { StatusCode: '404', ContentType: 'text/plain' });
  await elb.send(new DeleteListenerCommand({ ListenerArn }));
  await assert.rejects(elb.send(new DescribeRulesCommand({ RuleArns: [rule?.RuleArn ?? ''] })), {
    name: 'RuleNotFoundException',
  });
  await assert.rejects(elb.send(new DeleteListenerCommand({ ListenerArn })), { name: 'ListenerNotFoundException' });
});

test('an HTTPS listener has a default certificate, more of them, and a policy', async () => {
  const { elb, listen } = await setUp();
  const certificate = (id: string) => ({ CertificateArn: `arn:aws:acm:eu-west-1:123456789012:certificate/${id}` });
  const { Listeners: [made] = [] } = await listen({ Protocol: 'HTTPS', Port: 443, Certificates: [certificate('a')] });
  const ListenerArn = made?.ListenerArn;
  assert.deepEqual([made?.SslPolicy, made?.Certificates], ['ELBSecurityPolicy-2016-08', [certificate('a')]]);
  await elb.send(
    new AddListenerCertificatesCommand({ ListenerArn, Certificates: [certificate('b'), certificate('c')] }),
  );
  await elb.send(new RemoveListenerCertificatesCommand({ ListenerArn, Certificates: [certificate('b')] }));
  const { Certificates } = await elb.send(new DescribeListenerCertificatesCommand({ ListenerArn }));
  assert.deepEqual(Certificates, [
    { ...certificate('a'), IsDefault: true },
    { ...certificate('c'), IsDefault: false },
  ]);
  const { SslPolicies } = await elb.send(
    new DescribeSSLPoliciesCommand({ Names: ['ELBSecurityPolicy-TLS13-1-2-2021-06'] }),
  );
  assert.deepEqual(SslPolicies?.[0]?.SslProtocols, ['TLSv1.2', 'TLSv1.3']);
});

test('rules come in the order of their priority, the default one last, priorities as text', async () => {
  const { elb, listen, forward } = await setUp();
  const { Listeners: [listener] = [] } = await listen({ DefaultActions: [notFound] });
  const ListenerArn = listener?.ListenerArn;
  for (const Priority of [20, 3]) {
    await elb.send(new CreateRuleCommand({ ListenerArn, Priority, Conditions: [path], Actions: [forward] }));
  }
  const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
  assert.deepEqual(
    Rules.map(({ Priority, IsDefault }) => [Priority, IsDefault]),
    [
      ['3', false],
      ['20', false],
      ['default', true],
    ],
  );
  assert.deepEqual(Rules[0]?.Conditions, [{ ...path, PathPatternConfig: { Values: ['/now'] } }]);
});

const conditions: [given: RuleCondition, back: RuleCondition | RegExp][] = [
  [
    { Field: 'path-pattern', PathPatternConfig: { Values: ['/a'] } },
    { Field: 'path-pattern', Values: ['/a'], PathPatternConfig: { Values: ['/a'] } },
  ],
  [
    { Field: 'host-header', Values: ['a.b'] },
    { Field: 'host-header', Values: ['a.b'], HostHeaderConfig: { Values: ['a.b'] } },
  ],
  [
    { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-A', Values: ['1'] } },
    { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-A', Values: ['1'] } },
  ],
  [
    { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
    { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
  ],
  [
    { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'a', Value: 'b' }] } },
    { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'a', Value: 'b' }] } },
  ],
  [
    { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } },
    { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } },
  ],
  [{ Field: 'cookie', Values: ['a'] }, /Condition field 'cookie' must be one of/],
  [{ Field: 'path-pattern' }, /A condition value must be specified/],
  [{ Field: 'path-pattern', Values: ['/a'], PathPatternConfig: { Values: ['/b'] } }, /cannot provide both/],
  [{ Field: 'path-pattern', Values: ['/'.repeat(129)] }, /too long; the limit is '128'/],
  [{ Field: 'path-pattern', Values: ['1', '2', '3', '4', '5', '6'] }, /only have '5' condition values/],
  [{ Field: 'source-ip', Values: ['10.0.0.0/8'] }, /'Values' field is not compatible/],
  [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.1'] } }, /CIDR/],
  [{ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['get'] } }, /allowed characters are A-Z/],
];
for (const [given, back] of conditions) {
  test(`the condition ${JSON.stringify(given).slice(0, 90)} ${back instanceof RegExp ? 'is refused' : 'comes back complete'}`, async () => {
    const { elb, listen, forward } = await setUp();
    const { Listeners: [listener] = [] } = await listen();
    const create = elb.send(
      new CreateRuleCommand({
        ListenerArn: listener?.ListenerArn,
        Priority: 1,
        Conditions: [given],
        Actions: [forward],
      }),
    );
    if (back instanceof RegExp) await assert.rejects(create, { name: 'ValidationError', message: back });
    else assert.deepEqual((await create).Rules?.[0]?.Conditions, [back]);
  });
}

test('priorities are used once, and can be swapped', async () => {
  const { elb, listen, forward } = await setUp();
  const { Listeners: [listener] = [] } = await listen();
  const rule = async (Priority: number, change: Partial<CreateRuleCommandInput> = {}) => {
    const input = { ListenerArn: listener?.ListenerArn, Priority, Conditions: [path], Actions: [forward], ...change };
    return (await elb.send(new CreateRuleCommand(input))).Rules?.[0]?.RuleArn ?? '';
  };
  const [one, two] = [await rule(1), await rule(2)];
  await assert.rejects(rule(1), { name: 'PriorityInUseException', message: "Priority '1' is currently in use" });
  await assert.rejects(rule(50_001), { name: 'ValidationError' });
  const set = (...pairs: [RuleArn: string, Priority: number][]) =>
    elb.send(
      new SetRulePrioritiesCommand({ RulePriorities: pairs.map(([RuleArn, Priority]) => ({ RuleArn, Priority })) }),
    );
  await assert.rejects(set([one, 2]), { name: 'PriorityInUseException' });
  const { Rules } = await set([one, 2], [two, 1]);
  assert.deepEqual(
    Rules?.map(({ Priority }) => Priority),
    ['2', '1'],
  );
});

test('a rule can be changed and deleted, the default one cannot', async () => {
  const { elb, listen, forward } = await setUp();
  const { Listeners: [listener] = [] } = await listen();
  const ListenerArn = listener?.ListenerArn;
  const { Rules: [made] = [] } = await elb.send(
    new CreateRuleCommand({ ListenerArn, Priority: 1, Conditions: [path], Actions: [forward] }),
  );
  const { Rules: [changed] = [] } = await elb.send(
    new ModifyRuleCommand({ RuleArn: made?.RuleArn, Actions: [notFound] }),
  );
  assert.deepEqual([changed?.Actions?.[0]?.Type, changed?.Conditions?.[0]?.Values], ['fixed-response', ['/now']]);
  await elb.send(new DeleteRuleCommand({ RuleArn: made?.RuleArn }));
  const { Rules: [usual] = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
  await assert.rejects(elb.send(new DeleteRuleCommand({ RuleArn: usual?.RuleArn })), {
    name: 'OperationNotPermittedException',
  });
});
