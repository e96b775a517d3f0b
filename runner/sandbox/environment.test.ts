import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandboxEnvironment } from './environment.ts';

const given = {
  PATH: '/bin',
  AWS_REGION: 'us-east-2',
  AWS_PROFILE: 'work',
  AWS_ACCESS_KEY_ID: 'AKIAOWN',
  AWS_SESSION_TOKEN: 'own',
  AWS_ENDPOINT_URL_ECS: 'http://elsewhere',
};

test('programs of a rehearsal find the sandbox, and nothing of the account of the user', () => {
  assert.deepEqual(sandboxEnvironment(given, 'http://127.0.0.1:4000'), {
    PATH: '/bin',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4000',
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-2',
    AWS_DEFAULT_REGION: 'us-east-2',
  });
});

test('where the sandbox has no port they find credentials that open nothing', () => {
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID } = sandboxEnvironment({ AWS_ENDPOINT_URL: 'http://x' }, undefined);
  assert.deepEqual([AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID], [undefined, 'sandbox']);
});
