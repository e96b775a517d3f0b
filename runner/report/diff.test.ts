import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf } from '../engine/changes.ts';
import { unknown } from '../template/values.ts';
import { diffLines } from './diff.ts';
import { painter } from './paint.ts';

const plain = painter(false);
const between = (before: unknown, after: unknown) =>
  diffLines({ diff: { before, after, changes: changesOf(before, after) } }, plain);
const rule = (port: number, source: string) => ({
  ip_protocol: 'tcp',
  from_port: port,
  to_port: port,
  kind: 'cidr_ip',
  source,
  description: 'HTTP',
});
const container = (image: string) => ({
  name: 'web',
  image,
  essential: true,
  command: ['node', 'app/server.js', '--port', '8080', '--log-level', 'info', '--and', 'one', 'more', 'word'],
  logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'a-group', 'awslogs-region': 'eu-west-1' } },
});

for (const [what, before, after, lines] of [
  ['nothing', { a: 1 }, { a: 1 }, []],
  ['a value that changes is on one line', { count: 3 }, { count: 5 }, ['~ count: 3 → 5']],
  [
    'tags',
    { tags: { a: 'b', c: 'd' } },
    { tags: { a: 'x', e: '' } },
    ['~ tags.a: b → x', '- tags.c: d', '+ tags.e: ""'],
  ],
  [
    'a rule is not told twice',
    { ingress: [] },
    { ingress: [rule(80, '0.0.0.0/0')] },
    ['+ ingress[tcp/80 0.0.0.0/0]: {kind: cidr_ip, description: HTTP}'],
  ],
  ['a member of a set is its path', { subnets: ['a', 'b'] }, { subnets: ['b'] }, ['- subnets[a]']],
  [
    'an action of a policy',
    { policy: { Statement: [{ Sid: 's', Action: ['a:B'] }] } },
    { policy: { Statement: [{ Sid: 's', Action: ['a:B', 'a:C'] }] } },
    ['+ policy.Statement[s].Action[a:C]'],
  ],
  [
    'a container that comes takes a line for each property',
    { containers: [] },
    { containers: [container('app:1')] },
    [
      '+ containers[web]:',
      '+   image: app:1',
      '+   essential: true',
      '+   command: [node, app/server.js, --port, 8080, --log-level, info, --and, one, more, word]',
      '+   logConfiguration: {logDriver: awslogs, options: {awslogs-group: a-group, awslogs-region: eu-west-1}}',
    ],
  ],
  [
    'a container that changes tells what of it',
    { containers: [container('app:1')] },
    { containers: [container('app:2')] },
    ['~ containers[web].image: app:1 → app:2'],
  ],
  [
    'a long value that changes shows its lines that do',
    { command: ['sh', '-c', `echo ${'a'.repeat(50)}`, 'end'] },
    { command: ['sh', '-c', `echo ${'b'.repeat(50)}`, 'end'] },
    ['~ command:', '  …', `  - - echo ${'a'.repeat(50)}`, `  + - echo ${'b'.repeat(50)}`, '  …'],
  ],
  [
    'what AWS will assign to a new thing is named on one line',
    undefined,
    { id: unknown, name: 'x', arn: unknown, groups: [unknown] },
    ['+ name: x', '+ groups[(known after apply)]', '+ known after apply: id, arn'],
  ],
  ['what AWS will assign anew', { revision: 1 }, { revision: unknown }, ['~ revision: 1 → (known after apply)']],
] as const)
  test(what, () => assert.deepEqual(between(before, after), lines));

for (const [what, diff, lines] of [
  ['unified text stays as it is', { prepared: '--- a\n+++ b\n-x\n+y\n' }, ['--- a', '+++ b', '-x', '+y']],
  ['two texts show the lines that differ', { before: 'a\nb\nc\n', after: 'a\nx\nc\n' }, ['…', '- b', '+ x', '…']],
  ['a text that grows', { before: 'a\n', after: 'a\nb\n' }, ['…', '+ b']],
  ['a text that comes', { before: '', after: 'a\nb\n' }, ['+ a', '+ b']],
  ['two equal texts', { before: 'a', after: 'a' }, []],
  [
    'attributes of a file',
    { before: { mode: '0644', path: '/x' }, after: { mode: '0600', path: '/x' } },
    ['~ mode: 0644 → 0600'],
  ],
  ['several diffs', [{ before: { a: 1 }, after: { a: 2 } }, { prepared: '-x' }], ['~ a: 1 → 2', '-x']],
  ['none', undefined, []],
] as const)
  test(what, () => assert.deepEqual(diffLines({ diff }, plain), lines));

test('on a terminal what goes is red, what comes green', () => {
  const [changed, gone] = diffLines({ diff: { before: { a: 1, b: 2 }, after: { a: 3 } } }, painter(true));
  assert.equal(changed, '\x1b[33m~\x1b[39m a: \x1b[31m1\x1b[39m → \x1b[32m3\x1b[39m');
  assert.equal(gone, '\x1b[31m- b: 2\x1b[39m');
});
