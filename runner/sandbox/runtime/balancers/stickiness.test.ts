import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetRecord } from '../../services/elbv2/state.ts';
import { cookiesOf } from './cookies.ts';
import { stickyCookies, stuckGroup, stuckTarget } from './stickiness.ts';

const targets: TargetRecord[] = ['192.0.2.1', '192.0.2.2'].map((id) => ({
  id,
  port: 80,
  state: 'healthy',
  streak: 2,
  dueAt: 0,
}));
const now = Date.UTC(2026, 0, 1);

function group(attributes: Record<string, string>, name = 'web') {
  const TargetGroupArn = `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/1`;
  return { group: { TargetGroupArn, TargetGroupName: name }, attributes };
}

function forward(...weights: number[]): Action {
  const TargetGroups = weights.map((Weight, index) => ({
    TargetGroupArn: group({}, `g${index}`).group.TargetGroupArn,
    Weight,
  }));
  return {
    Type: 'forward',
    ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } },
  };
}

const byBalancer = {
  'stickiness.enabled': 'true',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '60',
};
const byApplication = {
  'stickiness.enabled': 'true',
  'stickiness.type': 'app_cookie',
  'stickiness.app_cookie.cookie_name': 'SID',
  'stickiness.app_cookie.duration_seconds': '60',
};
const plain: Action = { Type: 'forward' };

/** What a browser sends back after these. */
const sentBack = (cookies: string[], more: string[] = []) =>
  cookiesOf([[...cookies.map((each) => each.split(';')[0]), ...more].join('; ')]);

test('a client is kept at its target by the cookie of the load balancer', () => {
  const web = group(byBalancer);
  const cookies = stickyCookies({ action: plain, group: web, target: targets[1]!, protocol: 'HTTP', now }, []);
  assert.equal(cookies.length, 2);
  assert.match(cookies[0]!, /^AWSALB=[\w-]+; Expires=Thu, 01 Jan 2026 00:01:00 GMT; Path=\/$/);
  assert.match(cookies[1]!, /^AWSALBCORS=[\w-]+; Expires=[^;]+; Path=\/; SameSite=None$/);
  assert.equal(stuckTarget(web, targets, sentBack(cookies)), targets[1]);
});

test('a client leaves a target that gets no requests any more', () => {
  const web = group(byBalancer);
  const cookies = stickyCookies({ action: plain, group: web, target: targets[1]!, protocol: 'HTTP', now }, []);
  assert.equal(stuckTarget(web, targets.slice(0, 1), sentBack(cookies)), undefined);
});

test('a cookie of another target group says nothing', () => {
  const keeping = { action: plain, group: group(byBalancer, 'other'), target: targets[1]!, protocol: 'HTTP', now };
  assert.equal(stuckTarget(group(byBalancer), targets, sentBack(stickyCookies(keeping, []))), undefined);
});

test('a group that is not sticky sets no cookie and heeds none', () => {
  const web = group({ ...byBalancer, 'stickiness.enabled': 'false' });
  const keeping = { action: plain, target: targets[1]!, protocol: 'HTTP', now };
  assert.deepEqual(stickyCookies({ ...keeping, group: web }, []), []);
  const cookies = stickyCookies({ ...keeping, group: group(byBalancer) }, []);
  assert.equal(stuckTarget(web, targets, sentBack(cookies)), undefined);
});

test('a client is kept from the moment in which the application sets its cookie', () => {
  const web = group(byApplication);
  const keeping = { action: plain, group: web, target: targets[1]!, protocol: 'HTTP', now };
  assert.deepEqual(stickyCookies(keeping, ['OTHER=1; Path=/']), []);
  const cookies = stickyCookies(keeping, ['SID=7; HttpOnly']);
  assert.match(cookies.join(), /^AWSALBAPP-0=/);
  assert.equal(stuckTarget(web, targets, sentBack(cookies, ['SID=7'])), targets[1]);
  assert.equal(stuckTarget(web, targets, sentBack(cookies)), undefined);
});

test('a client is kept at its target group', () => {
  const action = forward(1, 1);
  const cookies = stickyCookies({ action, group: group({}, 'g1'), target: targets[0]!, protocol: 'HTTPS', now }, []);
  assert.match(cookies[1]!, /^AWSALBTGCORS=.*; SameSite=None; Secure$/);
  assert.equal(stuckGroup(action, sentBack(cookies)), group({}, 'g1').group.TargetGroupArn);
  assert.equal(stuckGroup(forward(1, 0), sentBack(cookies)), undefined);
});

test('cookies are read as browsers write them', () => {
  assert.deepEqual(
    [...cookiesOf(['a=1; b="x=y";c; a=2', 'd=4'])],
    [
      ['a', '1'],
      ['b', '"x=y"'],
      ['d', '4'],
    ],
  );
});
