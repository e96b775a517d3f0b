import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criticalPath } from './critical_path.mjs';

const durations = new Map(Object.entries({ vpc: 3, iam: 2, ecr: 1, cluster: 4, service: 2 }));
const edge = (from, to) => ({ from, to });

test('the critical path is the longest way, not the one with the most units', () => {
  const edges = [edge('ecr', 'iam'), edge('iam', 'service'), edge('vpc', 'service'), edge('cluster', 'service')];
  assert.deepEqual(criticalPath(durations, edges), { length: 6, path: ['cluster', 'service'] });
  assert.deepEqual(criticalPath(durations, [...edges, edge('vpc', 'iam')]), {
    length: 7,
    path: ['vpc', 'iam', 'service'],
  });
});

test('without edges it is the longest unit, without units it is nothing', () => {
  assert.deepEqual(criticalPath(durations, []), { length: 4, path: ['cluster'] });
  assert.deepEqual(criticalPath(new Map(), []), { length: 0, path: [] });
});
