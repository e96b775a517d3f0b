import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineFailure } from './engine_failure.ts';

const denied = { code: 'push-denied', hint: 'log in' };

// What engines and registries were seen to say, or say in their sources.
const cases: readonly [said: string, code: string][] = [
  ['Error: writing blob: storing blob to file "/var/tmp/x": write /var/tmp/x: no space left on device', 'disk-full'],
  ['write /var/lib/docker/tmp/x: disk quota exceeded', 'disk-full'],
  ['no basic auth credentials', 'push-denied'],
  ['denied: User: arn:aws:iam::1:user/a is not authorized to perform: ecr:PutImage', 'push-denied'],
  ['unauthorized: authentication required', 'push-denied'],
  ['Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused', 'registry-unreachable'],
  ['Get "https://r.example/v2/": dial tcp: lookup r.example on 10.0.0.2:53: no such host', 'registry-unreachable'],
  ['Get "https://r.example/v2/": net/http: TLS handshake timeout', 'registry-unreachable'],
  ['http: server gave HTTP response to HTTPS client', 'registry-insecure'],
  ['Get "https://r.example/v2/": x509: certificate signed by unknown authority', 'registry-certificate'],
  [
    "name unknown: The repository with name 'app' does not exist in the registry with id '123456789012'",
    'repository-missing',
  ],
  [
    "tag invalid: The image tag '1' already exists in the 'app' repository and cannot be overwritten because the repository is immutable.",
    'tag-immutable',
  ],
  ['no matching manifest for linux/arm64 in the manifest list entries', 'platform-mismatch'],
  ['exec /bin/sh: exec format error', 'platform-mismatch'],
  ['something else', 'engine-failed'],
];

for (const [said, code] of cases)
  test(`"${said.slice(0, 60)}" is ${code}`, () => {
    const error = engineFailure('docker', { message: 'docker could not push x', said, denied, hint: 'look' });
    assert.equal(error.code, code);
    assert.equal(error.message, `docker could not push x: ${said}`);
    assert.ok(error.hint);
  });

test('what a command of a Dockerfile said is no fault of a registry, but a full disk is one', () => {
  const options = { message: 'm', among: ['disk-full'], code: 'build-failed' };
  assert.equal(engineFailure('podman', { ...options, said: 'npm error: connection refused' }).code, 'build-failed');
  assert.equal(engineFailure('podman', { ...options, said: 'npm error: no space left on device' }).code, 'disk-full');
});
