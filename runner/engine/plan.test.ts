import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskInfo, TaskOutcome } from './events.ts';
import { createPlanning, isPending } from './plan.ts';

let id = 0;
const task = (role: string | undefined, name = 'Make it'): TaskInfo => ({
  id: ++id,
  name,
  ...(role !== undefined && { role }),
  module: 'ec2_vpc_net',
  place: { file: 'f', line: 1, column: 1 },
  kind: 'task',
});
const outcome = (over: Partial<TaskOutcome>): TaskOutcome => ({ status: 'ok', result: {}, milliseconds: 1, ...over });

function planOf(...done: readonly (readonly [TaskInfo, TaskOutcome, TaskOutcome[]?])[]) {
  const planning = createPlanning();
  for (const [info, whole, items = []] of done) {
    for (const item of items) planning.note({ type: 'item_done', task: info, outcome: item });
    planning.note({ type: 'task_done', task: info, outcome: whole });
  }
  return planning.plan();
}

test('a run that changes nothing has an empty plan', () => {
  const plan = planOf([task('vpc'), outcome({})], [task('vpc'), outcome({ status: 'skipped' })]);
  assert.deepEqual(plan, { roles: [], totals: { created: 0, changed: 0, replaced: 0, removed: 0, may_run: 0 } });
  assert.equal(isPending(plan), false);
});

test('what becomes of each thing is told by role, in order', () => {
  const plan = planOf(
    [task('vpc', 'a'), outcome({ status: 'changed', change: 'created', steps: ['create VPC'] })],
    [task('vpc', 'b'), outcome({ status: 'changed', change: 'replaced' })],
    [task('app', 'c'), outcome({ undecided: true })],
    [task(undefined, 'd'), outcome({ status: 'changed' })],
  );
  assert.deepEqual(
    plan.roles.map(({ role, changes }) => [role, changes.map(({ kind, task }) => `${kind} ${task}`)]),
    [
      ['vpc', ['created a', 'replaced b']],
      ['app', ['may_run c']],
      [undefined, ['changed d']],
    ],
  );
  assert.deepEqual(plan.roles[0]!.changes[0]!.steps, ['create VPC']);
  assert.equal(isPending(plan), true);
});

test('a loop counts item by item', () => {
  const item = (label: string, over: Partial<TaskOutcome>) => outcome({ item: label, ...over });
  const plan = planOf([
    task('vpc'),
    outcome({ status: 'changed' }),
    [
      item('a', { status: 'changed', change: 'created' }),
      item('b', {}),
      item('c', { status: 'changed', change: 'changed' }),
    ],
  ]);
  assert.deepEqual(
    plan.roles[0]!.changes.map(({ item }) => item),
    ['a', 'c'],
  );
  assert.deepEqual([plan.totals.created, plan.totals.changed], [1, 1]);
});

for (const [what, over, kind] of [
  ['a change that changed_when hides is still planned', { status: 'ok', change: 'changed' }, 'changed'],
  ['what may run but would change nothing is not', { undecided: true, idle: true }, undefined],
  ['a value read for a part that was left out is not', { status: 'read', change: 'changed' }, undefined],
  ['what failed is not', { status: 'failed', change: 'created' }, undefined],
  [
    'an undecided task may run, whatever it would do',
    { undecided: true, status: 'changed', change: 'created' },
    'may_run',
  ],
] as const)
  test(what, () => {
    const plan = planOf([task('r'), outcome(over as Partial<TaskOutcome>)]);
    assert.equal(plan.roles[0]?.changes[0]?.kind, kind);
  });
