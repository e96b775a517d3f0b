import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { makeBystanders, makeDescribed } from './bystanders.ts';
import { dyingWorld } from './dying_world.ts';
import { everythingIn } from './everything.ts';
import { honestWorlds } from './honest_memory.ts';
import { createStage, failures, type Run, type Stage } from './stage.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
/** What is remembered although it is not so any more fails the task that got it. */
const stageIn = (sandbox: Sandbox): Stage =>
  createStage({ sandbox, environment, worldFactory: honestWorlds(sandbox, { answers: 0, empty: 0 }) });

function assertFine(run: Run): void {
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
}

/** Steps by task, in the order they are taken. */
const stepsOf = ({ tasks }: Run): string[] =>
  tasks.flatMap(({ task, outcome }) => (outcome.steps ?? []).map((step) => `${task.role} : ${task.name}: ${step}`));

/** A sandbox with the deployment in it, the account before it, and the writes that a whole destroy sends. */
async function deployment() {
  const deployed = createSandbox();
  const before = await everythingIn(deployed.world());
  assertFine(await stageIn(deployed)());
  const whole = await deployed.copy();
  assertFine(await stageIn(whole)({ destroy: 'all' }));
  const writes = whole.calls.filter(({ write }) => write).map(({ operation }) => operation);
  return { deployed, before, writes };
}

describe('the shipped playbook, destroyed', () => {
  test('leaves the account as empty as before, and a second time finds nothing', async () => {
    const sandbox = createSandbox();
    const before = await everythingIn(sandbox.world());
    const stage = stageIn(sandbox);
    assertFine(await stage());
    assert.notDeepEqual(await everythingIn(sandbox.world()), before);
    assertFine(await stage({ destroy: 'all' }));
    assert.deepEqual(await everythingIn(sandbox.world()), before);
    const again = await stage({ destroy: 'all' });
    assertFine(again);
    assert.deepEqual([again.recap.changed, again.recap.writes, stepsOf(again)], [0, 0, []]);
  });

  for (const destroy of [true, 'all'] as const)
    test(`with --check${destroy === 'all' ? ' =all' : ''} first says exactly what it then does, and writes nothing`, async () => {
      const stage = stageIn(createSandbox());
      assertFine(await stage());
      const planned = await stage({ destroy, check: true });
      assertFine(planned);
      assert.equal(planned.recap.writes, 0);
      const run = await stage({ destroy });
      assertFine(run);
      assert.deepEqual(stepsOf(run), stepsOf(planned));
      assert.deepEqual(run.recap.left, planned.recap.left);
      assert.equal(run.recap.changed, planned.recap.changed);
    });

  test('on an empty account finds nothing, and says so of each', async () => {
    const run = await stageIn(createSandbox())({ destroy: true });
    assertFine(run);
    assert.deepEqual([run.recap.changed, run.recap.writes, stepsOf(run)], [0, 0, []]);
  });
});

/** Five points from the first write to the last; under PLAY_EVERY=1 all of them. */
function points(writes: readonly string[]): (readonly [number, string])[] {
  const all = [...writes.entries()];
  const isPoint = (index: number) =>
    [0, 1, 2, 3, 4].some((each) => index === Math.round((each * (all.length - 1)) / 4));
  return process.env['PLAY_EVERY'] === '1' ? all : all.filter(([index]) => isPoint(index));
}

describe('killed in the middle', () => {
  test('of a deployment, after one of its writes: destroy leaves the account as empty as before', async () => {
    const whole = createSandbox();
    const before = await everythingIn(whole.world());
    assertFine(await stageIn(whole)());
    const writes = whole.calls.filter(({ write }) => write).map(({ operation }) => operation);
    for (const [index, operation] of points(writes)) {
      const sandbox = createSandbox();
      const killed = await createStage({ sandbox, environment, worldFactory: dyingWorld(sandbox, index + 1) })();
      assert.equal(killed.code, 2, operation);
      const run = await stageIn(sandbox)({ destroy: 'all' });
      assert.equal(failures(run), '', `killed after ${operation}`);
      assert.deepEqual(await everythingIn(sandbox.world()), before, `killed after ${operation}`);
    }
  });

  test('of a destroy, after one of its writes: run again, it leaves the account as empty as before', async () => {
    const { deployed, before, writes } = await deployment();
    for (const [index, operation] of points(writes)) {
      const sandbox = await deployed.copy();
      const factory = dyingWorld(sandbox, index + 1);
      const killed = await createStage({ sandbox, environment, worldFactory: factory })({ destroy: 'all' });
      assert.equal(killed.code, 2, operation);
      const run = await stageIn(sandbox)({ destroy: 'all' });
      assert.equal(failures(run), '', `killed after ${operation}`);
      assert.deepEqual(await everythingIn(sandbox.world()), before, `killed after ${operation}`);
    }
  });
});

