import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { actionContext, temporaryFolder } from '../testing.ts';
import { parseImageName } from './image_name.ts';
import { registryDigest } from './registry_digest.ts';

const digest = `sha256:${'12'.repeat(32)}`;
const basic = Buffer.from('me:secret').toString('base64');

/** A registry on this machine that answers as it is told, and the folder of a login to it. */
async function registry(t: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = temporaryFolder(t);
  const logIn = (config: object) => writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  logIn({ auths: { [host]: { auth: basic } } });
  const context = actionContext({ environment: { PATH: `${folder}:/usr/bin:/bin`, HOME: folder } });
  const ask = (logins: string | undefined = folder) =>
    registryDigest(parseImageName(`${host}/team/app:1`), logins, context);
  return { host, folder, requests, logIn, ask };
}

test('the digest is the one of the header, asked for with the login', async (t) => {
  const { ask, requests } = await registry(t, (_, response) => {
    response.setHeader('docker-content-digest', digest).end();
  });
  assert.deepEqual(await ask(), { digest });
  assert.deepEqual(requests, [`HEAD /v2/team/app/manifests/1 Basic ${basic}`]);
});

test('a tag that is not there is missing; an answer that tells nothing is unknown', async (t) => {
  let status = 404;
  const { ask } = await registry(t, (_, response) => response.writeHead(status).end());
  assert.equal(await ask(), 'missing');
  for (status of [401, 403, 500, 200]) assert.equal(await ask(), 'unknown');
});

test('a registry that asks for a token gets one', async (t) => {
  const { ask, requests, host } = await registry(t, (request, response) => {
    if (request.url?.startsWith('/token')) return void response.end('{"token":"t0ken"}');
    if (request.headers.authorization === 'Bearer t0ken')
      return void response.setHeader('docker-content-digest', digest).end();
    const challenge = `Bearer realm="http://${host}/token",service="r",scope="repository:team/app:pull"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  });
  assert.deepEqual(await ask(), { digest });
  assert.equal(requests[1], `GET /token?service=r&scope=repository%3Ateam%2Fapp%3Apull Basic ${basic}`);
});

test('a login in a store of passwords is asked of its helper', async (t) => {
  const { ask, folder, host, logIn, requests } = await registry(t, (_, response) => response.writeHead(404).end());
  logIn({ credHelpers: { [host]: 'mine' } });
  writeFileSync(
    join(folder, 'docker-credential-mine'),
    '#!/bin/sh\nread -r key\nprintf \'{"Username":"you","Secret":"%s"}\' "$key"\n',
  );
  chmodSync(join(folder, 'docker-credential-mine'), 0o755);
  assert.equal(await ask(), 'missing');
  assert.match(requests[0]!, new RegExp(`Basic ${Buffer.from(`you:${host}`).toString('base64')}$`));
});

test("without a login of the run the user's own is taken, and none is no mistake", async (t) => {
  const { ask, folder, host, requests, logIn } = await registry(t, (_, response) => response.writeHead(404).end());
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  assert.equal(await ask(empty), 'missing');
  assert.match(requests[0]!, / -$/);
  logIn({});
  mkdirSync(join(folder, '.docker'));
  writeFileSync(
    join(folder, '.docker/config.json'),
    JSON.stringify({ auths: { [`https://${host}`]: { auth: basic } } }),
  );
  const context = actionContext({ environment: { PATH: '/usr/bin', HOME: folder } });
  assert.equal(await registryDigest(parseImageName(`${host}/team/app:1`), undefined, context), 'missing');
  assert.match(requests[1]!, new RegExp(`Basic ${basic}$`));
});

test('a registry that is down is unknown', async () => {
  const context = actionContext({ environment: { HOME: '/nowhere' } });
  assert.equal(await registryDigest(parseImageName('127.0.0.1:9/app:1'), undefined, context), 'unknown');
});
