import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { serveHttp } from '../sandbox/http.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { countWrites } from './dying_world.ts';
import { everythingIn } from './everything.ts';

/** Longer than anything in the sandbox takes: processes outside go by their own clock, and should not have to wait. */
const betweenCalls = 60_000;

/** The shipped playbook as a process of its own, against a sandbox on a port. */
async function stageOn(t: TestContext, sandbox: Sandbox) {
  let child: ChildProcess | undefined;
  let killAt = Number.POSITIVE_INFINITY;
  const server = await serveHttp({
    answer: async (request) => {
      const answer = await sandbox.answer(request);
      sandbox.clock.advance(betweenCalls);
      if (countWrites(sandbox) >= killAt) child?.kill('SIGKILL');
      return answer;
    },
  });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
  };
  /** Runs it, and kills it while it waits for the answer to its `writes`-th write. */
  return async (words: readonly string[], writes = Number.POSITIVE_INFINITY) => {
    killAt = countWrites(sandbox) + writes;
    const extra = ['-e', 'image=public.ecr.aws/example/app:1', '--output', 'lines'];
    child = spawn(process.execPath, [process.env['PLAY_TEST_COMMAND']!, 'playbook.yml', ...extra, ...words], { env });
    let said = '';
    child.stdout!.on('data', (text) => (said += text));
    child.stderr!.on('data', (text) => (said += text));
    const [code, signal] = await once(child, 'close');
    return { code, signal, said };
  };
}

for (const [what, words, writes] of [
  ['deployment', [], 9],
  ['deployment', [], 24],
  ['destroy', ['--destroy=all'], 3],
  ['destroy', ['--destroy=all'], 17],
] as const) {
  test(`a ${what} that is killed at its write ${writes} is taken down by a destroy, which then finds nothing`, async (t) => {
    const sandbox = createSandbox();
    const before = await everythingIn(sandbox.world());
    const play = await stageOn(t, sandbox);
    if (what === 'destroy') assert.equal((await play([])).code, 0);
    const killed = await play(words, writes);
    assert.deepEqual([killed.code, killed.signal], [null, 'SIGKILL'], killed.said);
    assert.notDeepEqual(await everythingIn(sandbox.world()), before);
    const destroyed = await play(['--destroy=all']);
    assert.equal(destroyed.code, 0, destroyed.said);
    assert.deepEqual(await everythingIn(sandbox.world()), before);
    const again = await play(['--destroy=all']);
    assert.equal(again.code, 0, again.said);
    assert.match(again.said, /changed=0 .*\n\ntook .*no write\n$/);
  });
}
