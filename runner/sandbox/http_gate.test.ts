import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate } from './http_gate.ts';

test('so many at a time, so many wait, and the rest is sent away', async () => {
  const gate = createGate(2, 1);
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const work = (number: number) => () => {
    begun.push(number);
    return new Promise<void>((end) => ends.push(end));
  };
  const all = [0, 1, 2, 3].map((number) => gate.run(work(number)));
  assert.deepEqual([begun, all[3]], [[0, 1], undefined]);
  ends[0]!();
  await all[0];
  await new Promise(setImmediate);
  assert.deepEqual(begun, [0, 1, 2]);
  for (const end of ends) end();
  await Promise.all(all);
  assert.ok(gate.run(async () => {}));
});

test('work that fails makes room as well', async () => {
  const gate = createGate(1, 0);
  await assert.rejects(gate.run(() => Promise.reject(new Error('no')))!);
  assert.ok(gate.run(async () => {}));
});
