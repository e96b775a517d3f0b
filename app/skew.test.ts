import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { both, skewOf, verdict } from './skew.ts';

const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);

describe('the skew of a clock that tells whole seconds', () => {
  for (const [what, told, asked, answered, least, most] of [
    ['an exact clock, asked in the middle of a second', '12:00:00', '12:00:00.500', '12:00:00.500', -500, 500],
    ['a round trip widens what can be said', '12:00:00', '12:00:00.400', '12:00:00.600', -600, 600],
    ['a clock that is 3 s ahead', '12:00:03', '12:00:00.500', '12:00:00.500', 2500, 3500],
    ['a clock that is 3 s behind', '11:59:57', '12:00:00.500', '12:00:00.500', -3500, -2500],
    ['asked before midnight, told after', '00:00:00', '23:59:59.900', '23:59:59.950', 50, 1100],
    ['asked after midnight, told before', '23:59:59', '00:00:00.100', '00:00:00.100', -1100, -100],
  ] as const) {
    test(what, () => assert.deepEqual(skewOf(told, at(asked), at(answered)), { least, most }));
  }
  for (const told of ['', '1:2:3', '24:00:00', '12:60:00', '12:00:00 ', '<html>']) {
    test(`${JSON.stringify(told)} is not a time`, () => assert.equal(skewOf(told, 0, 0), undefined));
  }
});

describe('the verdict within 1 s', () => {
  for (const [least, most, expected] of [
    [-500, 500, 'right'],
    [-1000, 1000, 'right'],
    [-1001, -1, 'open'],
    [999, 2000, 'open'],
    [1001, 2000, 'wrong'],
    [-9000, -1001, 'wrong'],
  ] as const) {
    test(`${least} … ${most} ms is ${expected}`, () => assert.equal(verdict({ least, most }, 1000), expected));
  }
  test('two answers narrow it down', () => {
    assert.deepEqual(both({ least: -1010, most: 10 }, { least: -600, most: 400 }), { least: -600, most: 10 });
  });
  test('two answers that no single clock can give', () => {
    assert.equal(both({ least: -100, most: 900 }, { least: 3000, most: 4000 }), undefined);
  });
});
