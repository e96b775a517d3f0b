import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { BalancerRecord, GroupRecord, ListenerRecord, RuleRecord } from '../../services/elbv2/state.ts';
import type { Asked } from './asked.ts';
import { inOrder } from './choose_rule.ts';
import { type Decision, decide, type Front } from './decide.ts';
import { createTurns } from './weights.ts';

const listener: ListenerRecord = {
  arn: 'listener',
  balancerArn: 'balancer',
  port: 80,
  protocol: 'HTTP',
  defaultRuleArn: 'default',
  certificates: [],
  tags: [],
};

function rule(priority: RuleRecord['priority'], action: Action, ...conditions: RuleCondition[]): RuleRecord {
  return { arn: String(priority), listenerArn: 'listener', priority, conditions, actions: [action], tags: [] };
}

function front(...rules: RuleRecord[]): Front {
  const ports: Record<number, number> = { 80: 41_000, 443: 41_001 };
  return { balancer: {} as BalancerRecord, listener, rules: inOrder(rules), loopbackPort: (port) => ports[port] };
}

function groups(change: Partial<GroupRecord['group']> = {}): GroupRecord {
  return {
    group: { TargetGroupArn: 'tg', TargetGroupName: 'web', ...change },
    attributes: {},
    tags: [],
    targets: [{ id: '192.0.2.1', port: 80, state: 'healthy', streak: 2, dueAt: 0 }],
  };
}

function decided(rules: RuleRecord[], asked: Partial<Asked> = {}, group: GroupRecord | undefined = groups()): Decision {
  const turns = createTurns();
  return decide(
    front(...rules),
    { method: 'GET', path: '/', query: '', host: 'example.com', headers: {}, address: '192.0.2.9', ...asked },
    { group: () => group, load: () => ({ open: 0, last: 0 }), turns: () => turns },
  );
}

const says = (MessageBody: string): Action => ({
  Type: 'fixed-response',
  FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain', MessageBody },
});
const path = (...Values: string[]): RuleCondition => ({ Field: 'path-pattern', Values });
const method = (...Values: string[]): RuleCondition => ({
  Field: 'http-request-method',
  HttpRequestMethodConfig: { Values },
});
const forward: Action = { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'tg', Weight: 1 }] } };
const redirect = (change: object): Action => ({
  Type: 'redirect',
  RedirectConfig: {
    StatusCode: 'HTTP_301',
    Protocol: '#{protocol}',
    Host: '#{host}',
    Port: '#{port}',
    Path: '/#{path}',
    Query: '#{query}',
    ...change,
  },
});

const bodyOf = (decision: Decision) => (decision.kind === 'answer' ? decision.answer.body : decision.kind);
const statusOf = (decision: Decision) => (decision.kind === 'answer' ? decision.answer.status : decision.kind);
function headerOf(decision: Decision, name: string): string | undefined {
  if (decision.kind !== 'answer') return undefined;
  return decision.answer.headers[decision.answer.headers.indexOf(name) + 1];
}

const rules = [
  rule('default', says('default')),
  rule(20, says('twenty'), path('/a*')),
  rule(3, says('three'), path('/a/b*'), method('POST')),
];

const orders: [title: string, asked: Partial<Asked>, body: string][] = [
  ['the lowest number that fits comes first', { path: '/a/b', method: 'POST' }, 'three'],
  ['all conditions of a rule are needed', { path: '/a/b' }, 'twenty'],
  ['the default rule takes the rest', { path: '/c' }, 'default'],
];
for (const [title, asked, body] of orders) test(title, () => assert.equal(bodyOf(decided(rules, asked)), body));

test('a fixed response has its type and the name of the load balancer', () => {
  const decision = decided([rule('default', says('hello'))]);
  assert.equal(headerOf(decision, 'Content-Type'), 'text/plain; charset=utf-8');
  assert.equal(headerOf(decision, 'Server'), 'awselb/2.0');
  assert.equal(headerOf(decision, 'Content-Length'), '5');
});

const redirects: [title: string, action: Action, host: string, location: string][] = [
  ['for a name of its own', redirect({ Protocol: 'HTTPS', Port: '443' }), 'example.com', 'https://example.com:443/x'],
  [
    'for the loopback address',
    redirect({ Protocol: 'HTTPS', Port: '443' }),
    '127.0.0.1:41000',
    'http://127.0.0.1:41001/x',
  ],
  [
    'for the loopback address to a port without listener',
    redirect({ Port: '444' }),
    '127.0.0.1:41000',
    'http://127.0.0.1:444/x',
  ],
  [
    'from the loopback address elsewhere',
    redirect({ Host: 'example.com' }),
    'localhost:41000',
    'http://example.com:80/x',
  ],
];
for (const [title, action, host, location] of redirects) {
  test(`a redirect leads to where the listener is: ${title}`, () => {
    const decision = decided([rule('default', action)], { host, path: '/x' });
    assert.equal(headerOf(decision, 'Location'), location);
    assert.equal(statusOf(decision), 301);
  });
}

const unavailable: [title: string, group: GroupRecord | undefined, action: Action, status: number | string][] = [
  ['a target gets the request', groups(), forward, 'forward'],
  ['no targets are 503', { ...groups(), targets: [] }, forward, 503],
  [
    'a weight of 0 is 503',
    groups(),
    { ...forward, ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'tg', Weight: 0 }] } },
    503,
  ],
  ['a group of gRPC is 464 for HTTP/1.1', groups({ ProtocolVersion: 'GRPC' }), forward, 464],
  ['a group of HTTP/2 is 464 for HTTP/1.1', groups({ ProtocolVersion: 'HTTP2' }), forward, 464],
  ['nobody is let past an authentication that is not made', groups(), { Type: 'authenticate-oidc' }, 501],
];
for (const [title, group, action, status] of unavailable) {
  test(title, () => assert.equal(statusOf(decided([rule('default', action)], {}, group)), status));
}
