import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createWatch } from './watch.ts';

function watched(t: TestContext, idleMs: number) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let time = 0;
  const told: string[] = [];
  const watch = createWatch(
    {
      idleMs,
      onGap: (ms) => told.push(`gap ${ms}`),
      onIdle: () => told.push('idle'),
      onTick() {},
    },
    () => time,
  );
  const pass = (ms: number) => {
    time += ms;
    t.mock.timers.tick(1_000);
  };
  return { watch, told, pass };
}

test('what nobody uses for long enough is told, and use puts it off', (t) => {
  const { watch, told, pass } = watched(t, 3_000);
  pass(1_000);
  pass(1_000);
  watch.used();
  pass(1_000);
  pass(1_000);
  assert.deepEqual(told, []);
  pass(1_000);
  assert.deepEqual(told, ['idle']);
  watch.end();
});

test('sleep of the machine is a gap, and no want of use', (t) => {
  const { watch, told, pass } = watched(t, 60_000);
  pass(3_600_000);
  assert.deepEqual(told, ['gap 3599000']);
  assert.equal(watch.idleFor(), 1_000);
  watch.end();
});
