import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, median, slope, summary, times } from './statistics.mjs';

test('a median is the middle value, or the mean of the two in the middle, whatever the order', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([10, 1, 2, 3]), 2.5);
  assert.equal(median([7]), 7);
  assert.throws(() => median([]), RangeError);
});

test('the values of a median stay in their order', () => {
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2]);
});

test('a summary tells median, spread and count, and nothing where a value is missing', () => {
  assert.deepEqual(summary([3, 1, 2]), { median: 2, least: 1, most: 3, count: 3 });
  assert.equal(summary([1, undefined]), undefined);
  assert.equal(summary([]), undefined);
});

test('a slope is what one more costs', () => {
  assert.equal(slope({ x: 5_000, y: 1 }, { x: 10_000, y: 1.5 }), 1e-4);
});

test('ratios and durations show the digits that matter', () => {
  const ratios = [
    [28.4, '28×'],
    [9.949, '9.9×'],
    [9.95, '10×'],
    [2.04, '2.0×'],
    [1.049, '1.05×'],
    [0.4, '0.40×'],
  ];
  for (const [value, shown] of ratios) assert.equal(times(value), shown);
  const durations = [
    [125.2, '125 s'],
    [25.06, '25.1 s'],
    [1.234, '1.23 s'],
    [0.99949, '999 ms'],
    [0.9996, '1.00 s'],
    [0.0125, '13 ms'],
    [0.00006, '0.06 ms'],
  ];
  for (const [seconds, shown] of durations) assert.equal(duration(seconds), shown);
});