/** How many there are of each kind. */
const counts = (everything: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(everything).map(([kind, found]) => [kind, (found as unknown[]).length]));

describe('what Play did not make', () => {
  test('stays, however similar its name', async () => {
    const sandbox = createSandbox();
    await makeBystanders(sandbox.world());
    const before = await everythingIn(sandbox.world());
    const stage = stageIn(sandbox);
    assertFine(await stage());
    assertFine(await stage({ destroy: 'all' }));
    assert.deepEqual(await everythingIn(sandbox.world()), before);
  });

  test('stays when the playbook describes it, and so does what it hangs on', async () => {
    const sandbox = createSandbox();
    await makeDescribed(sandbox.world());
    const before = await everythingIn(sandbox.world());
    const stage = stageIn(sandbox);
    assertFine(await stage());
    const planned = await stage({ destroy: 'all', check: true });
    const run = await stage({ destroy: 'all' });
    assertFine(run);
    assert.deepEqual(stepsOf(run), stepsOf(planned));
    assert.deepEqual(
      run.recap.left?.map(({ name, reason }) => `${name}: ${reason}`),
      [
        'task : Create the log group',
        'cluster : Create the cluster',
        'iam : Allow the execution role what it needs, and no more',
        'iam : Create the execution role',
        'ecr : Create the image repository',
      ].map((name) => `${name}: Play did not make it (a run with --adopt takes it over)`),
    );
    assert.deepEqual(counts(await everythingIn(sandbox.world())), counts(before));
  });

  test('goes when it was adopted', async () => {
    const sandbox = createSandbox();
    const empty = await everythingIn(sandbox.world());
    await makeDescribed(sandbox.world());
    const stage = stageIn(sandbox);
    const planned = await stage({ adopt: true, check: true });
    const adopted = await stage({ adopt: true });
    assertFine(adopted);
    assert.deepEqual(stepsOf(adopted).length, stepsOf(planned).length);
    const again = await stage({ adopt: true });
    assert.deepEqual([again.recap.changed, again.recap.writes], [0, 0]);
    assertFine(await stage({ destroy: 'all' }));
    assert.deepEqual(await everythingIn(sandbox.world()), empty);
  });
});

describe('the shipped playbook is taken down all the same', () => {
  for (const fault of [
    'throttle * 2/s',
    'lag ec2:reads 5s',
    'lag ecs:reads 5s',
    'lag elbv2:reads 5s',
    'lag iam 10s',
    'delay * 2s',
    'refuse reads InternalError 3',
  ])
    test(`under ${fault}`, async () => {
      const sandbox = createSandbox();
      const before = await everythingIn(sandbox.world());
      const stage = stageIn(sandbox);
      assertFine(await stage());
      sandbox.clock.advance(60_000);
      await sandbox.faults.set(fault);
      assertFine(await stage({ destroy: 'all' }));
      sandbox.faults.clear('all');
      assert.deepEqual(await everythingIn(sandbox.world()), before);
    });

  test('when the answer to one of its writes is lost', async () => {
    const { deployed, before, writes } = await deployment();
    for (const [index, operation] of points(writes)) {
      const sandbox = await deployed.copy();
      await sandbox.faults.set(`lose writes ${index + 1}`);
      const run = await stageIn(sandbox)({ destroy: 'all' });
      assert.equal(failures(run), '', `lost the answer to ${operation}`);
      assert.deepEqual(await everythingIn(sandbox.world()), before, `lost the answer to ${operation}`);
    }
  });
});
