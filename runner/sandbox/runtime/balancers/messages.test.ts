import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Asking, ask, bodyOf, portOf, raw, webOf } from './sample_client.ts';

const bodies: [title: string, asking: Asking, expected: string][] = [
  ['a POST with a length', { method: 'POST', body: 'abc', headers: { 'Content-Length': '3' } }, 'POST 3 - abc'],
  [
    'a POST in chunks',
    { method: 'POST', body: 'abc', headers: { 'Transfer-Encoding': 'chunked' } },
    'POST - chunked abc',
  ],
  ['a POST without a body', { method: 'POST', headers: { 'Content-Length': '0' } }, 'POST 0 - '],
  [
    'a DELETE in chunks',
    { method: 'DELETE', body: 'abc', headers: { 'Transfer-Encoding': 'chunked' } },
    'DELETE - chunked abc',
  ],
  ['a GET without a body', {}, 'GET - - '],
];
test('requests keep their framing', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, async (got, answer) => {
    const { 'content-length': length = '-', 'transfer-encoding': encoding = '-' } = got.headers;
    answer.end(`${got.method} ${length} ${encoding} ${await bodyOf(got)}`);
  });
  for (const [title, asking, expected] of bodies)
    assert.equal((await ask(farm.url('/'), asking)).body, expected, title);
});

test('an answer to HEAD has its length and no body', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (_, answer) => answer.writeHead(200, { 'Content-Length': '5' }).end());
  const { status, headers, body } = await ask(farm.url('/'), { method: 'HEAD' });
  assert.deepEqual([status, headers['content-length'], body], [200, '5', '']);
});

/** Without a status the connection is cut: the request was on its way already. */
const smuggled: [title: string, lines: string[], status: number | undefined][] = [
  ['two different lengths', ['Content-Length: 3', 'Content-Length: 4', '', 'abcd'], 400],
  ['two equal lengths', ['Content-Length: 3', 'Content-Length: 3', '', 'abc'], 400],
  ['a length beside chunks', ['Content-Length: 3', 'Transfer-Encoding: chunked', '', '0', '', ''], 400],
  ['a coding that is not known', ['Transfer-Encoding: gzip', '', ''], 501],
  ['a space before the colon', ['Content-Length : 3', '', 'abc'], 400],
  ['a folded header', ['X-A: 1', ' Content-Length: 3', '', 'abc'], 400],
  ['a length that is no number', ['Content-Length: +3', '', 'abc'], 400],
  ['a bare line feed in a chunk size', ['Transfer-Encoding: chunked', '', '3\nabc', '0', '', ''], undefined],
  ['a second host', ['Host: other', '', ''], 400],
  ['headers of more than 64 KiB', [`X-A: ${'a'.repeat(70_000)}`, '', ''], 400],
];
test('requests that could be read in two ways are refused', async (t) => {
  const { farm, group } = await webOf(t);
  const got: string[] = [];
  await farm.target(group, async (incoming, answer) => {
    if (incoming.headers['user-agent']?.startsWith('ELB')) return void answer.end();
    got.push(incoming.url ?? '');
    answer.end('reached');
  });
  for (const [title, lines, status] of smuggled) {
    const head = `POST /${encodeURIComponent(title)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n`;
    const back = await raw(portOf(farm), head + lines.join('\r\n'));
    assert.match(back, status === undefined ? /^$/ : new RegExp(`^HTTP/1.1 ${status} `), `${title}: ${back}`);
  }
  assert.deepEqual(
    got.filter((url) => !url.includes('chunk')),
    [],
  );
});

test('requests that are sent at once are answered in their order', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (got, answer) => {
    setTimeout(() => answer.end(`[${got.url}]`), got.url === '/1' ? 40 : 0);
  });
  const back = await raw(
    portOf(farm),
    'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  );
  assert.match(back, /\[\/1\][\s\S]*\[\/2\]/);
});

test('a whole URL as target of a request names the host', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (got, answer) => answer.end(`${got.headers.host} ${got.url}`));
  const back = await raw(
    portOf(farm),
    'GET http://example.com/x?y HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n',
  );
  assert.match(back, /example\.com \/x\?y/);
});

test('a client of HTTP/1.0 gets an answer without chunks', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (_, answer) => {
    answer.write('a');
    answer.end('b');
  });
  const back = await raw(portOf(farm), 'GET / HTTP/1.0\r\nHost: a\r\n\r\n');
  assert.match(back, /\r\n\r\nab$/);
  assert.doesNotMatch(back, /transfer-encoding/i);
});

test('100 Continue comes from the load balancer', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, async (got, answer) => answer.end(`${got.headers.expect ?? 'none'} ${await bodyOf(got)}`));
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n';
  const back = await raw(portOf(farm), head, (write) => setTimeout(() => write('abc'), 20));
  assert.match(back, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*none abc/);
});

test('an answer of the load balancer itself leaves the connection open', async (t) => {
  const { farm } = await webOf(t);
  const back = await raw(
    portOf(farm),
    'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  );
  assert.equal(back.match(/HTTP\/1\.1 503/g)?.length, 2);
});
