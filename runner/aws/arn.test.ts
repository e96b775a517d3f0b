import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArn, partitionOf } from './arn.ts';

test('an ARN has five parts, the last of which may hold colons', () => {
  assert.deepEqual(parseArn('arn:aws:logs:eu-west-1:123456789012:log-group:/app:*'), {
    partition: 'aws',
    service: 'logs',
    region: 'eu-west-1',
    account: '123456789012',
    resource: 'log-group:/app:*',
  });
  assert.equal(parseArn('arn:aws:iam::aws:policy/ReadOnlyAccess')?.resource, 'policy/ReadOnlyAccess');
});

for (const text of ['app', 'arn:aws:ecs', 'http://a:b:c:d:e'])
  test(`${text} is no ARN`, () => assert.equal(parseArn(text), undefined));

test('regions outside the commercial partition have their own', () => {
  assert.deepEqual(['eu-west-1', 'cn-north-1', 'us-gov-west-1'].map(partitionOf), ['aws', 'aws-cn', 'aws-us-gov']);
});
