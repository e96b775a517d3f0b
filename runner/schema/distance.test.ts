import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, editDistance, nearest } from './distance.ts';

test('insertions, deletions, replacements and swaps cost one each', () => {
  for (const [a, b, distance] of [
    ['cidr_block', 'cidr_blok', 1],
    ['desired_count', 'desired_cout', 1],
    ['when', 'whne', 1],
    ['a', '', 1],
    ['debug', 'debug', 0],
    ['copy', 'file', 4],
  ] as const) {
    assert.equal(editDistance(a, b), distance, `${a} ${b}`);
    assert.equal(editDistance(b, a), distance, `${b} ${a}`);
  }
});

test('the nearest name is found, also when one begins with the other, and nothing far away', () => {
  assert.equal(nearest('regster', ['register', 'retries', 'rescue']), 'register');
  assert.equal(nearest('dns-support', ['dns_support']), 'dns_support');
  assert.equal(nearest('whenever', ['when', 'delegate_to']), 'when');
  assert.equal(nearest('cidr', ['cidr_block', 'cidr_blocks']), 'cidr_block');
  assert.equal(nearest('cidr_blok', ['cidr_ip', 'ports', 'proto']), 'cidr_ip');
  assert.equal(nearest('xyz', ['abc', 'def']), undefined);
});

test('a few names are listed when none is near', () => {
  assert.equal(didYouMean('zzz', ['b', 'a']), 'known: a, b');
  assert.equal(didYouMean('zzz', 'abcdefghij'), undefined);
});
