import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unknown } from '../template/values.ts';
import { type Change, changesOf } from './changes.ts';

const rule = (port: number, source: unknown, description?: string) => ({
  ip_protocol: 'tcp',
  from_port: port,
  to_port: port,
  kind: 'cidr_ip',
  source,
  ...(description && { description }),
});
const http = rule(80, '0.0.0.0/0', 'HTTP');
const policy = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'pull', Effect: 'Allow', Action: actions, Resource: '*' },
    { Sid: 'logs', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' },
  ],
});
const read = policy('ecr:Get', 'ecr:List');
const arn = (name: string) => `arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/${name}/01`;

describe('what differs is named, and nothing else', () => {
  const cases: readonly (readonly [what: string, before: unknown, after: unknown, changes: readonly Change[]])[] = [
    ['nothing', { a: 1, tags: { b: 'c' } }, { tags: { b: 'c' }, a: 1 }, []],
    ['a number', { count: 3, name: 'x' }, { count: 5, name: 'x' }, [{ path: 'count', before: 3, after: 5 }]],
    ['a number is not its text', { count: 3 }, { count: '3' }, [{ path: 'count', before: 3, after: '3' }]],
    ['false is something', { on: undefined }, { on: false }, [{ path: 'on', after: false }]],
    ['null, no value, and what is empty are nothing', { a: null, b: [], c: {} }, { a: undefined, c: null }, []],
    [
      'tags one by one',
      { tags: { Owner: 'a', Keep: 'k', Gone: '' } },
      { tags: { Owner: 'b', Keep: 'k', 'play:playbook': 'p' } },
      [
        { path: 'tags.Owner', before: 'a', after: 'b' },
        { path: 'tags.Gone', before: '' },
        { path: 'tags.play:playbook', after: 'p' },
      ],
    ],
    [
      'a name with dots in it is bracketed',
      { attributes: { 'idle_timeout.timeout_seconds': '60' } },
      { attributes: { 'idle_timeout.timeout_seconds': '30' } },
      [{ path: 'attributes[idle_timeout.timeout_seconds]', before: '60', after: '30' }],
    ],
    [
      'rules of a group by what they let through, in any order',
      { ingress: [rule(22, '10.0.0.0/8'), http] },
      { ingress: [http, rule(443, '0.0.0.0/0')] },
      [
        { path: 'ingress[tcp/22 10.0.0.0/8]', before: rule(22, '10.0.0.0/8') },
        { path: 'ingress[tcp/443 0.0.0.0/0]', after: rule(443, '0.0.0.0/0') },
      ],
    ],
    [
      "a rule's description",
      { ingress: [http] },
      { ingress: [rule(80, '0.0.0.0/0', 'web')] },
      [{ path: 'ingress[tcp/80 0.0.0.0/0].description', before: 'HTTP', after: 'web' }],
    ],
    [
      'a rule for everything',
      { egress: [{ ip_protocol: '-1', kind: 'cidr_ip', source: '0.0.0.0/0' }] },
      { egress: [] },
      [{ path: 'egress[all 0.0.0.0/0]', before: { ip_protocol: '-1', kind: 'cidr_ip', source: '0.0.0.0/0' } }],
    ],
    [
      'a part of a container, by its name',
      { containers: [{ name: 'web', cpu: 0, portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }] }] },
      {
        containers: [
          { name: 'log', cpu: 0 },
          { name: 'web', cpu: 1, portMappings: [{ containerPort: 80, hostPort: 81, protocol: 'tcp' }] },
        ],
      },
      [
        { path: 'containers[web].cpu', before: 0, after: 1 },
        { path: 'containers[web].portMappings[80/tcp].hostPort', before: 80, after: 81 },
        { path: 'containers[log]', after: { name: 'log', cpu: 0 } },
      ],
    ],
    [
      'a variable of a container',
      { containers: [{ name: 'web', environment: [{ name: 'MODE', value: 'a' }] }] },
      { containers: [{ name: 'web', environment: [{ name: 'MODE', value: 'b' }] }] },
      [{ path: 'containers[web].environment[MODE].value', before: 'a', after: 'b' }],
    ],
    [
      'a list of texts is a set',
      { subnets: ['a', 'b'] },
      { subnets: ['b', 'c'] },
      [
        { path: 'subnets[a]', before: 'a' },
        { path: 'subnets[c]', after: 'c' },
      ],
    ],
    ['the order of a set', { subnets: ['a', 'b'] }, { subnets: ['b', 'a'] }, []],
    [
      'the order of a command means something',
      { command: ['a', 'b'] },
      { command: ['b', 'a'] },
      [{ path: 'command', before: ['a', 'b'], after: ['b', 'a'] }],
    ],
    [
      'listeners by port, their rules by priority, conditions by field',
      {
        listeners: [
          { port: 80, rules: [{ priority: 1, conditions: [{ Field: 'path-pattern', P: { Values: ['/now'] } }] }] },
        ],
      },
      {
        listeners: [
          { port: 80, rules: [{ priority: 1, conditions: [{ Field: 'path-pattern', P: { Values: ['/x'] } }] }] },
        ],
      },
      [
        { path: 'listeners[80].rules[1].conditions[path-pattern].P.Values[/now]', before: '/now' },
        { path: 'listeners[80].rules[1].conditions[path-pattern].P.Values[/x]', after: '/x' },
      ],
    ],
    [
      'target groups by the end of their ARN',
      { groups: [{ TargetGroupArn: arn('web'), Weight: 1 }] },
      { groups: [{ TargetGroupArn: arn('web'), Weight: 2 }] },
      [{ path: 'groups[targetgroup/web/01].Weight', before: 1, after: 2 }],
    ],
    [
      'actions by their place',
      { actions: [{ Type: 'forward' }] },
      { actions: [{ Type: 'redirect' }] },
      [{ path: 'actions[0].Type', before: 'forward', after: 'redirect' }],
    ],
    [
      'routes by where they lead, associations by their subnet',
      {
        routes: [{ destination_cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' }],
        associations: [{ id: 'a-1', main: false, subnet_id: 'subnet-1' }],
      },
      { routes: [{ destination_cidr_block: '0.0.0.0/0', gateway_id: 'igw-2' }], associations: [] },
      [
        { path: 'routes[0.0.0.0/0].gateway_id', before: 'igw-1', after: 'igw-2' },
        { path: 'associations[subnet-1]', before: { id: 'a-1', main: false, subnet_id: 'subnet-1' } },
      ],
    ],
    [
      'statements of a policy by their id, their actions as sets, one value as a list of one',
      { policy: read },
      {
        policy: { ...policy('ecr:List', 'ecr:Put'), Statement: [...policy('ecr:List', 'ecr:Put').Statement].reverse() },
      },
      [
        { path: 'policy.Statement[pull].Action[ecr:Get]', before: 'ecr:Get' },
        { path: 'policy.Statement[pull].Action[ecr:Put]', after: 'ecr:Put' },
      ],
    ],
    [
      'statements without an id: equal ones belong together, then first to first',
      { Statement: [{ Effect: 'Deny' }, { Effect: 'Allow', Action: 'a' }] },
      { Statement: [{ Effect: 'Allow', Action: ['b'] }, { Effect: 'Deny' }] },
      [
        { path: 'Statement[0].Action[a]', before: 'a' },
        { path: 'Statement[0].Action[b]', after: 'b' },
      ],
    ],
    [
      'a statement more',
      { Statement: [{ Effect: 'Deny' }] },
      { Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] },
      [{ path: 'Statement[0]', after: { Effect: 'Allow' } }],
    ],
    [
      'JSON in texts as what it says, URL-encoded or not',
      { document: encodeURIComponent(JSON.stringify(read)) },
      { document: JSON.stringify(policy('ecr:Get', 'ecr:List', 'ecr:Put'), undefined, 2) },
      [{ path: 'document.Statement[pull].Action[ecr:Put]', after: 'ecr:Put' }],
    ],
    [
      'the same JSON in other words',
      { value: '{"a":1}' },
      { value: '{ "a": 1 }' },
      [{ path: 'value', before: '{"a":1}', after: '{ "a": 1 }' }],
    ],
    ['a text that only begins like JSON', { a: '[x' }, { a: '{y' }, [{ path: 'a', before: '[x', after: '{y' }]],
    [
      'what is not known yet differs from what is',
      { revision: 1, subnets: ['a'] },
      { revision: unknown, subnets: ['a', unknown] },
      [
        { path: 'revision', before: 1, after: unknown },
        { path: 'subnets[(known after apply)]', after: unknown },
      ],
    ],
    [
      'a thing that comes: what it says, not what it is silent about',
      undefined,
      { id: unknown, description: '', name: 'x', boundary: null, tags: { a: '' }, on: false, subnets: ['s'] },
      [
        { path: 'id', after: unknown },
        { path: 'name', after: 'x' },
        { path: 'tags.a', after: '' },
        { path: 'on', after: false },
        { path: 'subnets[s]', after: 's' },
      ],
    ],
    [
      'a thing that goes',
      { name: 'x', tags: { a: 'b' } },
      undefined,
      [
        { path: 'name', before: 'x' },
        { path: 'tags.a', before: 'b' },
      ],
    ],
    [
      'a value becomes another kind of thing',
      { a: 'x' },
      { a: { b: 1 } },
      [{ path: 'a', before: 'x', after: { b: 1 } }],
    ],
    ['the same thing more often', { list: ['a', 'a'] }, { list: ['a'] }, [{ path: 'list[a]', before: 'a' }]],
  ];
  for (const [what, before, after, changes] of cases)
    test(what, () => assert.deepEqual(changesOf(before, after), changes));
});

test('the two states are left as they were', () => {
  const before = Object.freeze({ list: Object.freeze(['b', 'a']) });
  const after = Object.freeze({ list: Object.freeze(['c']) });
  changesOf(before, after);
  assert.deepEqual(before, { list: ['b', 'a'] });
});
