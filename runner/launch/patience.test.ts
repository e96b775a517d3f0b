import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cachedDataVersionTag } from 'node:v8';
import { createPatience } from './patience.ts';

const isNode20 = process.versions.v8.startsWith('11.3.');

test('while something is loaded, and something else for it, V8 has its usual flags, and on Node 20 other ones after', () => {
  const usual = cachedDataVersionTag();
  const patience = createPatience();
  const inside = patience.without(() => [
    cachedDataVersionTag(),
    patience.without(cachedDataVersionTag),
    cachedDataVersionTag(),
  ]);
  assert.deepEqual(inside, [usual, usual, usual]);
  assert.equal(cachedDataVersionTag() !== usual, isNode20);
  patience.without(() => assert.equal(cachedDataVersionTag(), usual));
});

test('another V8 is left as it is', () => {
  const tag = cachedDataVersionTag();
  assert.equal(
    createPatience('13.6.1').without(() => 'loaded'),
    'loaded',
  );
  assert.equal(cachedDataVersionTag(), tag);
});

test('a load that fails fails as it would without', () => {
  const patience = createPatience();
  const fails = () => {
    throw new RangeError('gone');
  };
  assert.throws(() => patience.without(fails), RangeError);
});
