import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { awsCallerInfo } from './aws_caller_info.ts';

test('the caller is told by account, alias, ARN and user id, with reads alone', async () => {
  const sandbox = createSandbox({ account: '210987654321' });
  const result = await awsCallerInfo.read(sandbox.world({ readOnly: true }), {});
  assert.deepEqual(Object.keys(result), ['account', 'account_alias', 'arn', 'user_id']);
  assert.equal(result['account'], '210987654321');
  assert.match(result['arn'] as string, /^arn:aws:\w+::210987654321:/);
});
