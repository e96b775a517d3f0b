import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { findSandbox } from '../sandbox/connect.ts';
import { isRunning, startOf } from '../sandbox/daemon/process_identity.ts';
import { readRecord } from '../sandbox/daemon/record.ts';
import { sandboxForTest } from '../sandbox/daemon/testing.ts';

const playbook = `
- hosts: localhost
  gather_facts: false
  vars: { aws_region: eu-west-1 }
  module_defaults: { group/aws: { region: eu-west-1 } }
  roles: [ecr, image, vpc, iam, cluster, task, alb, services]
`;
const dockerfile = `FROM node:24-alpine
WORKDIR /app
COPY server.cjs ./
EXPOSE 8080
CMD ["node", "server.cjs"]
`;
const server = `require('node:http')
  .createServer((request, response) => response.end(new Date().toISOString().slice(11, 19)))
  .listen(8080);
process.on('SIGTERM', () => process.exit(0));
`;

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await delay(50);
  }
  return assert.fail(`it did not come about that ${what}`);
}

const textAt = async (url: string) => (await fetch(url, { headers: { connection: 'close' } })).text();

test('a deployment lives in the sandbox: it answers, is kept, outlives a kill, and goes when it is told', async (t) => {
  const folder = sandboxForTest(t);
  const cwd = dirname(folder.path);
  for (const [name, text] of Object.entries({ 'playbook.yml': playbook, Dockerfile: dockerfile, 'server.cjs': server }))
    writeFileSync(join(cwd, name), text);
  const commands = dirname(process.env['PLAY_TEST_COMMAND']!);
  const run = (words: string, file = process.env['PLAY_TEST_COMMAND']!) => {
    // At home, which is the image's context here, a code cache would be part of the image.
    const { PATH = '', PLAY_CODE_CACHE = '' } = process.env;
    const env = { PATH, PLAY_CODE_CACHE, HOME: cwd };
    return spawnSync(process.execPath, [file, ...words.split(' ')], { cwd, env, encoding: 'utf8', timeout: 120_000 });
  };
  const processes = async () => {
    const status = await (await findSandbox(folder))?.status();
    const pids = (status?.tasks ?? []).map(({ pid }) => ({ pid, started: startOf(pid) ?? '' }));
    return status?.services[0]?.running === 3 && pids.length === 3 && pids.every(isRunning) ? pids : undefined;
  };

  const first = run('playbook.yml --sandbox');
  assert.equal(first.status, 0, first.stdout + first.stderr);
  const url = /Load balancer URL: (http:\/\/127\.0\.0\.1:\d+)/.exec(first.stdout)?.[1] ?? '';
  assert.match(await textAt(`${url}/now`), /^\d\d:\d\d:\d\d$/);
  assert.match(run('--sandbox', join(commands, 'health_check.js')).stdout, /OK {3}ans-time-app-lb/);
  assert.match(run('playbook.yml --sandbox').stdout, /changed=0 .*\n/);

  const [victim, ...others] = (await processes())!;
  process.kill(victim!.pid, 'SIGKILL');
  const replaced = await until('the task is replaced', async () => {
    const now = await processes();
    return now?.some(({ pid }) => pid === victim!.pid) ? undefined : now;
  });
  assert.ok(others.every(({ pid }) => replaced.some((each) => each.pid === pid)));

  const record = readRecord(folder.record)!;
  process.kill(record.pid, 'SIGKILL');
  await until('the sandbox is dead', async () => (isRunning(record) ? undefined : true));
  assert.equal(run('sandbox start').status, 0);
  assert.deepEqual(replaced.filter(isRunning), []);
  await until('it answers again', async () =>
    /^\d\d:/.test(await textAt(`${url}/now`).catch(() => '')) ? true : undefined,
  );
  const revived = await until('its tasks run again', processes);

  assert.equal(run('sandbox stop').status, 0);
  assert.deepEqual(revived.filter(isRunning), []);
  await assert.rejects(textAt(url));
});
