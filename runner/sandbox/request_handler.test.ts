import assert from 'node:assert/strict';
import test from 'node:test';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createRequestHandler } from './request_handler.ts';

test('a fault of the sandbox ends the call at once, as itself', async () => {
  let requests = 0;
  const fault = new TypeError('x is undefined');
  const requestHandler = createRequestHandler(async () => {
    requests += 1;
    return { status: 500, headers: {}, body: '', fault };
  });
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const client = new STSClient({ region: 'eu-west-1', credentials, requestHandler });
  await assert.rejects(client.send(new GetCallerIdentityCommand()), { name: 'TypeError', message: 'x is undefined' });
  assert.equal(requests, 1);
});
