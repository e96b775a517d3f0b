import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertAnnounced, stepsOf } from './announced.ts';
import { failures, type Run, rolesRun, type Stage } from './stage.ts';

const roles = ['ecr', 'image', 'vpc', 'iam', 'cluster', 'task', 'alb', 'services'];
const url = /^Load balancer URL: http:\/\/\S+$/;

function assertFine(run: Run) {
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
}

function assertQuiet(run: Run) {
  assertFine(run);
  assert.deepEqual([run.recap.changed, run.recap.writes], [0, 0]);
}

/**
 * What the shipped playbook promises wherever it runs, in the order of a real deployment. `stage` begins with an empty account.
 *
 * @param options.imageRole whether the image role does its part, or an image is given
 */
export function deploymentStories(stage: Stage, { imageRole }: { imageRole: boolean }): void {
  describe('on an empty account', () => {
    test('--check walks to the end and sends no write', async () => {
      const run = await stage({ check: true });
      assertFine(run);
      assert.equal(run.recap.writes, 0);
      assert.deepEqual(rolesRun(run), roles);
    });
    test('the first run takes the steps that --check announced, in at most 70 calls, and tells the URL', async () => {
      const planned = await stage({ check: true });
      const run = await stage();
      assertFine(run);
      assertAnnounced(stepsOf(planned), stepsOf(run));
      assert.ok(run.recap.calls <= 70, `${run.recap.calls} calls`);
      assert.match(String(run.lastMessage), url);
    });
  });

  describe('on the deployed stack', () => {
    test('a second run changes nothing, writes nothing and takes at most 30 calls', async () => {
      const run = await stage();
      assertQuiet(run);
      assert.ok(run.recap.calls <= 30, `${run.recap.calls} calls`);
      assert.match(String(run.lastMessage), url);
    });
    test('--check announces nothing', async () => assertQuiet(await stage({ check: true })));
    for (const role of roles) {
      test(`--tags ${role} runs that role alone and reads what it needs`, async () => {
        const run = await stage({ tags: [role] });
        assertQuiet(run);
        assert.deepEqual(rolesRun(run), [role]);
      });
    }
    test('--tags image,task,services, the everyday redeploy, works', async () => {
      const run = await stage({ tags: ['image', 'task', 'services'] });
      assertQuiet(run);
      assert.deepEqual(rolesRun(run), ['image', 'task', 'services']);
      assert.match(String(run.lastMessage), url);
    });
    test('a changed variable changes what depends on it, and nothing else', async () => {
      const run = await stage({ tags: ['services'], extraVars: [...extra(imageRole), 'service_desired_count=2'] });
      assertFine(run);
      assert.deepEqual([run.recap.changed, run.recap.writes], [1, 1]);
      assertFine(await stage());
    });
  });
}

/** Variables that a run without the image role needs. */
export const extra = (imageRole: boolean): string[] =>
  imageRole ? [] : ['image=public.ecr.aws/example/app:1', 'service_wait=false'];
