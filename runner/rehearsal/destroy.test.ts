import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { everythingIn } from './everything.ts';
import { createStage, failures, type Run, type Stage } from './stage.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
const stageIn = (sandbox: Sandbox): Stage => createStage({ sandbox, environment });

function assertFine(run: Run): void {
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
}

/** Steps by task, in the order they are taken. */
const stepsOf = ({ tasks }: Run): string[] =>
  tasks.flatMap(({ task, outcome }) => (outcome.steps ?? []).map((step) => `${task.role} : ${task.name}: ${step}`));

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
