import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { sampleNetwork } from '../../sandbox/services/elbv2/sample_network.ts';
import { unknown } from '../../template/values.ts';
import { elbTargetGroup } from './elb_target_group.ts';
import { storyOf } from './story.ts';

const web = { name: 'web', protocol: 'http', port: 80, vpc_id: 'vpc-1', target_type: 'ip' };

function prepared() {
  const sandbox = createSandbox();
  sampleNetwork(sandbox);
  return { sandbox, story: storyOf(elbTargetGroup, sandbox) };
}

const same: readonly (readonly [string, object])[] = [
  ['the protocol in capitals', { protocol: 'HTTP' }],
  ['the default health check', { health_check_path: '/', health_check_interval: 30, health_check_timeout: '5' }],
  ['the default port of the check', { health_check_port: 'traffic-port', successful_response_codes: '200' }],
  ['codes as a number, or in the shape of the result', { matcher: { http_code: 200 } }],
  ['default attributes', { deregistration_delay_timeout: 300, stickiness_enabled: false, slow_start_duration: 0 }],
  ['an attribute by its key', { attributes: { 'load_balancing.algorithm.type': 'round_robin' } }],
];
for (const [what, change] of same)
  test(`${what} changes nothing`, async () => {
    const { story } = prepared();
    assert.deepEqual((await story.settle(web)).writes, ['CreateTargetGroup']);
    assert.deepEqual((await story.apply({ ...web, ...change })).steps, []);
  });

const changes: readonly (readonly [object, string, string])[] = [
  [
    { health_check_interval: 5, health_check_timeout: 2, health_check_path: '/now' },
    'change the health check of target group web (path / → /now, interval 30 → 5, timeout 5 → 2)',
    'ModifyTargetGroup',
  ],
  [
    { health_check_port: 8080 },
    'change the health check of target group web (port traffic-port → 8080)',
    'ModifyTargetGroup',
  ],
  [
    { successful_response_codes: '200-299' },
    'change the health check of target group web (matcher 200 → 200-299)',
    'ModifyTargetGroup',
  ],
  [
    { deregistration_delay_timeout: 5 },
    'set attributes of target group web (deregistration_delay.timeout_seconds 300 → 5)',
    'ModifyTargetGroupAttributes',
  ],
  [
    { stickiness_enabled: true, stickiness_type: 'app_cookie', stickiness_app_cookie_name: 'id' },
    'set attributes of target group web (stickiness.app_cookie.cookie_name (none) → id, stickiness.enabled false → true, stickiness.type lb_cookie → app_cookie)',
    'ModifyTargetGroupAttributes',
  ],
  [
    { load_balancing_cross_zone_enabled: true },
    'set attributes of target group web (load_balancing.cross_zone.enabled use_load_balancer_configuration → true)',
    'ModifyTargetGroupAttributes',
  ],
  [{ tags: { app: 'web' } }, 'tag target group web: app', 'AddTags'],
];
for (const [change, title, write] of changes)
  test(`${JSON.stringify(change)} takes one step of a group that is there`, async () => {
    const { story } = prepared();
    await story.settle(web);
    const told = await story.settle({ ...web, ...change });
    assert.deepEqual([told.steps, told.writes], [[title], [write]]);
  });

test('results have the keys that Ansible documents', async () => {
  const { story } = prepared();
  const { result } = await story.settle({ ...web, deregistration_delay_timeout: 5, tags: { app: 'web' } });
  const {
    target_group_name,
    health_check_timeout_seconds,
    matcher,
    deregistration_delay_timeout_seconds,
    stickiness_lb_cookie_duration_seconds,
    tags,
  } = result;
  assert.deepEqual(
    {
      target_group_name,
      health_check_timeout_seconds,
      matcher,
      deregistration_delay_timeout_seconds,
      stickiness_lb_cookie_duration_seconds,
      tags,
    },
    {
      target_group_name: 'web',
      health_check_timeout_seconds: 5,
      matcher: { http_code: '200' },
      deregistration_delay_timeout_seconds: '5',
      stickiness_lb_cookie_duration_seconds: '86400',
      tags: { app: 'web' },
    },
  );
});

const fixed: readonly (readonly [object, string])[] = [
  [{ port: 8080 }, 'port 80 → 8080'],
  [{ protocol: 'https' }, 'protocol HTTP → HTTPS'],
  [{ vpc_id: 'vpc-2' }, 'vpc_id vpc-1 → vpc-2'],
  [{ target_type: 'instance' }, 'target_type ip → instance'],
];
for (const [change, words] of fixed)
  test(`${JSON.stringify(change)} needs another group`, async () => {
    const { story } = prepared();
    await story.settle(web);
    await assert.rejects(story.apply({ ...web, ...change }), { code: 'must-replace' });
    const { steps } = await story.check({ ...web, ...change });
    assert.match(steps[0]!, new RegExp(`^replace targetgroup/web/\\w+: ${words} \\(must be replaced\\)$`));
    assert.deepEqual(steps.slice(1, 3), ['delete target group web', 'create target group web']);
  });

test('targets that nothing is said about stay; those listed are the only ones', async () => {
  const { story } = prepared();
  const target = (Id: string) => ({ Id });
  const first = await story.settle({ ...web, targets: [target('192.168.0.10'), target('192.168.0.11')] });
  assert.deepEqual(first.steps, [
    'create target group web',
    'register 192.168.0.10:80, 192.168.0.11:80 with target group web',
  ]);
  assert.deepEqual((await story.settle(web)).steps, []);
  assert.deepEqual((await story.settle({ ...web, targets: [], modify_targets: false })).steps, []);
  const next = await story.settle({
    ...web,
    targets: [
      { Id: '192.168.0.11', Port: 80 },
      { Id: '192.168.0.12', Port: 81 },
    ],
  });
  assert.deepEqual(next.steps, [
    'register 192.168.0.12:81 with target group web',
    'deregister 192.168.0.10:80 from target group web',
  ]);
  assert.deepEqual((await story.settle({ ...web, targets: [] })).writes, ['DeregisterTargets']);
});

test('a group that a load balancer uses is not deleted', async () => {
  const { sandbox, story } = prepared();
  const { result } = await story.settle(web);
  await listen(sandbox, String(result['target_group_arn']));
  await assert.rejects(story.apply({ name: 'web', state: 'absent' }), {
    code: 'in-use',
    message: 'target group web is in use by lb',
  });
});

async function listen(sandbox: Sandbox, TargetGroupArn: string): Promise<void> {
  const elb = sandbox.world().client(ElasticLoadBalancingV2Client);
  const { LoadBalancers: [balancer] = [] } = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'lb', Subnets: ['subnet-a', 'subnet-b'], SecurityGroups: ['sg-alb'] }),
  );
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer!.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
}

test('what a new group cannot do without is named', async () => {
  const { story } = prepared();
  await assert.rejects(story.check({ name: 'web', protocol: 'http', port: 80 }), {
    message: 'vpc_id is needed to create target group web',
  });
  assert.deepEqual((await story.check({ ...web, vpc_id: unknown })).steps, ['create target group web']);
});
