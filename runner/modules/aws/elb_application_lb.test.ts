import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateTargetGroupCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { sampleNetwork } from '../../sandbox/services/elbv2/sample_network.ts';
import { unknown } from '../../template/values.ts';
import { prepareAccount } from '../conformance_account.ts';
import { elbApplicationLb } from './elb_application_lb.ts';
import { storyOf } from './story.ts';

async function prepared() {
  const sandbox = createSandbox();
  sampleNetwork(sandbox);
  const elb = sandbox.world().client(ElasticLoadBalancingV2Client);
  const arnOf = async (Name: string) => {
    const input = { Name, Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1', TargetType: 'ip' } as const;
    return (await elb.send(new CreateTargetGroupCommand(input))).TargetGroups![0]!.TargetGroupArn!;
  };
  const arns = { web: await arnOf('web'), api: await arnOf('api') };
  sandbox.calls.length = 0;
  return { sandbox, arns, story: storyOf(elbApplicationLb, sandbox) };
}

const to = (TargetGroupName: string) => [{ Type: 'forward', TargetGroupName }];
const rule = (Priority: unknown, path: string, Actions: object[] = to('web')) => ({
  Priority,
  Conditions: [{ Field: 'path-pattern', Values: [path] }],
  Actions,
});
const http = { Protocol: 'HTTP', Port: 80, DefaultActions: to('web') };
const lb = { name: 'lb', subnets: ['subnet-a', 'subnet-b'], security_groups: ['sg-alb'] };
const withListener = (change: object = {}) => ({ ...lb, listeners: [{ ...http, ...change }] });

test('a load balancer, its listener and its rule are read with six calls and left alone', async () => {
  const { story } = await prepared();
  const params = withListener({ Rules: [rule(1, '/now')] });
  const told = await story.settle(params);
  assert.deepEqual(told.steps, [
    'create load balancer lb',
    'create listener HTTP:80: forward to web',
    'create rule 1 of listener HTTP:80: path /now, forward to web',
    'wait until load balancer lb is active',
  ]);
  assert.deepEqual((await story.apply(params)).calls.toSorted(), [
    'DescribeListeners',
    'DescribeLoadBalancerAttributes',
    'DescribeLoadBalancers',
    'DescribeRules',
    'DescribeTags',
    'DescribeTargetGroups',
  ]);
});

test('the result has the keys that Ansible documents', async () => {
  const { story, arns } = await prepared();
  const { result } = await story.settle(withListener({ Rules: [rule('1', '/now')] }));
  assert.match(String(result['dns_name']), /^lb-\d+\.eu-west-1\.elb\.amazonaws\.com$/);
  assert.deepEqual(result['state'], { code: 'active' });
  assert.equal(result['idle_timeout_timeout_seconds'], '60');
  const [listener] = result['listeners'] as Record<string, unknown>[];
  const [first] = listener!['rules'] as Record<string, unknown>[];
  assert.equal(listener!['port'], 80);
  assert.equal(first!['priority'], '1');
  assert.deepEqual((first!['conditions'] as object[])[0], {
    field: 'path-pattern',
    path_pattern_config: { values: ['/now'] },
    values: ['/now'],
  });
  assert.equal((first!['actions'] as { target_group_arn: string }[])[0]!.target_group_arn, arns.web);
});

const redirect = (RedirectConfig: object) => [{ Type: 'redirect', RedirectConfig }];
const answer = (FixedResponseConfig: object) => [{ Type: 'fixed-response', FixedResponseConfig }];
const same: readonly (readonly [string, object, object])[] = [
  [
    'a redirect and what it leaves as it is',
    { DefaultActions: redirect({ Protocol: 'HTTPS', Port: 443, StatusCode: 'HTTP_301' }) },
    {
      DefaultActions: redirect({
        Protocol: 'HTTPS',
        Port: '443',
        Host: '#{host}',
        Path: '/#{path}',
        Query: '#{query}',
        StatusCode: 'HTTP_301',
      }),
    },
  ],
  [
    'an answer and its default type',
    { DefaultActions: answer({ StatusCode: 404 }) },
    { DefaultActions: answer({ StatusCode: '404', ContentType: 'text/plain' }) },
  ],
  [
    'a group by itself and in a list',
    { DefaultActions: to('web') },
    { DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupName: 'web', Weight: 7 }] } }] },
  ],
  [
    'weights in another order',
    {
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: { TargetGroups: [{ TargetGroupName: 'web' }, { TargetGroupName: 'api', Weight: 2 }] },
        },
      ],
    },
    {
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupName: 'api', Weight: 2 },
              { TargetGroupName: 'web', Weight: 1 },
            ],
          },
        },
      ],
    },
  ],
  [
    'both spellings of a condition, in another order',
    {
      Rules: [
        {
          Priority: 1,
          Conditions: [
            { Field: 'path-pattern', Values: ['/b', '/a'] },
            { Field: 'host-header', Values: ['x.example.com'] },
          ],
          Actions: to('web'),
        },
      ],
    },
    {
      Rules: [
        {
          Priority: '1',
          Conditions: [
            { Field: 'host-header', HostHeaderConfig: { Values: ['x.example.com'] } },
            { Field: 'path-pattern', PathPatternConfig: { Values: ['/a', '/b'] } },
          ],
          Actions: to('web'),
        },
      ],
    },
  ],
  ['rules in another order', { Rules: [rule(1, '/a'), rule(2, '/b')] }, { Rules: [rule(2, '/b'), rule(1, '/a')] }],
  ['rules that nothing is said about', { Rules: [rule(1, '/a')] }, {}],
];
for (const [what, first, second] of same)
  test(`${what} are the same`, async () => {
    const { story } = await prepared();
    await story.settle(withListener(first));
    assert.deepEqual((await story.apply(withListener(second))).steps, []);
  });

