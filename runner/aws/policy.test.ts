import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlayError } from '../diagnostics.ts';
import { decodePolicy, policyParameter, samePolicy } from './policy.ts';

const allow = (more: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });

const same: readonly [string, object, object][] = [
  [
    'one action and a list of one',
    allow({ Action: 's3:Get*', Resource: '*' }),
    allow({ Action: ['s3:Get*'], Resource: ['*'] }),
  ],
  ['actions in another order', allow({ Action: ['a:B', 'c:D'] }), allow({ Action: ['c:D', 'a:B'] })],
  ['actions in another case', allow({ Action: 'logs:PutLogEvents' }), allow({ Action: 'Logs:putlogevents' })],
  ['resources in another order and twice', allow({ Resource: ['x', 'y'] }), allow({ Resource: ['y', 'x', 'y'] })],
  [
    'an account and its root',
    allow({ Principal: { AWS: '123456789012' } }),
    allow({ Principal: { AWS: ['arn:aws:iam::123456789012:root'] } }),
  ],
  ['everybody', allow({ Principal: '*' }), allow({ Principal: { AWS: '*' } })],
  ['a statement and a list of one', { Statement: { Effect: 'Deny' } }, { Statement: [{ Effect: 'Deny' }] }],
  ['no version and the old one', { Statement: [] }, { Version: '2008-10-17', Statement: [] }],
  ['an empty Sid and none', allow({ Sid: '' }), allow({})],
  [
    'conditions as values and as text',
    allow({ Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { x: 5 } } }),
    allow({ Condition: { NumericLessThan: { x: ['5'] }, Bool: { 'aws:SecureTransport': 'true' } } }),
  ],
  [
    'statements in another order',
    { Version: '2012-10-17', Statement: [{ Sid: 'a' }, { Sid: 'b' }] },
    { Version: '2012-10-17', Statement: [{ Sid: 'b' }, { Sid: 'a' }] },
  ],
];
for (const [what, a, b] of same)
  test(`${what} are the same policy`, () => assert.ok(samePolicy(a as never, b as never)));

const different: readonly [string, object, object][] = [
  ['another action', allow({ Action: 'a:B' }), allow({ Action: 'a:C' })],
  ['another effect', { Statement: [{ Effect: 'Allow' }] }, { Statement: [{ Effect: 'Deny' }] }],
  ['resources in another case', allow({ Resource: 'arn:X' }), allow({ Resource: 'arn:x' })],
  ['another version', { Version: '2012-10-17', Statement: [] }, { Statement: [] }],
];
for (const [what, a, b] of different)
  test(`${what} makes another policy`, () => assert.ok(!samePolicy(a as never, b as never)));

test('what IAM answers is URL-encoded', () => {
  const document = allow({ Action: 's3:*', Resource: 'a b%c' });
  assert.deepEqual(decodePolicy(encodeURIComponent(JSON.stringify(document))), document);
  assert.deepEqual(decodePolicy(JSON.stringify(document)), document);
});

test('a parameter may be data or JSON text', () => {
  assert.deepEqual(policyParameter('p', '{"Statement":[]}'), { Statement: [] });
  assert.deepEqual(policyParameter('p', { Statement: [] }), { Statement: [] });
});

for (const value of ['{"Statement":', '[]', 5])
  test(`${JSON.stringify(value)} is no policy, and the parameter is named`, () => {
    assert.throws(
      () => policyParameter('policy_json', value),
      (error: PlayError) => error.code === 'policy' && error.message.startsWith('policy_json'),
    );
  });
