import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { uri } from './uri.ts';

const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();

/** A server with a certificate for 127.0.0.1 and secure.example that nobody has signed but itself. */
async function secureServer(t: TestContext) {
  const playbookDir = temporaryFolder(t);
  const [key, cert] = [join(playbookDir, 'key.pem'), join(playbookDir, 'cert.pem')];
  const subject = ['-subj', '/CN=play', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:secure.example'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject], { stdio: 'pipe' });
  const options = { key: readFileSync(key), cert: readFileSync(cert), requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, (request, response) => {
    const peer = (request.socket as import('node:tls').TLSSocket).getPeerCertificate();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ url: request.url, client: peer.subject?.CN ?? null }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { playbookDir, port, url: `https://127.0.0.1:${port}/path` };
}

test('a certificate is checked unless told otherwise', { skip: !hasOpenssl }, async (t) => {
  const { playbookDir, url } = await secureServer(t);
  const ask = (params: Record<string, unknown>) => runAction(uri, { url, ...params }, actionContext({ playbookDir }));
  const refused = await ask({});
  assert.equal(refused['status'], -1);
  assert.match(String(refused['msg']), /self-signed certificate/);
  assert.deepEqual((await ask({ validate_certs: false }))['json'], { url: '/path', client: null });
  assert.deepEqual((await ask({ ca_path: 'cert.pem' }))['json'], { url: '/path', client: null });
  const own = { ca_path: 'cert.pem', client_cert: 'cert.pem', client_key: 'key.pem' };
  assert.deepEqual((await ask(own))['json'], { url: '/path', client: 'play' });
});

test('an encrypted request goes through a proxy that sees none of it', { skip: !hasOpenssl }, async (t) => {
  const { playbookDir, port: securePort } = await secureServer(t);
  // A name that only the proxy knows the way to.
  const url = 'https://secure.example/path';
  const seen: unknown[] = [];
  const proxy = createHttpServer().on('connect', (request, socket) => {
    seen.push([request.url, request.headers['proxy-authorization']]);
    if (request.headers['proxy-authorization'] === undefined) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const onward = connect(securePort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [socket, onward]) end.on('error', () => {});
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(() => proxy.close());
  const { port } = proxy.address() as AddressInfo;
  const through = (proxyUrl: string) =>
    runAction(
      uri,
      { url, ca_path: 'cert.pem' },
      actionContext({ playbookDir, environment: { HTTPS_PROXY: proxyUrl } }),
    );
  const answer = await through(`http://me:p%40ss@127.0.0.1:${port}`);
  assert.deepEqual(answer['json'], { url: '/path', client: null });
  assert.deepEqual(seen, [['secure.example:443', `Basic ${Buffer.from('me:p@ss').toString('base64')}`]]);
  assert.match(String((await through(`127.0.0.1:${port}`))['msg']), /answered 407 Proxy Authentication Required/);
});
