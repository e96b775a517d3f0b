import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { createWorld } from '../aws/create_world.ts';
import type { World } from '../aws/world.ts';
import type { Change } from '../engine/changes.ts';
import { isPending } from '../engine/plan.ts';
import type { Result } from '../modules/module.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { type Drift, defaultDrifts, drifts } from './drifts.ts';
import { startMoto, withoutMoto } from './moto.ts';
import { createStage, failures, type Run, type Stage } from './stage.ts';
import { extra } from './stories.ts';

const region = 'eu-west-1';

/** The deployed stack and the hand that changes it. */
interface Deployed {
  readonly stage: Stage;
  readonly world: World;
  /** Lets some time pass before anybody looks. */
  later(): void;
}

/** The properties that differ, by task; ids are left out. */
function namedIn({ tasks }: Run): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { task, outcome } of tasks) {
    const results = [outcome.result, ...((outcome.result['results'] as Result[] | undefined) ?? [])];
    const changes = results.flatMap(({ diff }) => (diff as { changes?: Change[] } | undefined)?.changes ?? []);
    const paths = changes.map(({ path }) => path.replace(/\b(subnet)-[0-9a-f]+/g, '$1-…'));
    if (paths.length > 0) found[`${task.role} : ${task.name}`] = paths.sort();
  }
  return found;
}

const changedTasks = ({ tasks }: Run) =>
  tasks.filter(({ outcome }) => outcome.status === 'changed').map(({ task }) => `${task.role} : ${task.name}`);

const allFound = (some: readonly Drift[]): Record<string, string[]> => {
  const found: Record<string, string[]> = {};
  for (const drift of some)
    for (const [task, paths] of Object.entries(drift.found)) found[task] = [...(found[task] ?? []), ...paths].sort();
  return found;
};

function assertQuiet(run: Run): void {
  assert.equal(failures(run), '');
  assert.deepEqual([run.code, run.recap.changed, run.recap.writes, namedIn(run)], [0, 0, 0, {}]);
}

/** Check finds these drifts and nothing else and writes nothing, the next run puts right these and nothing else, and then all is quiet. */
async function assertRepaired(
  { stage, world, later }: Deployed,
  some: readonly Drift[],
  writes: number,
): Promise<void> {
  for (const drift of some) await drift.change(world);
  later();
  const check = await stage({ check: true, diff: true });
  assert.equal(failures(check), '');
  assert.deepEqual(namedIn(check), allFound(some));
  assert.deepEqual([check.recap.writes, isPending(check.recap.plan!)], [0, true]);

  const repair = await stage({ diff: true });
  assert.equal(failures(repair), '');
  assert.deepEqual(namedIn(repair), allFound(some));
  assert.deepEqual(changedTasks(repair).sort(), Object.keys(allFound(some)).sort());
  assert.equal(repair.recap.writes, writes);

  const after = await stage({ check: true, diff: true });
  assertQuiet(after);
  assert.equal(isPending(after.recap.plan!), false);
}

/** What holds of drifts wherever the stack is deployed. */
function driftStories(deployed: () => Deployed, keeps: (drift: Drift) => true | string): void {
  const kept = drifts.filter((drift) => keeps(drift) === true);
  for (const drift of [...drifts, ...defaultDrifts]) {
    const why = keeps(drift);
    test(`${drift.what}: found, named, repaired`, { skip: why === true ? false : `SKIPPED: ${why}` }, () =>
      assertRepaired(deployed(), [drift], drift.writes),
    );
  }
  test('all of them at once: found, named, repaired', () => {
    const sum = kept.reduce((total, { writes }) => total + writes, 0);
    // The service is told of its count and its revision in one call.
    const services = kept.filter(({ found }) => 'services : Run the service' in found).length;
    return assertRepaired(deployed(), kept, sum - Math.max(0, services - 1));
  });
}

describe('drift in the sandbox', () => {
  const environment = { PATH: process.env['PATH'] ?? '' };
  const original = createSandbox({ region });
  let copy: Sandbox;
  before(async () => {
    const stage = createStage({ sandbox: original, environment });
    const check = await stage({ check: true, diff: true });
    assert.deepEqual([failures(check), check.recap.writes, isPending(check.recap.plan!)], ['', 0, true]);
    const first = await stage();
    assert.equal(failures(first), '');
    assertQuiet(await stage({ check: true, diff: true }));
  });
  beforeEach(() => {
    copy = original.copy();
  });
  driftStories(
    () => ({
      stage: createStage({ sandbox: copy, environment }),
      world: copy.world({ region }),
      later: () => copy.clock.advance(10 * 60_000),
    }),
    () => true,
  );
  test('a deployment that somebody began a second before ours is not taken for ours', () => {
    const moved = drifts.filter(({ found }) => 'task : Register the task definition' in found);
    const world = copy.world({ region });
    const stage = createStage({ sandbox: copy, environment });
    return assertRepaired({ stage, world, later: () => copy.clock.advance(1_000) }, moved, 2);
  });
});

describe('drift on moto', { skip: withoutMoto }, () => {
  const moto = startMoto();
  const stage = createStage({ environment: moto.environment, extraVars: extra(false) });
  beforeEach(async () => {
    await moto.reset();
    assert.equal(failures(await stage()), '');
  });
  driftStories(
    () => ({ stage, world: createWorld({ region, ...moto.world() }), later: () => {} }),
    ({ notOnMoto }) => notOnMoto ?? true,
  );
});
