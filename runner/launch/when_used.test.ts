import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { whenUsed } from './when_used.ts';

/** Loads as Node does, and notes what. */
function loader() {
  const loaded: string[] = [];
  const load = createRequire(import.meta.url);
  return {
    loaded,
    load: (name: string) => {
      loaded.push(name);
      return load(name);
    },
  };
}

test('a module that is long to load is loaded when it is first used', () => {
  const { loaded, load } = loader();
  const zlib = whenUsed('node:zlib', load) as typeof import('node:zlib');
  assert.deepEqual(loaded, []);
  assert.equal(zlib.crc32('play'), 0x5e89deba);
  assert.deepEqual([...new Set(loaded)], ['node:zlib']);
});

test('what stands for it has all its exports', () => {
  const { load } = loader();
  const real = load('node:crypto') as object;
  const module = whenUsed('crypto', load) as object;
  assert.deepEqual(Object.keys(module), Object.keys(real));
  assert.ok('createHash' in module);
  assert.equal(Reflect.getOwnPropertyDescriptor(module, 'noSuchThing'), undefined);
});

test('others are given as they are', () => {
  const { load } = loader();
  assert.equal(whenUsed('node:path', load), load('node:path'));
});
