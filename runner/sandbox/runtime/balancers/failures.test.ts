import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { test } from 'node:test';
import { ask, farmOf, webOf } from './sample_client.ts';
import { eventually, forwardTo } from './sample_farm.ts';

test('a target that cuts the connection gives 502, one that never answers 504', async (t) => {
  const { farm, group } = await webOf(t, { attributes: { 'idle_timeout.timeout_seconds': '1' } });
  await farm.target(group, (got) => {
    if (got.url === '/cut') got.socket.destroy();
  });
  const cut = await ask(farm.url('/cut'));
  assert.equal(cut.status, 502);
  assert.equal(cut.headers.server, 'awselb/2.0');
  assert.match(cut.body, /502 Bad Gateway/);
  assert.equal((await ask(farm.url('/never'))).status, 504);
  assert.match(
    farm.log.join('\n'),
    /502 for GET \/cut: 192\.168\.0\.\d+:8080 closed the connection before it answered/,
  );
});

const malformed: [title: string, bytes: string][] = [
  ['no HTTP', 'hello\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
];
for (const [title, bytes] of malformed) {
  test(`a target that answers with ${title} gives 502`, async (t) => {
    const { farm, group } = await webOf(t);
    const server = createServer();
    server.removeAllListeners('connection');
    server.on('connection', (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(bytes));
    });
    const { ip } = await farm.task(server);
    await farm.register(group, ip);
    assert.equal((await ask(farm.url('/'))).status, 502);
  });
}

test('an answer that breaks off breaks off for the client, too', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (_, answer) => {
    answer.writeHead(200, { 'Content-Length': '100' });
    answer.write('half');
    setTimeout(() => answer.destroy(), 20);
  });
  await assert.rejects(ask(farm.url('/')), /aborted/);
});

test('a client that goes away takes its request with it', async (t) => {
  const { farm, group } = await webOf(t);
  let state = 'not there';
  await farm.target(group, (got, answer) => {
    if (got.url !== '/slow') return void answer.end();
    state = 'there';
    answer.once('close', () => {
      state = 'gone';
    });
  });
  const asked = request(farm.url('/slow')).end();
  asked.once('error', () => {});
  await eventually('the target has it', () => state === 'there');
  asked.destroy();
  await eventually('the target is told', () => state === 'gone');
});

test('without targets the answer is 503, without a listener there is none', async (t) => {
  const farm = await farmOf(t);
  await assert.rejects(ask(farm.url('/')), /socket hang up|ECONNRESET/);
  await farm.listen(80, forwardTo(await farm.group('web')));
  const { status, headers } = await ask(farm.url('/'));
  assert.equal(status, 503);
  assert.equal(headers.server, 'awselb/2.0');
});

test('a target that security groups keep away gives 504', async (t) => {
  const { farm, group } = await webOf(t);
  const { ip } = await farm.task(createServer(), ['sg-closed']);
  await farm.register(group, ip);
  assert.equal((await ask(farm.url('/'))).status, 504);
});

test('a load balancer whose security groups let nobody in takes no connection', async (t) => {
  const farm = await farmOf(t);
  await farm.listen(8081, forwardTo(await farm.group('web')));
  await assert.rejects(ask(farm.url('/')), /socket hang up|ECONNRESET/);
});
