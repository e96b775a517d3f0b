import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { pause } from './pause.ts';
import { decode } from './tcp_connections.ts';
import { waitFor } from './wait_for.ts';

async function listen(t: TestContext, server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

const quick = { sleep: 0, timeout: 1 };

test('wait_for sees whether a port is open', async (t) => {
  const server = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-example\r\n'));
  const port = await listen(t, server);
  const started = await runAction(waitFor, { port, ...quick });
  assert.deepEqual(started, {
    changed: false,
    state: 'started',
    port,
    path: null,
    search_regex: null,
    match_groups: [],
    match_groupdict: {},
    elapsed: 0,
  });
  const found = await runAction(waitFor, {
    port,
    search_regex: 'SSH-(?P<version>[\\d.]+)-(\\w+)',
    ...quick,
  });
  assert.deepEqual(found['match_groups'], ['2.0', 'example']);
  assert.deepEqual(found['match_groupdict'], { version: '2.0' });
  const busy = await runAction(waitFor, { port, state: 'stopped', ...quick });
  assert.deepEqual([busy['failed'], busy['msg']], [true, `Timeout when waiting for 127.0.0.1:${port} to stop`]);
  server.close();
  assert.equal((await runAction(waitFor, { port, state: 'stopped', ...quick }))['failed'], undefined);
  const gone = await runAction(waitFor, { port, msg: 'it is gone', ...quick });
  assert.deepEqual([gone['failed'], gone['msg'], gone['elapsed']], [true, 'it is gone', 1]);
});

test('wait_for goes on when the port opens', async (t) => {
  const first = createServer();
  const port = await listen(t, first);
  first.close();
  const context = actionContext();
  const waiting = runAction(waitFor, { port, sleep: 0, timeout: 10 }, context);
  setTimeout(() => void listen(t, createServer(), port), 250);
  assert.equal((await waiting)['failed'], undefined);
  assert.match(context.lines[0]!, new RegExp(`^waiting for 127.0.0.1:${port}`));
});

test('wait_for sees files and what is in them', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'log'), 'one\nlistening on 8080\n');
  const run = (params: Record<string, unknown>) =>
    runAction(waitFor, { ...quick, ...params }, actionContext({ playbookDir }));
  const cases: [params: Record<string, unknown>, msg: string | undefined][] = [
    [{ path: 'log' }, undefined],
    [{ path: 'log', state: 'present', search_regex: '^listening on (\\d+)$' }, undefined],
    [{ path: 'log', search_regex: 'error' }, 'Timeout when waiting for search string error in log'],
    [{ path: 'log', search_regex: '(?i)LISTENING' }, undefined],
    [{ path: 'log', state: 'absent' }, 'Timeout when waiting for log to be absent'],
    [{ path: 'log', state: 'absent', search_regex: 'error' }, undefined],
    [{ path: 'none', state: 'absent' }, undefined],
    [{ path: 'none' }, 'Timeout when waiting for file none'],
  ];
  for (const [params, msg] of cases) {
    const result = await run({ timeout: msg === undefined ? 1 : 0, ...params });
    assert.equal(result['msg'], msg, JSON.stringify(params));
  }
  assert.deepEqual((await run(cases[1]![0]))['match_groups'], ['8080']);
  assert.equal((await run(cases[5]![0]))['state'], 'absent');
  assert.deepEqual([(await run({ path: 'log' }))['state'], (await run({ path: '.' }))['state']], ['file', 'directory']);
  const waiting = run({ path: 'log', state: 'absent', timeout: 10 });
  setTimeout(() => rmSync(join(playbookDir, 'log')), 150);
  assert.equal((await waiting)['failed'], undefined);
});

test('wait_for drained sees open connections', { skip: process.platform !== 'linux' }, async (t) => {
  const server = createServer();
  const port = await listen(t, server);
  const client = connect(port, '127.0.0.1');
  const [accepted] = (await once(server, 'connection')) as [import('node:net').Socket];
  const states = { active_connection_states: ['ESTABLISHED'] };
  assert.equal((await runAction(waitFor, { port, state: 'drained', ...quick, ...states, timeout: 0 }))['failed'], true);
  const excluding = { exclude_hosts: ['127.0.0.1'] };
  assert.equal(
    (await runAction(waitFor, { port, state: 'drained', ...quick, ...states, ...excluding }))['failed'],
    undefined,
  );
  client.destroy();
  accepted.destroy();
  assert.equal((await runAction(waitFor, { port, state: 'drained', ...quick, ...states }))['failed'], undefined);
});

test('addresses of the connection table are decoded', () => {
  assert.equal(decode('0100007F'), '127.0.0.1');
  assert.equal(decode('0000000000000000FFFF00000100007F'), '127.0.0.1');
  assert.equal(decode('00000000000000000000000001000000'), '::1');
  assert.equal(decode('00000000000000000000000000000000'), '::');
});

test('wait_for refuses parameters that contradict each other', async () => {
  for (const params of [{ path: '/x', state: 'stopped' }, { state: 'drained' }, { port: 1, exclude_hosts: ['a'] }])
    assert.equal((await runAction(waitFor, params))['code'], 'wait-for-parameters');
});

test('an interrupt ends waiting and pausing', async () => {
  const interrupt = new AbortController();
  const context = actionContext({ signal: interrupt.signal });
  const waits = [runAction(waitFor, { path: '/nowhere/at/all' }, context), runAction(pause, { minutes: 1 }, context)];
  interrupt.abort(new Error('interrupted'));
  for (const wait of waits) await assert.rejects(wait, /interrupted/);
});

test('pause waits for a time', async () => {
  const result = await runAction(pause, { seconds: 0.05 });
  assert.deepEqual([result['changed'], result['rc'], result['delta'], result['user_input']], [false, 0, 0, '']);
  assert.match(String(result['stdout']), /^Paused for 0\.\d+ seconds$/);
  assert.equal('stdout_lines' in result, false);
  for (const params of [{ minutes: 0.0005 }, {}])
    assert.match(String((await runAction(pause, params))['stdout']), /^Paused for 0\.0 minutes$/);
});

test('pause asks when there is someone to ask', async () => {
  const asked: unknown[] = [];
  const prompt: NonNullable<Parameters<typeof actionContext>[0]>['prompt'] = async (question, { echo }) => {
    asked.push([question, echo]);
    return 'yes';
  };
  assert.equal(
    (await runAction(pause, { prompt: 'Go on?', echo: false }, actionContext({ prompt })))['user_input'],
    'yes',
  );
  assert.deepEqual(asked, [['Go on?', false]]);
  const alone = actionContext();
  assert.equal((await runAction(pause, { prompt: 'Go on?' }, alone))['user_input'], '');
  assert.match(alone.warnings[0]!, /no terminal/);
  const rehearsal = actionContext({ check: true, prompt });
  const began = Date.now();
  await runAction(pause, { minutes: 5 }, rehearsal);
  await runAction(pause, {}, rehearsal);
  assert.ok(Date.now() - began < 1000);
  assert.equal(asked.length, 1);
});
