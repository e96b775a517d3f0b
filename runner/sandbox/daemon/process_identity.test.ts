import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { isRunning, ownIdentity, startOf } from './process_identity.ts';

test('a process is known by its number and its start', () => {
  const own = ownIdentity();
  assert.equal(own.pid, process.pid);
  assert.ok(isRunning(own));
  assert.ok(!isRunning({ ...own, started: 'another time' }));
});

test('a process that ended does not run', async () => {
  const child = spawn(process.execPath, ['-e', '0']);
  const identity = { pid: child.pid!, started: startOf(child.pid!)! };
  assert.notEqual(identity.started, undefined);
  await once(child, 'exit');
  assert.ok(!isRunning(identity));
});

test('a zombie does not run', async () => {
  // A shell that does not wait for its child: the child stays a zombie until the shell ends.
  const shell = spawn('sh', ['-c', 'true & echo $!; exec sleep 5'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [chunk] = await once(shell.stdout, 'data');
  const pid = Number(String(chunk));
  for (let tries = 0; startOf(pid) !== undefined && tries < 100; tries += 1) {
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.equal(startOf(pid), undefined);
  shell.kill();
});
