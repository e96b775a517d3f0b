import assert from 'node:assert/strict';
import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect, createServer as createSocketServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteLoadBalancerCommand, DeregisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createFarm, eventually, type Farm, type FarmOptions, forwardTo } from './sample_farm.ts';

async function farmOf(t: TestContext, options?: FarmOptions): Promise<Farm> {
  const farm = await createFarm(options);
  t.after(() => farm.close());
  return farm;
}

/** A farm with a listener on port 80 that forwards to one group. */
async function webOf(t: TestContext, options?: FarmOptions, own: Record<string, string> = {}) {
  const farm = await farmOf(t, options);
  const group = await farm.group('web', {}, own);
  await farm.listen(80, forwardTo(group));
  return { farm, group };
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly agent?: Agent;
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of message) body += chunk;
  return body;
}

function ask(url: string, { body = '', agent, ...options }: Asking = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ...options, ...(agent && { agent }) }, (answer) => {
      bodyOf(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        reject,
      );
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

/** Sends bytes and gives all that comes back until the connection ends. */
function raw(port: number, text: string, more?: (write: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let back = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text);
      more?.((next) => socket.write(next));
    });
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      back += chunk;
    });
    socket.once('close', () => resolve(back));
    socket.once('error', reject);
  });
}

const portOf = ({ dnsName }: Farm) => Number(dnsName.split(':')[1]);

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

test('the load balancer has a DNS name that is an address and a port', async (t) => {
  const farm = await farmOf(t);
  assert.match(farm.dnsName, /^127\.0\.0\.1:\d+$/);
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

test('a deregistered target keeps its open requests and gets no new one', async (t) => {
  const { farm, group } = await webOf(t, { speed: 200 }, { 'deregistration_delay.timeout_seconds': '5' });
  let finish = () => {};
  const slow = await farm.target(group, (got, answer) => {
    if (got.url === '/slow') finish = () => answer.end('slow');
    else answer.end('first');
  });
  await eventually('it is healthy', async () => (await farm.health(group))[0]?.State === 'healthy');
  await farm.target(group, (_, answer) => answer.end('second'));
  await eventually('both are', async () => (await farm.health(group)).every(({ State }) => State === 'healthy'));
  const open: Promise<Answered>[] = [];
  // One of two gets to the first.
  open.push(ask(farm.url('/slow')), ask(farm.url('/slow')));
  await sleep(50);
  await farm.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: slow.ip, Port: 8080 }] }));
  for (let turn = 0; turn < 4; turn += 1) assert.equal((await ask(farm.url('/'))).body, 'second');
  // 5 s of the sandbox's time are 25 ms; the request may take 5 s of ours.
  await sleep(200);
  assert.ok((await farm.health(group)).some(({ State }) => State === 'draining'));
  finish();
  assert.deepEqual(new Set((await Promise.all(open)).map(({ body }) => body)), new Set(['slow', 'second']));
  await eventually('it is gone', async () => (await farm.health(group)).length === 1);
});

test('the end of the deregistration delay cuts what is still open', async (t) => {
  const { farm, group } = await webOf(t, { speed: 200 }, { 'deregistration_delay.timeout_seconds': '1' });
  const { ip } = await farm.target(group, (got, answer) => {
    if (got.url !== '/endless') answer.end();
  });
  await eventually('it is healthy', async () => (await farm.health(group))[0]?.State === 'healthy');
  const endless = ask(farm.url('/endless'));
  const cut = assert.rejects(endless, /socket hang up|ECONNRESET/);
  await sleep(50);
  await farm.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: ip, Port: 8080 }] }));
  await cut;
});

test('an answer of the load balancer itself leaves the connection open', async (t) => {
  const { farm } = await webOf(t);
  const back = await raw(
    portOf(farm),
    'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  );
  assert.equal(back.match(/HTTP\/1\.1 503/g)?.length, 2);
});

test('a load balancer that is deleted gives its port back', async (t) => {
  const { farm } = await webOf(t);
  await farm.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: farm.arn }));
  await eventually('nobody listens', () =>
    ask(farm.url('/')).then(
      () => false,
      ({ code }) => code === 'ECONNREFUSED',
    ),
  );
});

test('a load balancer takes the port it had, another one when that is taken', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (_, answer) => answer.end('ok'));
  const port = portOf(farm);
  const { balancers } = farm.sandbox.runtime;
  const { elbState } = await import('../../services/elbv2/state.ts');
  const context = farm.sandbox.host.context('eu-west-1');
  const record = context.state(elbState).balancers.get(farm.arn)!;
  await balancers?.closeAll();
  await assert.rejects(ask(farm.url('/')), /ECONNREFUSED/);
  assert.equal(await balancers?.open(record, context), `127.0.0.1:${port}`);
  farm.sandbox.host.wake();
  await eventually('it answers again', () =>
    ask(farm.url('/')).then(
      () => true,
      () => false,
    ),
  );
  await balancers?.closeAll();
  const taken = createSocketServer();
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
  t.after(() => void taken.close());
  assert.notEqual(await balancers?.open(record, context), `127.0.0.1:${port}`);
});
