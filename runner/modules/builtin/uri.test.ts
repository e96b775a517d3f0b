import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { uri } from './uri.ts';

/** A server that tells what it was asked; `/x/…` paths have a behaviour of their own. */
async function serve(
  t: TestContext,
  listenOn: { path: string } | { port: number; host: string } = { port: 0, host: '127.0.0.1' },
) {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(listenOn);
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, base: `http://127.0.0.1:${port}` };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method, url = '', headers } = request;
  const say = (status: number, head: Record<string, string | string[]> = {}, body: string | Buffer = '') =>
    response.writeHead(status, head).end(body);
  const redirect = /^\/redirect\/(\d+)/.exec(url);
  if (redirect) return void say(Number(redirect[1]), { location: '/echo' });
  if (url === '/text')
    return void say(
      200,
      {
        'content-type': 'text/plain',
        'content-length': '5',
        'X-Some-Thing': 'yes',
        'set-cookie': ['a=1; Path=/', 'b=2'],
      },
      'hello',
    );
  if (url === '/gzip')
    return void say(
      200,
      { 'content-type': 'application/problem+json; charset=utf-8', 'content-encoding': 'gzip' },
      gzipSync('{"zipped": true}'),
    );
  if (url === '/teapot') return void say(418, { 'content-type': 'text/plain' }, 'short and stout');
  if (url === '/broken') return void say(200, { 'content-type': 'application/json' }, '{');
  if (url === '/private' && !headers.authorization) return void say(401, { 'www-authenticate': 'Basic realm="x"' });
  if (url === '/slow') return;
  if (headers['if-modified-since']) return void say(304);
  const told = { method, url, headers, body: Buffer.concat(chunks).toString() };
  say(url === '/created' ? 201 : 200, { 'content-type': 'application/json' }, JSON.stringify(told));
}

type Told = { method: string; url: string; headers: Record<string, string>; body: string };

test('uri returns what the server said, by the names of Ansible', async (t) => {
  const { base } = await serve(t);
  const { date, ...result } = await runAction(uri, { url: `${base}/text`, return_content: true });
  assert.equal(typeof date, 'string');
  assert.deepEqual(result, {
    changed: false,
    redirected: false,
    url: `${base}/text`,
    status: 200,
    msg: 'OK (5 bytes)',
    elapsed: 0,
    content: 'hello',
    content_type: 'text/plain',
    content_length: '5',
    x_some_thing: 'yes',
    set_cookie: 'a=1; Path=/, b=2',
    cookies: { a: '1', b: '2' },
    cookies_string: 'a=1; b=2',
    connection: 'close',
  });
  const plain = await runAction(uri, { url: `${base}/text` });
  assert.equal('content' in plain, false);
  assert.deepEqual((await runAction(uri, { url: `${base}/gzip` }))['json'], { zipped: true });
  assert.equal((await runAction(uri, { url: `${base}/broken` }))['json'], undefined);
});

test('uri sends the body in the format asked for', async (t) => {
  const { base } = await serve(t);
  const form = 'application/x-www-form-urlencoded';
  const cases: [params: Record<string, unknown>, body: string | RegExp, type: string | RegExp | undefined][] = [
    [{ body: 'text' }, 'text', undefined],
    [{ body: { a: [1] }, body_format: 'json' }, '{"a": [1]}', 'application/json'],
    [{ body: '{"b":2}', body_format: 'json' }, '{"b":2}', 'application/json'],
    [{ body: { a: 'x y', b: [1, 2] }, body_format: 'form-urlencoded' }, 'a=x+y&b=1&b=2', form],
    [{ body: [['a', 'ä']], body_format: 'form-urlencoded' }, 'a=%C3%A4', form],
    [{ body: { a: 1 }, body_format: 'json', headers: { 'Content-Type': 'text/x' } }, '{"a": 1}', 'text/x'],
    [
      {
        body: { one: 'x', file: { content: 'c', filename: 'f.txt', mime_type: 'text/plain' } },
        body_format: 'form-multipart',
      },
      /name="one"\r\n\r\nx\r\n--play.*name="file"; filename="f.txt"\r\nContent-Type: text\/plain\r\n\r\nc\r\n/s,
      /^multipart\/form-data; boundary=play-/,
    ],
  ];
  for (const [params, body, type] of cases) {
    const { json } = await runAction(uri, { url: `${base}/echo`, method: 'post', ...params });
    const told = json as Told;
    assert.equal(told.method, 'POST');
    const check = (found: string | undefined, wanted: string | RegExp | undefined) =>
      wanted instanceof RegExp ? assert.match(String(found), wanted) : assert.equal(found, wanted);
    check(told.body, body);
    check(told.headers['content-type'], type);
  }
  const wrong = await runAction(uri, { url: `${base}/echo`, body: 5, body_format: 'form-urlencoded' });
  assert.equal(wrong['code'], 'uri-body');
});

test('a file can be the body', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'in'), 'from a file');
  const { base } = await serve(t);
  const { json } = await runAction(
    uri,
    { url: `${base}/echo`, method: 'PUT', src: 'in' },
    actionContext({ playbookDir }),
  );
  assert.equal((json as Told).body, 'from a file');
});

test('a status that was not asked for fails the task', async (t) => {
  const { base } = await serve(t);
  const result = await runAction(uri, { url: `${base}/teapot`, status_code: [200, 204] });
  assert.equal(result['failed'], true);
  assert.equal(result['status'], 418);
  assert.equal(result['content'], 'short and stout');
  assert.equal(result['msg'], "Status code was 418 and not [200, 204]: HTTP Error 418: I'm a Teapot");
  assert.equal((await runAction(uri, { url: `${base}/teapot`, status_code: [418] }))['failed'], undefined);
  assert.match(
    String((await runAction(uri, { url: `${base}/created` }))['msg']),
    /^Status code was 201 and not \[200\]/,
  );
});

