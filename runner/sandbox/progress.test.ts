import assert from 'node:assert/strict';
import test from 'node:test';
import { type Actor, progress } from './progress.ts';

function bell(times: number[], log: string[], name: string): Actor<number> {
  return {
    due: () => times[0],
    act(now) {
      while (times[0] !== undefined && times[0] <= now) log.push(`${name}@${times.shift()}`);
    },
  };
}

test('events of all actors happen in the order of their times', () => {
  const log: string[] = [];
  progress([bell([10, 30], log, 'a'), bell([20, 40], log, 'b')], (time) => time, 35);
  assert.deepEqual(log, ['a@10', 'b@20', 'a@30']);
});

test('an actor that never comes to rest is a fault, not a hang', () => {
  const restless: Actor<number> = { due: () => 1, act() {} };
  assert.throws(() => progress([restless], (time) => time, 1), /did not come to rest/);
});
