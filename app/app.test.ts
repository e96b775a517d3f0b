import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createApp } from './app.ts';
import { jsonLog } from './log.ts';
import { type Serving, serve } from './serve.ts';

const quiet = { port: 0, host: '127.0.0.1', log: () => {}, stopTimeout: 1_000 };
const midday = () => new Date('2026-11-22T12:34:56.789Z');

describe('the app', () => {
  let base = '';
  let close = () => {};
  const lines: Record<string, unknown>[] = [];
  before(async () => {
    const log = jsonLog({ write: (line: string) => lines.push(JSON.parse(line)) });
    const server = createApp({ now: midday, log }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    close = () => server.close();
  });
  after(() => close());

  test('tells the UTC time as HH:MM:SS in plain text', async () => {
    const answer = await fetch(`${base}/now`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal(await answer.text(), '12:34:56');
  });
  test('is never cached and does not name its framework', async () => {
    const { headers } = await fetch(`${base}/now`);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('x-powered-by'), null);
  });
  test('leads from / to /now', async () => {
    const answer = await fetch(`${base}/`, { redirect: 'manual' });
    assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/now']);
  });
  test('says that it is healthy', async () => {
    assert.deepEqual(await (await fetch(`${base}/health`)).json(), { status: 'ok' });
  });
  test('answers 404 elsewhere, without a stack', async () => {
    for (const [path, status, text] of [
      ['/nowhere', 404, 'not found'],
      ['/nowhere/%ff', 404, 'not found'],
    ] as const) {
      const answer = await fetch(base + path);
      assert.deepEqual([answer.status, await answer.text()], [status, text]);
    }
  });
  test('logs each request as a line of JSON, without its query', async () => {
    await fetch(`${base}/now?token=hidden`);
    await new Promise((resolve) => setImmediate(resolve));
    const line = lines.at(-1)!;
    assert.deepEqual([line['event'], line['method'], line['path'], line['status']], ['request', 'GET', '/now', 200]);
    assert.doesNotMatch(JSON.stringify(lines), /hidden/);
  });
});

describe('stopping', () => {
  test('lets a request under way finish, takes no new one, and ends', async () => {
    const serving = await serve(quiet);
    const slow = openRequest(serving);
    await slow.arrived;
    const stopped = serving.stop();
    await assert.rejects(fetch(`http://127.0.0.1:${serving.port}/now`));
    slow.finish();
    assert.match(await slow.answer, /^HTTP\/1\.1 200 [\s\S]*\d\d:\d\d:\d\d$/);
    await stopped;
  });
  test('cuts connections that are still busy at the time-out', async () => {
    const serving = await serve({ ...quiet, stopTimeout: 20 });
    const slow = openRequest(serving);
    await slow.arrived;
    await serving.stop();
    assert.equal(await slow.answer, '');
  });
  test('a port that is taken fails the start', async () => {
    const first = await serve(quiet);
    await assert.rejects(serve({ ...quiet, port: first.port }), /EADDRINUSE/);
    await first.stop();
  });
});

/** A request whose last line is held back until `finish`; `answer` is all that came back. */
function openRequest(serving: Serving) {
  const socket = connect(serving.port, '127.0.0.1', () => socket.write('GET /now HTTP/1.1\r\nhost: app\r\n'));
  // The first bytes must be in the server's parser, or the connection counts as idle.
  const arrived = new Promise<void>((resolve) =>
    serving.server.once('connection', (peer) => setTimeout(() => resolve(void peer), 20)),
  );
  let received = '';
  const answer = new Promise<string>((resolve) => {
    socket
      .on('data', (data) => {
        received += data;
      })
      .on('error', () => {})
      .on('close', () => resolve(received));
  });
  return { arrived, answer, finish: () => socket.write('\r\n') };
}
