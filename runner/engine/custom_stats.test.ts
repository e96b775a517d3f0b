import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepStats, noStats, statsOf } from './custom_stats.ts';

test('values are added to those that are there, or take their place', () => {
  const cases: [now: unknown, more: unknown, sum: unknown][] = [
    [1, 2, 3],
    ['a', 'b', 'ab'],
    [[1], [2], [1, 2]],
    [{ a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    [1, 'b', 1],
  ];
  for (const [now, more, sum] of cases) {
    const stats = noStats();
    const keep = (value: unknown, aggregate: boolean) =>
      keepStats(stats, { ansible_stats: { data: { x: value }, per_host: false, aggregate } });
    keep(now, true);
    keep(more, true);
    assert.deepEqual(statsOf(stats)?.run, { x: sum });
    keep(more, false);
    assert.deepEqual(statsOf(stats)?.run, { x: more });
  }
});

test('a host has values of its own, and what failed keeps none', () => {
  const stats = noStats();
  assert.equal(statsOf(stats), undefined);
  keepStats(stats, { ansible_stats: { data: { x: 1 }, per_host: true, aggregate: true } });
  keepStats(stats, { failed: true, ansible_stats: { data: { y: 1 }, per_host: true, aggregate: true } });
  keepStats(stats, { changed: true });
  assert.deepEqual(statsOf(stats), { run: {}, localhost: { x: 1 } });
});