test('rules are known by their priority; only what differs is written', async () => {
  const { story } = await prepared();
  await story.settle(withListener({ Rules: [rule(1, '/a'), rule(2, '/b'), rule(3, '/c')] }));
  const told = await story.settle(withListener({ Rules: [rule(1, '/a'), rule(2, '/b', to('api')), rule(4, '/d')] }));
  assert.deepEqual(told.steps, [
    'delete rule 3 of listener HTTP:80',
    'change rule 2 of listener HTTP:80: path /b, forward to api',
    'create rule 4 of listener HTTP:80: path /d, forward to web',
  ]);
  assert.deepEqual(told.writes, ['DeleteRule', 'ModifyRule', 'CreateRule']);
  const kept = await story.settle({ ...withListener({ Rules: [rule(9, '/z')] }), purge_rules: false });
  assert.deepEqual(kept.writes, ['CreateRule']);
});

test('listeners are known by their port', async () => {
  const { story } = await prepared();
  const other = { ...http, Port: 8080, DefaultActions: to('api') };
  await story.settle({ ...lb, listeners: [http, other] });
  const told = await story.settle(withListener({ DefaultActions: redirect({ Path: '/now', StatusCode: 'HTTP_302' }) }));
  assert.deepEqual(told.steps, [
    'delete listener HTTP:8080',
    'change listener HTTP:80: redirect to #{protocol}://#{host}:#{port}/now',
  ]);
  const kept = await story.settle({ ...lb, listeners: [other], purge_listeners: false });
  assert.deepEqual(kept.steps, ['create listener HTTP:8080: forward to api']);
  assert.deepEqual((await story.settle(lb)).steps, [], 'listeners that nothing is said about stay');
});

const certificate = (id: string) => ({ CertificateArn: `arn:aws:acm:eu-west-1:123456789012:certificate/${id}` });

