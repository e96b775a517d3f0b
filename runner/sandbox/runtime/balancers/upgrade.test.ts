import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { ask, portOf, raw, webOf } from './sample_client.ts';

test('a WebSocket gets through, with bytes that came early on either side', async (t) => {
  const { farm, group } = await webOf(t);
  const { server } = await farm.target(group, (_, answer) => answer.end());
  server.on('upgrade', (got: IncomingMessage, socket) => {
    const head = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Port: ${got.headers['x-forwarded-port']}\r\n\r\n`;
    socket.write(`${head}early `);
    socket.on('data', (chunk: Buffer) => {
      socket.write(`echo:${chunk} `);
      if (String(chunk).includes('bye')) socket.end();
    });
  });
  const handshake =
    'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n';
  const back = await raw(portOf(farm), `${handshake}first`, (write) => setTimeout(() => write('bye'), 60));
  assert.match(back, /^HTTP\/1\.1 101 Switching Protocols\r\n/);
  assert.match(back, /X-Port: 80\r\n/);
  assert.match(back, /early echo:first echo:bye/);
});

test('a target that declines a WebSocket gets its answer through', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (_, answer) => answer.writeHead(426, { 'Content-Length': '2' }).end('no'));
  const handshake = 'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const back = await raw(portOf(farm), handshake);
  assert.match(back, /^HTTP\/1\.1 426 [\s\S]*\r\n\r\nno$/);
});

test('an offer of HTTP/2 in the clear is passed over', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (got, answer) => answer.end(`${got.headers.upgrade ?? 'plain'}`));
  const { body } = await ask(farm.url('/'), {
    headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' },
  });
  assert.equal(body, 'plain');
});
