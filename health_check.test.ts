import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, test } from 'node:test';
import { createApp } from './app/app.ts';
import { checkHealth, main } from './health_check.ts';

const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const app = (offset = 0) => listen(createServer(createApp({ now: () => new Date(Date.now() + offset) })));
const answering = (status: number, text: string) =>
  listen(createServer((_request, response) => response.writeHead(status).end(text)));

async function run(...argv: string[]) {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await main(
    argv,
    (line) => lines.push(line),
    (line) => errors.push(line),
  );
  return { code, out: lines.join('\n'), err: errors.join('\n') };
}

describe('health_check', () => {
  test('a running app with a right clock is healthy', async () => {
    const { code, out } = await run('--url', `http://${await app()}`);
    assert.equal(code, 0);
    assert.match(
      out,
      /OK {3}127\.0\.0\.1:\d+ http:\/\/127\.0\.0\.1:\d+\/now \d\d:\d\d:\d\d UTC, clock right, answered in \d+ ms/,
    );
  });
  for (const [what, offset, code] of [
    ['half a second off is within a second', 500, 0],
    ['three seconds ahead is not', 3_000, 1],
    ['three seconds behind is not', -3_000, 1],
    ['a whole day off cannot be seen, as the app tells no date', 86_400_000, 0],
  ] as const) {
    test(what, async () => assert.equal((await run('--url', `http://${await app(offset)}`)).code, code));
  }
  test('--max-skew allows more', async () => {
    assert.equal((await run('--url', `http://${await app(3_000)}`, '--max-skew', '5')).code, 0);
  });
  test('another status is a failure, named', async () => {
    const { code, out } = await run('--url', `http://${await answering(503, 'no')}`);
    assert.equal(code, 1);
    assert.match(out, /FAIL .* status 503, expected 200/);
  });
  test('an answer that is no time is a failure', async () => {
    assert.match(
      (await run('--url', `http://${await answering(200, '<html>')}`)).out,
      /answered "<html>", expected the time/,
    );
  });
  test('nobody listening is a failure', async () => {
    const server = createServer();
    const address = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    assert.match((await run('--url', `http://${address}/now`)).out, /FAIL .* no answer: ECONNREFUSED/);
  });
  test('--json prints one document', async () => {
    const { out } = await run('--json', '--url', `http://${await app()}`);
    const { healthy, balancers } = JSON.parse(out);
    assert.deepEqual([healthy, balancers.length, balancers[0].healthy], [true, 1, true]);
  });
  test('finds balancers by name and asks each for /now', async () => {
    const dnsName = await app();
    const asked: string[][] = [];
    const found = await checkHealth({
      find: async (names) => {
        asked.push([...names]);
        return [{ name: 'ans-time-app-lb', dnsName }];
      },
    });
    assert.deepEqual(asked, [['ecs-services', 'ans-time-app-lb']]);
    assert.deepEqual(
      found.map(({ name, url, healthy }) => [name, url, healthy]),
      [['ans-time-app-lb', `http://${dnsName}/now`, true]],
    );
  });
  test('one unhealthy balancer makes the check fail', async () => {
    assert.equal((await run('--url', `http://${await app()}`, '--url', `http://${await answering(500, '')}`)).code, 1);
  });
  for (const argv of [
    ['--max-skew', 'x'],
    ['--url', 'nowhere'],
    ['--nmae', 'x'],
    ['--watch', '0'],
  ]) {
    test(`${argv.join(' ')} is refused with the usage`, async () => {
      const { code, err } = await run(...argv);
      assert.equal(code, 2);
      assert.match(err, /Usage: health_check/);
    });
  }
});
