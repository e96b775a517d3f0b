import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionProperties, splitConnection, worldKey, worldOptions } from './connection.ts';

test('connection parameters are parted from the others under any of their names', () => {
  const written = { name: 'main', aws_region: 'eu-west-1', ec2_access_key: 'A', aws_secret_key: 'B', tags: {} };
  assert.deepEqual(splitConnection(written), {
    connection: { region: 'eu-west-1', access_key: 'A', secret_key: 'B' },
    params: { name: 'main', tags: {} },
  });
});

test('empty connection parameters count as left out', () => {
  assert.deepEqual(splitConnection({ region: '', profile: null, session_token: undefined }).connection, {});
});

test('the same connection in other words shares a world', () => {
  const { connection: a } = splitConnection({ region: 'eu-west-1', profile: 'p', validate_certs: true });
  const { connection: b } = splitConnection({ aws_profile: 'p', ec2_region: 'eu-west-1', aws_config: { x: 1 } });
  assert.equal(worldKey(a), worldKey(b));
});

test('another region is another world', () => {
  assert.notEqual(worldKey({ region: 'eu-west-1' }), worldKey({ region: 'eu-west-2' }));
});

test('keys become credentials only in pairs', () => {
  const pair = { access_key: 'A', secret_key: 'B', session_token: 'C' };
  assert.deepEqual(worldOptions(pair).credentials, { accessKeyId: 'A', secretAccessKey: 'B', sessionToken: 'C' });
  assert.equal(worldOptions({ access_key: 'A' }).credentials, undefined);
});

test('what is secret is marked so', () => {
  const secret = Object.entries(connectionProperties).filter(([, property]) => 'secret' in property);
  assert.deepEqual(
    secret.map(([name]) => name),
    ['secret_key', 'session_token'],
  );
});

test('no two connection parameters share a name', () => {
  const names = Object.entries(connectionProperties).flatMap(([name, property]) => [
    name,
    ...('aliases' in property ? property.aliases : []),
  ]);
  assert.equal(new Set(names).size, names.length);
});
