import assert from 'node:assert/strict';
import test from 'node:test';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createSandbox } from './sandbox.ts';

test('a client of the SDK talks to the sandbox in process', async () => {
  const sandbox = createSandbox({ account: '210987654321' });
  const { Account, Arn } = await sandbox.world().client(STSClient).send(new GetCallerIdentityCommand());
  assert.deepEqual([Account, Arn], ['210987654321', 'arn:aws:iam::210987654321:user/sandbox']);
  assert.deepEqual(sandbox.calls, [
    { service: 'sts', operation: 'GetCallerIdentity', write: false, region: 'eu-west-1' },
  ]);
});