test('a server that cannot be reached or keeps silent fails the task with status -1', async (t) => {
  const { base } = await serve(t);
  const refused = await runAction(uri, { url: 'http://127.0.0.1:1/' });
  assert.deepEqual([refused['failed'], refused['status'], refused['redirected']], [true, -1, false]);
  assert.match(String(refused['msg']), /^Status code was -1 and not \[200\]: Request failed: .*ECONNREFUSED/);
  const silent = await runAction(uri, { url: `${base}/slow`, timeout: 1 });
  assert.match(String(silent['msg']), /no answer in 1 seconds/);
  assert.equal(silent['elapsed'], 1);
});

test('redirects are followed as far as allowed', async (t) => {
  const { base } = await serve(t);
  const cases: [status: number, params: Record<string, unknown>, method: string | undefined][] = [
    [302, {}, 'GET'],
    [302, { follow_redirects: 'none' }, undefined],
    [302, { follow_redirects: false }, undefined],
    [302, { method: 'POST' }, undefined],
    [302, { method: 'POST', body: 'x', follow_redirects: 'all' }, 'GET'],
    [307, { method: 'POST', body: 'x', follow_redirects: 'yes' }, 'POST'],
    [303, { method: 'POST', body: 'x', follow_redirects: 'urllib2' }, 'GET'],
    [307, { method: 'POST', body: 'x', follow_redirects: 'urllib2' }, undefined],
  ];
  for (const [status, params, method] of cases) {
    const result = await runAction(uri, { url: `${base}/redirect/${status}`, ...params });
    assert.equal(result['redirected'], method !== undefined);
    if (method === undefined)
      assert.deepEqual([result['failed'], result['status'], result['location']], [true, status, `${base}/echo`]);
    else assert.deepEqual([(result['json'] as Told).method, result['url']], [method, `${base}/echo`]);
  }
});

test('a password goes to the server that asks, at once when forced, and not to where it redirects', async (t) => {
  const { base } = await serve(t);
  const account = { url_username: 'me', url_password: 'secret' };
  const expected = `Basic ${Buffer.from('me:secret').toString('base64')}`;
  const sent = async (path: string, params: Record<string, unknown>) =>
    ((await runAction(uri, { url: `${base}${path}`, ...params }))['json'] as Told | undefined)?.headers[
      'authorization'
    ];
  assert.equal(await sent('/private', account), expected);
  assert.equal(await sent('/echo', account), undefined);
  assert.equal(await sent('/echo', { ...account, force_basic_auth: true }), expected);
  const other = await serve(t);
  const away = createServer((_, response) => response.writeHead(302, { location: `${other.base}/echo` }).end());
  away.listen(0, '127.0.0.1');
  await once(away, 'listening');
  t.after(() => away.close());
  const url = `http://127.0.0.1:${(away.address() as AddressInfo).port}/`;
  const result = await runAction(uri, { url, ...account, force_basic_auth: true });
  assert.equal((result['json'] as Told).headers['authorization'], undefined);
});

test('the answer is saved once', async (t) => {
  const playbookDir = temporaryFolder(t);
  const { base } = await serve(t);
  const context = actionContext({ playbookDir });
  const first = await runAction(uri, { url: `${base}/text`, dest: 'out', mode: '0600' }, context);
  assert.deepEqual([first['changed'], first['path'], first['mode']], [true, join(playbookDir, 'out'), '0600']);
  assert.equal(readFileSync(join(playbookDir, 'out'), 'utf8'), 'hello');
  assert.equal((await runAction(uri, { url: `${base}/text`, dest: 'out' }, context))['changed'], false);
  const unmodified = await runAction(uri, { url: `${base}/echo`, dest: 'out' }, context);
  assert.deepEqual([unmodified['changed'], unmodified['status'], unmodified['failed']], [false, 304, undefined]);
  assert.equal((await runAction(uri, { url: `${base}/text`, dest: '.' }, context))['path'], join(playbookDir, 'text'));
  await runAction(uri, { url: `${base}/teapot`, dest: 'no' }, context);
  assert.equal(existsSync(join(playbookDir, 'no')), false);
});

test('creates and removes decide whether anything is sent', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'there'), '');
  const context = actionContext({ playbookDir });
  const url = 'http://127.0.0.1:1/';
  assert.match(
    String((await runAction(uri, { url, creates: 'there' }, context))['msg']),
    /^skipped, since 'there' exists/,
  );
  assert.match(String((await runAction(uri, { url, removes: 'none' }, context))['msg']), /'none' does not exist/);
});

test('requests go through a socket or a proxy when told so', async (t) => {
  const playbookDir = temporaryFolder(t);
  const socket = join(playbookDir, 'socket');
  await serve(t, { path: socket });
  const local = await runAction(
    uri,
    { url: 'http://localhost/echo', unix_socket: 'socket' },
    actionContext({ playbookDir }),
  );
  assert.equal((local['json'] as Told).url, '/echo');
  const { base } = await serve(t);
  const proxied = actionContext({ environment: { http_proxy: base, no_proxy: 'inside.example' } });
  const asked = await runAction(uri, { url: 'http://outside.example/echo' }, proxied);
  assert.equal((asked['json'] as Told).url, 'http://outside.example/echo');
  assert.equal((asked['json'] as Told).headers['host'], 'outside.example');
  const direct = await runAction(uri, { url: 'http://x.inside.example/echo' }, proxied);
  assert.equal(direct['status'], -1);
});
