import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { openBranch, openBranches } from './live_branch.ts';
import { painter } from './paint.ts';

function terminal() {
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text), columns: 100 };
  return { written, on: { out, paint: painter(false) } };
}
/** The text as it stands when all has been drawn. */
const lastOf = (text: string, from: string) =>
  stripVTControlCharacters(text).slice(stripVTControlCharacters(text).lastIndexOf(from));

test('branches that end at once are printed as they are, in their order', async () => {
  const { written, on } = terminal();
  let printed = Promise.resolve();
  for (let count = 0; count < 500; count += 1) {
    const branch = openBranch(`role ${count}`, printed, on);
    branch.show('role › task');
    branch.say('✔ task');
    branch.failed = count === 1;
    printed = branch.close();
  }
  await printed;
  assert.equal(written.length, 500);
  assert.match(written[0]!, /^✔ role 0 \(\d+ ms\)\n {4}✔ task\n$/);
  assert.match(written[1]!, /^✖ role 1 \(/);
});

/** Waits until something has been drawn that fits: the first time listr2 has to be loaded. */
async function drawn(written: readonly string[], pattern: RegExp): Promise<void> {
  for (let left = 500; left > 0 && !pattern.test(written.join('')); left -= 1) await delay(20);
}

test('a branch that stays is drawn now and then, however often it changes, and left behind like one that did not', async () => {
  const { written, on } = terminal();
  const branch = openBranch('vpc', Promise.resolve(), on);
  branch.say('first');
  await drawn(written, /vpc.*first/s);
  const [before, began] = [written.length, performance.now()];
  for (let count = 0; count < 20_000; count += 1) branch.show(`vpc › item ${count}`);
  for (let count = 0; count < 50; count += 1) branch.say(`line ${count}`);
  await drawn(written, /line 49/);
  const drawings = (written.length - before) / 6;
  await branch.close();
  // The spinner draws ten times a second by itself.
  assert.ok(drawings < 10 + (performance.now() - began) / 40, `${drawings} drawings`);
  const lines = lastOf(written.join(''), '✔ vpc (').trimEnd().split(/\r?\n/);
  assert.match(lines[0]!, /^✔ vpc \(\d+ ms\)$/);
  assert.deepEqual(lines.slice(1), ['    first', ...Array.from({ length: 50 }, (_, index) => `    line ${index}`)]);
});

test('branches side by side end as done, failed and passed over, and closing twice changes nothing', async () => {
  for (const patience of [0, 200]) {
    const { written, on } = terminal();
    const [done, failed, passed] = openBranches(['ecr', 'vpc', 'alb'], Promise.resolve(), on);
    failed!.failed = true;
    await delay(patience);
    if (patience > 0) await drawn(written, /ecr/);
    void done!.close();
    void failed!.close();
    passed!.skip('alb was not run');
    await done!.close();
    assert.match(
      lastOf(written.join(''), '✔ ecr ('),
      /^✔ ecr \(\d+ ms\)\r?\n✖ vpc \(\d+ ms\)\r?\n\S alb was not run\r?\n$/,
    );
  }
});
