import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createChildren, endOrphans } from './children.ts';
import { startOf } from './process_identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-children-'));
const file = join(folder, 'children.json');
const started: number[] = [];
after(() => {
  for (const pid of started) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {}
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A group of two processes; says `ready` when both run. */
async function group(script: string): Promise<number> {
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child.pid!);
  await new Promise((ready) => child.stdout!.once('data', ready));
  child.unref();
  child.stdout!.destroy();
  return child.pid!;
}

test('groups that were noted are ended, others are not', async () => {
  const { note } = createChildren(file);
  const obedient = await group('sleep 60 & echo ready; wait');
  const stubborn = await group("trap '' TERM; sleep 60 & echo ready; while :; do sleep 1; done");
  const other = await group('echo ready; exec sleep 60');
  note(obedient);
  note(stubborn);
  appendFileSync(file, `{"pid":${other},"started":"another time"}\n{"pid":1`);
  assert.equal(await endOrphans(file), 2);
  assert.deepEqual([obedient, stubborn].map(startOf), [undefined, undefined]);
  assert.notEqual(startOf(other), undefined);
});

test('those that have ended leave the list when it gets long', async () => {
  const { note } = createChildren(file);
  const pid = await group('echo ready; exec sleep 60');
  appendFileSync(file, '{"pid":999999999,"started":"long ago"}\n');
  for (let count = 0; count < 600; count += 1) note(pid);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /999999999/);
  assert.ok((await endOrphans(file)) > 0);
  assert.equal(startOf(pid), undefined);
});
