import assert from 'node:assert/strict';
import { Agent, type IncomingMessage, request } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, bodyOf, webOf } from './sample_client.ts';
import { eventually, forwardTo } from './sample_farm.ts';

test('a request reaches its target with what a load balancer adds, and its answer comes back as it was', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (got, answer) => {
    answer.setHeader('Set-Cookie', ['a=1', 'b=2']);
    answer.writeHead(201, 'Made', { 'X-Url': got.url ?? '', 'X-Seen': JSON.stringify(got.headers) });
    answer.end('hello');
  });
  const { status, headers, body } = await ask(farm.url('/a%20b?x=1&y'), { headers: { 'X-Mine': 'yes' } });
  assert.equal(status, 201);
  assert.equal(body, 'hello');
  assert.equal(headers['x-url'], '/a%20b?x=1&y');
  assert.deepEqual(headers['set-cookie'], ['a=1', 'b=2']);
  const seen = JSON.parse(String(headers['x-seen']));
  assert.equal(seen['x-forwarded-for'], '127.0.0.1');
  assert.equal(seen['x-forwarded-port'], '80');
  assert.equal(seen.host, farm.dnsName);
  assert.equal(seen['x-mine'], 'yes');
});

test('bodies stream both ways', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (got, answer) => {
    answer.writeHead(200);
    got.on('data', (chunk) => answer.write(`<${chunk}>`));
    got.on('end', () => answer.end('.'));
  });
  const asked = request(farm.url('/'), { method: 'POST' });
  asked.write('one');
  const answer = await new Promise<IncomingMessage>((resolve) => asked.once('response', resolve));
  answer.setEncoding('utf8');
  const next = () => new Promise<string>((resolve) => answer.once('data', resolve));
  assert.equal(await next(), '<one>');
  asked.write('two');
  assert.equal(await next(), '<two>');
  asked.end();
  assert.equal(await next(), '.');
});

test('headers of an answer come before its body', async (t) => {
  const { farm, group } = await webOf(t);
  let finish = () => {};
  await farm.target(group, (_, answer) => {
    answer.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
    finish = () => answer.end();
  });
  const asked = request(farm.url('/')).end();
  const answer = await new Promise<IncomingMessage>((resolve) => asked.once('response', resolve));
  assert.equal(answer.headers['content-type'], 'text/event-stream');
  finish();
  assert.equal(await bodyOf(answer), '');
});

test('a large body arrives whole, and is not held in memory for a slow reader', async (t) => {
  const { farm, group } = await webOf(t);
  const size = 64 * 1024 * 1024;
  let written = 0;
  await farm.target(group, (got, answer) => {
    if (got.url !== '/large') return void answer.end();
    const chunk = Buffer.alloc(64 * 1024);
    const more = () => {
      while (written < size) {
        written += chunk.length;
        if (!answer.write(chunk)) {
          answer.once('drain', more);
          return;
        }
      }
      answer.end();
    };
    more();
  });
  const asked = request(farm.url('/large')).end();
  const answer = await new Promise<IncomingMessage>((resolve) => asked.once('response', resolve));
  await sleep(100);
  assert.ok(written < size / 2, `the target wrote ${written} bytes to a reader that read none`);
  let read = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) read += chunk.length;
  assert.equal(read, size);
});

test('connections to targets are used again', async (t) => {
  const { farm, group } = await webOf(t);
  const { server } = await farm.target(group, (_, answer) => answer.end('ok'));
  let connections = 0;
  for (let turn = 0; turn < 5; turn += 1) await ask(farm.url('/'));
  server.on('connection', () => {
    connections += 1;
  });
  for (let turn = 0; turn < 20; turn += 1) await ask(farm.url('/'));
  // Health checks bring their own.
  const before = connections;
  assert.ok(before < 10, `${before} new connections for 20 requests`);
});

test('no request is lost to a target that closes its idle connections', async (t) => {
  const { farm, group } = await webOf(t);
  const { server } = await farm.target(group, async (got, answer) => {
    await bodyOf(got);
    answer.end(got.method);
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  t.after(() => agent.destroy());
  const closing = setInterval(() => server.closeIdleConnections(), 1);
  t.after(() => clearInterval(closing));
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, index) => {
      const posts = index % 4 === 0;
      return ask(farm.url('/'), { agent, ...(posts && { method: 'POST', body: 'x' }) });
    }),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
});

test('requests go round between healthy targets, and least outstanding ones spare the busy', async (t) => {
  const { farm, group } = await webOf(t, {}, { 'load_balancing.algorithm.type': 'least_outstanding_requests' });
  const hold: (() => void)[] = [];
  for (const name of ['a', 'b']) {
    await farm.target(group, (got, answer) => {
      if (got.url === '/hold') hold.push(() => answer.end(name));
      else answer.end(name);
    });
  }
  await eventually('both are healthy', async () =>
    (await farm.health(group)).every(({ State }) => State === 'healthy'),
  );
  const held = ask(farm.url('/hold'));
  await eventually('one is busy', () => hold.length === 1);
  const others = [await ask(farm.url('/')), await ask(farm.url('/')), await ask(farm.url('/'))];
  hold[0]?.();
  const busy = (await held).body;
  assert.ok(others.every(({ body }) => body !== busy));
});

test('cookies keep a client at its target', async (t) => {
  const { farm, group } = await webOf(t, {}, { 'stickiness.enabled': 'true' });
  for (const name of ['a', 'b']) await farm.target(group, (_, answer) => answer.end(name));
  const first = await ask(farm.url('/'));
  const cookie = (first.headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; ');
  assert.match(cookie, /^AWSALB=.*AWSALBCORS=/);
  for (let turn = 0; turn < 4; turn += 1) {
    assert.equal((await ask(farm.url('/'), { headers: { Cookie: cookie } })).body, first.body);
  }
});

test('rules, redirects and fixed responses answer at the address', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (_, answer) => answer.end('target'));
  const listener = await farm.listen(81, {
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: '404', ContentType: 'application/json', MessageBody: '{}' },
  });
  await farm.rule(listener, 1, { Field: 'path-pattern', Values: ['/api/*'] }, forwardTo(group));
  await farm.rule(
    listener,
    2,
    { Field: 'path-pattern', Values: ['/old/*'] },
    { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_302', Port: '80', Path: '/new' } },
  );
  // The group `sg-alb` lets only port 80 in.
  const groups = farm.sandbox.host.context('eu-west-1');
  const { ec2State } = await import('../../services/ec2/state.ts');
  groups.state(ec2State).securityGroups.get('sg-alb')!.rules.push({
    ruleId: 'sgr-81',
    isEgress: false,
    ipProtocol: 'tcp',
    fromPort: 81,
    toPort: 81,
    cidrIpv4: '0.0.0.0/0',
  });
  farm.sandbox.host.wake();
  const addressOf = (port: number) =>
    farm.sandbox.runtime.balancers?.status()[0]?.listeners.find((each) => each.port === port)?.address;
  await eventually('the second listener has a port', () => addressOf(81) !== undefined);
  const at = (path: string) => `${addressOf(81)}${path}`;
  const fixed = await ask(at('/'));
  assert.deepEqual(
    [fixed.status, fixed.body, fixed.headers['content-type']],
    [404, '{}', 'application/json; charset=utf-8'],
  );
  assert.equal((await ask(at('/api/x'))).body, 'target');
  const moved = await ask(at('/old/x?y=1'));
  assert.equal(moved.status, 302);
  assert.equal(moved.headers.location, farm.url('/new?y=1'));
});
