import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cachedDataVersionTag } from 'node:v8';
import { createPatience } from './patience.ts';

test('while something is loaded, and something else for it, V8 has its usual flags, and other ones after', () => {
  const usual = cachedDataVersionTag();
  const patience = createPatience();
  const inside = patience.without(() => [
    cachedDataVersionTag(),
    patience.without(cachedDataVersionTag),
    cachedDataVersionTag(),
  ]);
  assert.deepEqual(inside, [usual, usual, usual]);
  assert.notEqual(cachedDataVersionTag(), usual);
  patience.without(() => assert.equal(cachedDataVersionTag(), usual));
});

test('a load that fails fails as it would without', () => {
  const patience = createPatience();
  const fails = () => {
    throw new RangeError('gone');
  };
  assert.throws(() => patience.without(fails), RangeError);
});
