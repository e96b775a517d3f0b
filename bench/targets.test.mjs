import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from './summarise.mjs';
import { tableOf } from './table.mjs';
import { growth, targetsOf } from './targets.mjs';

const seconds = (value, more = {}) => ({ seconds: value, code: 0, ...more });

const deployment = new Map([
  [
    'Play',
    [
      { 'first run': seconds(1, { requests: 50, megabytes: 119 }) },
      { 'first run': seconds(3, { requests: 50, megabytes: 121 }) },
    ],
  ],
  ['Ansible', [{ 'first run': seconds(50, { requests: 132 }), 'check, converged': seconds(12, { code: 2 }) }]],
]);

test('samples become a row for each side of each thing, with a median; what ended with an error says so', () => {
  const rows = rowsOf('deployment', deployment);
  assert.deepEqual(
    rows.map(({ what, side, seconds: { median }, failed = false }) => [what, side, median, failed]),
    [
      ['first run', 'Play', 2, false],
      ['first run', 'Ansible', 50, false],
      ['check, converged', 'Ansible', 12, true],
    ],
  );
  assert.equal(rows[0].cpu, undefined);
});

test('targets are judged by ratios of medians, and left out where a side was not measured', () => {
  const targets = targetsOf(rowsOf('deployment', deployment));
  assert.deepEqual(
    targets.map(({ text, shown, met }) => [text, shown, met]),
    [
      ['first run, Ansible’s time to ours', '25×', true],
      ['API calls of a first run, to Ansible’s', '38 %', true],
      ['peak memory of the first run', '121 MB', false],
    ],
  );
  assert.deepEqual(targetsOf([]), []);
});

test('what a task costs the engine is what it costs the run, less what it costs to load and check', () => {
  const sample = {
    '5,000 tasks': seconds(2),
    '10,000 tasks': seconds(3.5),
    '5,000 tasks, --syntax-check': seconds(1),
    '10,000 tasks, --syntax-check': seconds(1.75),
  };
  const rows = rowsOf('scale', new Map([['Play', [sample]]]));
  assert.equal(
    growth(rows, (count) => `${count.toLocaleString('en')} tasks`, 'seconds'),
    3e-4,
  );
  const [{ value, met }] = targetsOf(rows);
  assert.equal(value.toFixed(6), '0.000150');
  assert.equal(met, false);
});

test('the table names a thing once, and gives the others’ ratio to Play', () => {
  const [head, first, second] = tableOf(rowsOf('deployment', deployment));
  assert.match(head, /^ +side +median/);
  assert.match(first, /^first run +Play +2.00 s +1.00 s – 3.00 s +2 +120 +50$/);
  assert.match(second, /^ +Ansible +50.0 s .* 25×/);
});