test('an HTTPS listener gets its policy, its default certificate and further ones', async () => {
  const { story } = await prepared();
  const https = { ...http, Protocol: 'HTTPS', Port: 443, Certificates: [certificate('a')] };
  const first = await story.settle({ ...lb, listeners: [https] });
  assert.equal((first.result['listeners'] as { ssl_policy: string }[])[0]!.ssl_policy, 'ELBSecurityPolicy-2016-08');
  const strict = { ...https, SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' };
  assert.deepEqual((await story.settle({ ...lb, listeners: [strict] })).steps, [
    'change listener HTTPS:443: policy ELBSecurityPolicy-2016-08 → ELBSecurityPolicy-TLS13-1-2-2021-06',
  ]);
  const several = { ...strict, Certificates: ['a', 'c', 'b'].map(certificate) };
  assert.deepEqual((await story.settle({ ...lb, listeners: [several] })).steps, [
    'add 2 certificates to listener HTTPS:443',
  ]);
  const fewer = { ...strict, Certificates: ['b', 'c'].map(certificate) };
  const told = await story.settle({ ...lb, listeners: [fewer] });
  assert.deepEqual(told.steps, [
    'change listener HTTPS:443: default certificate',
    'remove 1 certificates from listener HTTPS:443',
  ]);
});

test('properties of the load balancer itself are each changed by one call', async () => {
  const { story } = await prepared();
  await story.settle(lb);
  const { steps, writes } = await story.settle({
    ...lb,
    subnets: ['subnet-c', 'subnet-a', 'subnet-b'],
    security_groups: ['sg-closed', 'sg-alb'],
    idle_timeout: 30,
    http2: false,
    attributes: { 'routing.http.xff_client_port.enabled': true },
    tags: { app: 'web' },
  });
  assert.deepEqual(steps, [
    'put load balancer lb in subnet-a, subnet-b, subnet-c',
    'give load balancer lb the security groups sg-alb, sg-closed',
    'set attributes of load balancer lb (idle_timeout.timeout_seconds 60 → 30, routing.http.xff_client_port.enabled false → true, routing.http2.enabled true → false)',
    'tag load balancer lb: app',
  ]);
  assert.deepEqual(writes, ['SetSubnets', 'SetSecurityGroups', 'ModifyLoadBalancerAttributes', 'AddTags']);
});

test('another scheme needs another load balancer', async () => {
  const { story } = await prepared();
  await story.settle(lb);
  await assert.rejects(story.apply({ ...lb, scheme: 'internal' }), {
    code: 'must-replace',
    message: /AWS cannot change scheme internet-facing → internal in place$/,
  });
  assert.deepEqual((await story.check({ ...lb, scheme: 'internal' })).steps.slice(1, 4), [
    'delete load balancer lb',
    'wait until load balancer lb is gone',
    'create load balancer lb',
  ]);
});

test('one that is still being set up is waited for, which is no change', async () => {
  const { story } = await prepared();
  const first = await story.apply({ ...lb, wait: false });
  assert.deepEqual([first.steps, first.result['state']], [['create load balancer lb'], { code: 'provisioning' }]);
  const told = await story.apply(lb);
  assert.deepEqual([told.steps, told.changed], [['wait until load balancer lb is active'], false]);
  assert.deepEqual(told.result['state'], { code: 'active' });
});

test('one protected against deletion says how to delete it', async () => {
  const { story } = await prepared();
  await story.settle({ ...lb, deletion_protection: true });
  await assert.rejects(story.apply({ name: 'lb', state: 'absent' }), {
    code: 'deletion-protection',
    hint: 'run once with state: present and deletion_protection: false',
  });
  await story.settle({ ...lb, deletion_protection: false });
  assert.deepEqual((await story.settle({ name: 'lb', state: 'absent' })).writes, ['DeleteLoadBalancer']);
});

test('a target group that is missing is let pass by check and named by apply', async () => {
  const { story } = await prepared();
  const params = withListener({ DefaultActions: to('nobody'), Rules: [rule(1, '/')] });
  assert.equal((await story.check(params)).steps[1], 'create listener HTTP:80: forward to (known after apply)');
  await assert.rejects(story.apply(params), { code: 'missing-name', message: 'there is no target group "nobody"' });
});

test('on an empty account, with nothing known, check announces everything', async () => {
  const story = storyOf(elbApplicationLb, createSandbox());
  const params = {
    name: 'lb',
    subnets: [unknown, unknown],
    security_groups: [unknown, 'by-name'],
    listeners: [{ ...http, DefaultActions: [{ Type: 'forward', TargetGroupName: unknown }], Rules: [rule(1, '/now')] }],
  };
  const { steps, result } = await story.check(params);
  assert.equal(steps.length, 4);
  assert.equal(result['dns_name'], unknown);
});

test('a security group may be given by its name', async () => {
  const sandbox = createSandbox();
  const ids = await prepareAccount(sandbox.world());
  const story = storyOf(elbApplicationLb, sandbox);
  const subnets = [ids.get('subnet-conformance-a'), ids.get('subnet-conformance-b')];
  await story.settle({ name: 'lb', subnets, security_groups: ['conformance'] });
  const byId = { name: 'lb', subnets, security_groups: [ids.get('sg-conformance')] };
  assert.deepEqual((await story.apply(byId)).steps, []);
});

test('a secret is sent but never shown', async () => {
  const { story } = await prepared();
  const login = {
    Type: 'authenticate-oidc',
    AuthenticateOidcConfig: {
      Issuer: 'https://id.example.com',
      AuthorizationEndpoint: 'https://id.example.com/a',
      TokenEndpoint: 'https://id.example.com/t',
      UserInfoEndpoint: 'https://id.example.com/u',
      ClientId: 'play',
      ClientSecret: 'hush',
    },
  };
  const https = {
    Protocol: 'HTTPS',
    Port: 443,
    Certificates: [certificate('a')],
    DefaultActions: [login, ...to('web')],
  };
  const { result, steps } = await story.settle({ ...lb, listeners: [https] });
  assert.equal(steps[1], 'create listener HTTPS:443: log in with oidc, then forward to web');
  assert.ok(!JSON.stringify(result).includes('hush'));
});
