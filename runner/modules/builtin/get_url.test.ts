import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { getUrl } from './get_url.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A server with one file that never changes, lists of checksums, and a door that asks for a password. */
async function serve(t: TestContext) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { url = '', method, headers } = request;
    asked.push(`${method} ${url}`);
    const say = (status: number, body = '', head: Record<string, string> = {}) =>
      void response.writeHead(status, head).end(method === 'HEAD' ? undefined : body);
    if (url === '/file.txt') return say(headers['if-modified-since'] ? 304 : 200, 'hello\n');
    if (url === '/named') return say(200, 'hello\n', { 'content-disposition': 'attachment; filename="../given.txt"' });
    if (url === '/sums') return say(200, `${sha256('x')}  other\n${sha256('hello\n')} *./file.txt\n`);
    if (url === '/tagged') return say(200, `SHA256 (file.txt) = ${sha256('hello\n')}\n`);
    if (url === '/one') return say(200, `${sha256('hello\n')}\n`);
    if (url === '/moved') return say(302, '', { location: '/echo' });
    if (url === '/echo') return say(200, JSON.stringify(headers));
    if (url === '/secret')
      return headers.authorization ? say(200, headers.authorization) : say(401, '', { 'www-authenticate': 'Basic' });
    return say(404, 'no');
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  t.after(() => server.close());
  return { asked, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a file is downloaded once', async (t) => {
  const { base, asked } = await serve(t);
  const playbookDir = temporaryFolder(t);
  const context = actionContext({ playbookDir });
  const url = `${base}/file.txt`;
  const first = await runAction(getUrl, { url, dest: 'f', mode: '0600' }, context);
  const dest = join(playbookDir, 'f');
  assert.deepEqual(
    [first['changed'], first['dest'], first['status_code'], first['msg'], first['mode'], first['url']],
    [true, dest, 200, 'OK (6 bytes)', '0600', url],
  );
  assert.deepEqual([first['checksum_dest'], first['checksum_src']], [null, 'f572d396fae9206628714fb2ce00f72e94f2258f']);
  const second = await runAction(getUrl, { url, dest: 'f', mode: '0640' }, context);
  assert.deepEqual([second['status_code'], second['msg']], [304, 'HTTP Error 304: Not Modified']);
  assert.deepEqual([second['changed'], statSync(dest).mode & 0o777], [true, 0o640], 'the attributes are looked after');
  const forced = await runAction(getUrl, { url, dest: 'f', force: true }, context);
  assert.deepEqual([forced['status_code'], forced['changed']], [200, false]);
  assert.deepEqual(asked, Array(3).fill('GET /file.txt'));
});

test('a folder takes the file under a name that stays in it', async (t) => {
  const { base } = await serve(t);
  const playbookDir = temporaryFolder(t);
  mkdirSync(join(playbookDir, 'd'));
  const context = actionContext({ playbookDir });
  for (const [path, name] of [
    ['file.txt', 'file.txt'],
    ['named', 'given.txt'],
  ]) {
    const result = await runAction(getUrl, { url: `${base}/${path}`, dest: 'd' }, context);
    assert.equal(result['dest'], join(playbookDir, 'd', name!));
  }
  const local = await runAction(getUrl, { url: `file://${playbookDir}/d/file.txt`, dest: 'copy' }, context);
  assert.deepEqual([local['changed'], local['status_code']], [true, null]);
});

test('a checksum is given, or found in a list, and decides', async (t) => {
  const { base, asked } = await serve(t);
  const playbookDir = temporaryFolder(t);
  const context = actionContext({ playbookDir });
  const url = `${base}/file.txt`;
  for (const checksum of [
    `sha256:${sha256('hello\n')}`,
    `SHA256:${base}/sums`,
    `sha256:${base}/tagged`,
    `sha256:${base}/one`,
  ]) {
    writeFileSync(join(playbookDir, 'f'), 'old');
    assert.equal((await runAction(getUrl, { url, dest: 'f', checksum }, context))['changed'], true);
    asked.length = 0;
    const again = await runAction(getUrl, { url, dest: 'f', checksum }, context);
    assert.deepEqual([again['changed'], again['msg']], [false, 'file already exists']);
    assert.ok(!asked.includes('GET /file.txt'));
  }
  const cases: [checksum: string, message: RegExp][] = [
    [`sha256:${sha256('y')}`, /did not match .*; it was 5891b5b5/],
    ['crc:12', /"crc" is no checksum/],
    ['md5:xyz', /"xyz" is no checksum/],
    [`sha256:${base}/none`, /cannot download the list .*: status 404/],
    [`sha256:${base}/echo`, /holds no checksum for file.txt|is no checksum/],
  ];
  for (const [checksum, message] of cases)
    assert.match(String((await runAction(getUrl, { url, dest: 'g', checksum }, context))['msg']), message);
  assert.equal(existsSync(join(playbookDir, 'g')), false, 'what is not right is not put in place');
});

test('check mode downloads nothing', async (t) => {
  const { base, asked } = await serve(t);
  const playbookDir = temporaryFolder(t);
  const url = `${base}/file.txt`;
  const check = actionContext({ playbookDir, check: true });
  const predicted = await runAction(getUrl, { url, dest: 'f' }, check);
  assert.deepEqual([predicted['changed'], predicted['checksum_src'], asked], [true, unknown, ['HEAD /file.txt']]);
  assert.equal(existsSync(join(playbookDir, 'f')), false);
  const done = await runAction(getUrl, { url, dest: 'f' }, actionContext({ playbookDir }));
  assert.deepEqual(Object.keys(predicted).sort(), Object.keys(done).sort());
  assert.equal((await runAction(getUrl, { url, dest: 'f' }, check))['changed'], false);
  assert.equal((await runAction(getUrl, { url: unknown, dest: 'f' }, check))['changed'], true);
});

test('passwords and headers go where they shall', async (t) => {
  const { base } = await serve(t);
  const playbookDir = temporaryFolder(t);
  const context = actionContext({ playbookDir });
  await runAction(getUrl, { url: `${base}/secret`, dest: 's', url_username: 'me', url_password: 'pw' }, context);
  assert.equal(readFileSync(join(playbookDir, 's'), 'utf8'), `Basic ${Buffer.from('me:pw').toString('base64')}`);
  const headers = { 'X-One': 1, 'X-Two': '2' };
  await runAction(getUrl, { url: `${base}/moved`, dest: 'h', headers, unredirected_headers: ['X-Two'] }, context);
  const got = JSON.parse(readFileSync(join(playbookDir, 'h'), 'utf8'));
  assert.deepEqual([got['x-one'], got['x-two'], got['user-agent']], ['1', undefined, 'play-get-url']);
});

test('a failure says what the server said', async (t) => {
  const { base } = await serve(t);
  const playbookDir = temporaryFolder(t);
  const context = actionContext({ playbookDir });
  const missing = await runAction(getUrl, { url: `${base}/none`, dest: 'f' }, context);
  assert.deepEqual(
    [missing['failed'], missing['msg'], missing['response'], missing['status_code']],
    [true, 'Request failed', 'HTTP Error 404: Not Found', 404],
  );
  const refused = await runAction(getUrl, { url: 'http://127.0.0.1:1/x', dest: 'f' }, context);
  assert.match(String(refused['msg']), /^Request failed: .*ECONNREFUSED/);
  const folder = await runAction(getUrl, { url: `${base}/file.txt`, dest: 'none/f' }, context);
  assert.equal(folder['msg'], `Destination ${join(playbookDir, 'none')} does not exist`);
});
