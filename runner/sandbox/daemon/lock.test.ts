import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { holderOf, takeLock } from './lock.ts';

/** Run as a process of its own, this file is a contender: it waits for the moment, and tries. */
const [moment, contested] = process.env['PLAY_CONTENDER']?.split(' ') ?? [];
if (contested !== undefined) {
  while (Date.now() < Number(moment));
  process.stdout.write(takeLock(contested) ? 'taken' : 'not');
  await new Promise((end) => setTimeout(end, 1_000));
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), 'play-lock-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('one holds a lock, and nothing is left when it is given back', () => {
  const file = join(folder, 'a');
  const release = takeLock(file);
  assert.equal(takeLock(file), undefined);
  assert.equal(holderOf(file)?.pid, process.pid);
  release!();
  const again = takeLock(file);
  assert.ok(again);
  again();
  assert.deepEqual(readdirSync(folder), []);
});

for (const [what, content] of [
  ['a process that is gone', '{"pid":999999999,"started":"long ago"}'],
  ['a process whose number another one has', `{"pid":${process.pid},"started":"long ago"}`],
  ['a file that is damaged', '{"pi'],
] as const) {
  test(`the lock of ${what} is taken over`, () => {
    const file = join(folder, 'stale');
    writeFileSync(file, content);
    const release = takeLock(file);
    assert.equal(holderOf(file)?.pid, process.pid);
    release!();
    assert.deepEqual(readdirSync(folder), []);
  });
}

test('a turn at a stale lock that was left behind is taken over as well', () => {
  const file = join(folder, 'stale');
  writeFileSync(file, '{"pid":999999999,"started":"long ago"}');
  writeFileSync(`${file}.999999999-long_ago`, '{"pid":999999998,"started":"later"}');
  takeLock(file)!();
  assert.deepEqual(readdirSync(folder), []);
});

test('of many processes that find a stale lock at once, one takes it', async () => {
  const file = join(folder, 'contested');
  writeFileSync(file, '{"pid":999999999,"started":"long ago"}');
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const env = { ...environment, PLAY_CONTENDER: `${Date.now() + 700} ${file}` };
  const results = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, [process.argv[1]!], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      await once(child, 'close');
      return out;
    }),
  );
  assert.deepEqual(results.sort(), ['not', 'not', 'not', 'not', 'not', 'taken']);
});
