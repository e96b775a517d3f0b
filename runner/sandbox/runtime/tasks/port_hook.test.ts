import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../../modules/testing.ts';
import { PORTS_VARIABLE, portHookSource } from './port_hook.ts';
import { privatePorts, replaceLocalPorts, replacePorts } from './ports.ts';

/** Runs a script under the hook, container port 8080 being a private one; gives its lines and that port. */
async function hooked(t: TestContext, script: string, name = 'script.mjs') {
  const folder = temporaryFolder(t);
  const hook = join(folder, 'with space.cjs');
  writeFileSync(hook, portHookSource);
  writeFileSync(join(folder, name), script);
  const ports = await privatePorts([8080]);
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, name)], {
    cwd: folder,
    env: {
      NODE_OPTIONS: `--require ${JSON.stringify(hook)}`,
      [PORTS_VARIABLE]: `8080:${ports.get(8080)}`,
      PATH: process.env['PATH'] ?? '',
    },
  });
  return { lines: stdout.trim().split('\n'), port: ports.get(8080) };
}

/** Asks the kernel, past the hook, where the process listens. */
const where = `import { createRequire } from 'node:module';
const listening = (server) => server._handle.getsockname(Object.assign(globalThis.name = {}, {})) || globalThis.name;
`;

const ways: [what: string, listen: string][] = [
  ['a number', 'server.listen(8080, done)'],
  ['a number and any host', "server.listen(8080, '0.0.0.0', done)"],
  ['text', "server.listen('8080', done)"],
  ['options', "server.listen({ port: 8080, host: '::' }, done)"],
  ['a number, a host and a backlog', "server.listen(8080, '0.0.0.0', 10, done)"],
];
for (const [what, listen] of ways) {
  test(`listening on a container port given as ${what} ends at the private one, on loopback`, async (t) => {
    const { lines, port } = await hooked(
      t,
      `${where}
import { createServer } from 'node:http';
const server = createServer((q, r) => r.end('hi'));
const done = () => {
  const { port, address } = listening(server);
  console.log(port, address, server.address().port);
  server.close();
};
${listen};`,
    );
    assert.deepEqual(lines, [`${port} 127.0.0.1 8080`]);
  });
}

test('a process reaches its own container port by any name of this machine', async (t) => {
  const { lines } = await hooked(
    t,
    `import { createServer, get } from 'node:http';
import { connect } from 'node:net';
const server = createServer((q, r) => r.end('hi')).listen(8080, async () => {
  for (const host of ['localhost', '127.0.0.1', '[::1]']) console.log(await (await fetch('http://' + host + ':8080/')).text());
  console.log(await new Promise((done) => get({ port: 8080 }, (r) => r.setEncoding('utf8').on('data', done))));
  await new Promise((done) => connect(8080, 'localhost', function () { this.end(); done(); }));
  await new Promise((done) => connect({ port: 8080 }, function () { this.end(); done(); }));
  server.close();
  server.closeAllConnections();
});`,
  );
  assert.deepEqual(lines, ['hi', 'hi', 'hi', 'hi']);
});

test('ports that are not mapped do not clash with those of other tasks, and are found by the process itself', async (t) => {
  const script = `import { createServer } from 'node:http';
const server = createServer((q, r) => r.end('metrics')).listen(9100, async () => {
  console.log(server.address().port, await (await fetch('http://localhost:9100/')).text());
  setTimeout(() => { server.close(); server.closeAllConnections(); }, 300);
});`;
  const both = await Promise.all([hooked(t, script), hooked(t, script)]);
  assert.deepEqual(
    both.map(({ lines }) => lines),
    [['9100 metrics'], ['9100 metrics']],
  );
});

test('port 0, sockets by path and private ports are left as they are', async (t) => {
  const { lines } = await hooked(
    t,
    `import { createServer } from 'node:net';
const one = createServer().listen(0, () => { console.log(one.address().port > 1023); one.close(); });
const two = createServer().listen('./x.sock', () => { console.log(two.address()); two.close(); });`,
    'script.mjs',
  );
  assert.deepEqual(lines.sort(), ['./x.sock', 'true']);
});

test('workers of a cluster share the container port', async (t) => {
  const { lines } = await hooked(
    t,
    `const cluster = require('cluster');
const http = require('http');
if (cluster.isPrimary) {
  for (let i = 0; i < 2; i += 1) cluster.fork();
  let up = 0;
  cluster.on('listening', async () => {
    if (++up < 2) return;
    console.log(await (await fetch('http://127.0.0.1:8080/')).text());
    for (const worker of Object.values(cluster.workers)) worker.kill();
  });
} else http.createServer((q, r) => r.end('from a worker')).listen(8080);`,
    'script.cjs',
  );
  assert.deepEqual(lines, ['from a worker']);
});

test('words of other commands have their ports replaced, and nothing else', () => {
  const ports = new Map([
    [8080, 41000],
    [80, 41001],
  ]);
  const cases: [word: string, replaced: string][] = [
    ['8080', '41000'],
    ['--port=8080', '--port=41000'],
    ['0.0.0.0:80', '0.0.0.0:41001'],
    ['serve -p 8080 --x', 'serve -p 41000 --x'],
    ['180', '180'],
    ['80800', '80800'],
    ['a8080', 'a8080'],
  ];
  for (const [word, replaced] of cases) assert.equal(replacePorts(word, ports), replaced);
  assert.equal(
    replaceLocalPorts('curl -f http://localhost:8080/health || exit 80', ports),
    'curl -f http://127.0.0.1:41000/health || exit 80',
  );
  assert.equal(replaceLocalPorts('http://example.com:8080/', ports), 'http://example.com:8080/');
});
