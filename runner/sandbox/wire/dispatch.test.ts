import assert from 'node:assert/strict';
import test from 'node:test';
import { errorTypeRegistries, ListRolesCommand } from '@aws-sdk/client-iam';
import { on, service } from '../service.ts';
import { dispatch, type Host } from './dispatch.ts';
import type { WireRequest } from './service_shape.ts';

const facts = {
  protocol: 'awsQuery',
  version: '2010-05-08',
  xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
  target: 'AWSIdentityManagementV20100508',
} as const;

function hostWith(handle: () => never, faults: string[] = []): Host<never> {
  const load = async () => service(errorTypeRegistries, [on(ListRolesCommand, handle)]);
  return {
    services: [{ ...facts, name: 'iam', load }],
    newRequestId: () => 'request-1',
    contextFor: () => undefined as never,
    onFault(_error, where) {
      faults.push(where);
    },
  };
}

function request(body: string, name = 'iam'): WireRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=KEY/20250101/us-east-1/${name}/aws4_request, Signature=x`;
  return { headers: { authorization }, body };
}

const unreachable = () => assert.fail('the handler was called');

test('an operation that is not there is refused by name', async () => {
  const { status, body } = await dispatch(hostWith(unreachable), request('Action=ListMFADevices&Version=2010-05-08'));
  assert.equal(status, 501);
  assert.match(body, /<Code>NotImplemented<\/Code><Message>the sandbox does not implement iam:ListMFADevices</);
});

test('a service that is not there is refused by name', async () => {
  const { status, body } = await dispatch(hostWith(unreachable), request('Action=ListBuckets', 's3'));
  assert.equal(status, 404);
  assert.match(body, /the sandbox has no service s3/);
});

test('an unsigned request finds its service by its API version', async () => {
  const { status } = await dispatch(hostWith(unreachable), { headers: {}, body: 'Action=Nothing&Version=2010-05-08' });
  assert.equal(status, 501);
});

test('a value of the wrong type is refused before the handler sees it', async () => {
  const { status, body } = await dispatch(hostWith(unreachable), request('Action=ListRoles&MaxItems=many'));
  assert.equal(status, 400);
  assert.match(body, /<Code>SerializationException<\/Code><Message>MaxItems: expected a number, got &quot;many&quot;</);
});

test('a fault of a handler is an internal failure that is reported with its place', async () => {
  const faults: string[] = [];
  const fail = () => {
    throw new TypeError('x is undefined');
  };
  const { status, body, fault } = await dispatch(hostWith(fail, faults), request('Action=ListRoles'));
  assert.equal(status, 500);
  assert.match(body, /<Code>InternalFailure<\/Code><Message>the sandbox failed in iam:ListRoles: x is undefined</);
  assert.ok(fault instanceof TypeError);
  assert.deepEqual(faults, ['iam:ListRoles']);
});
