import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { ec2State } from '../sandbox/services/ec2/state.ts';
import { ecrState } from '../sandbox/services/ecr/state.ts';
import { ecsState } from '../sandbox/services/ecs/state.ts';
import { elbState } from '../sandbox/services/elbv2/state.ts';
import { iamState } from '../sandbox/services/iam/state.ts';
import { logsState } from '../sandbox/services/logs/state.ts';
import { createStage, failures, type Run } from './stage.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
const deploy = (sandbox: Sandbox, ...extraVars: string[]) => createStage({ sandbox, environment, extraVars })();

/** How many there are of each kind of thing. */
function inventory(sandbox: Sandbox): Record<string, number> {
  const states = [ec2State, ecrState, ecsState, elbState, iamState, logsState];
  const drawers = states.flatMap((slot) => Object.entries(sandbox.state<object>(slot)));
  // An upload that was begun twice makes no image more; tasks come and go.
  const counted = drawers.filter(([kind, value]) => value instanceof Map && kind !== 'uploads' && kind !== 'tasks');
  return Object.fromEntries(counted.map(([kind, { size }]) => [kind, size]));
}

/** A first run without faults: the operations it calls, its writes in order, and what is there afterwards. */
const ordinary = (async () => {
  const sandbox = createSandbox();
  await deploy(sandbox);
  return {
    operations: [...new Set(sandbox.calls.map(({ service, operation }) => `${service}:${operation}`))],
    writes: sandbox.calls.filter(({ write }) => write).map(({ operation }) => operation),
    inventory: inventory(sandbox),
  };
})();

function assertFine(run: Run): void {
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
}

/**
 * One run of the shipped playbook under these faults makes what a run without faults makes, nothing twice; a second run,
 * without the faults, finds nothing to do. Tells how many calls the faults changed.
 */
async function assertConverges(...faults: string[]): Promise<number> {
  const sandbox = createSandbox({ faults });
  assertFine(await deploy(sandbox));
  const met = sandbox.faults.list().reduce((sum, fault) => sum + fault.met, 0);
  assert.deepEqual(inventory(sandbox), (await ordinary).inventory);
  sandbox.faults.clear('all');
  const again = await deploy(sandbox);
  assertFine(again);
  const steps = again.tasks.flatMap(({ outcome }) => outcome.steps ?? []);
  assert.deepEqual([steps, again.recap.changed, again.recap.writes], [[], 0, 0]);
  return met;
}

describe('the shipped playbook gets there', () => {
  test('when every operation is throttled twice', async () => {
    const { operations } = await ordinary;
    const met = await assertConverges(...operations.map((operation) => `throttle ${operation} 2`));
    assert.equal(met, 2 * operations.length);
  });

  test('when AWS lets through two calls a second', async () => {
    assert.ok((await assertConverges('throttle * 2/s')) > 10);
  });

  test('when the answer to one of its writes is lost, whichever', async () => {
    const { writes } = await ordinary;
    for (const [index, operation] of writes.entries()) {
      const met = await assertConverges(`lose writes ${index + 1}`).catch((cause: Error) => {
        throw new Error(`lost the answer to ${operation}: ${cause.message}`, { cause });
      });
      assert.equal(met, 1, operation);
    }
  });

  test('when AWS is in trouble at first', async () => {
    assert.ok((await assertConverges('refuse reads InternalError 3', 'refuse ecs:* ServerException 2')) > 4);
  });

  for (const fault of [
    'lag iam 5s',
    'lag iam 10s',
    'lag iam 15s',
    'lag ec2:reads 5s',
    'lag ec2:writes 5s',
    'lag ecs:reads 5s',
    'lag elbv2:reads 5s',
    'lag logs:writes 5s',
  ])
    test(`when AWS is behind: ${fault}`, async () => {
      assert.ok((await assertConverges(fault)) > 0);
    });

  for (const fault of ['delay * 2s', 'latency aws'])
    test(`when AWS is slow: ${fault}`, async () => {
      await assertConverges(fault);
    });
});

test('a deployment is followed to its end although ECS shows it late', async () => {
  const sandbox = createSandbox();
  assertFine(await deploy(sandbox));
  await sandbox.faults.set('lag ecs:reads 10s');
  const update = await deploy(sandbox, 'task_cpu=512', 'task_memory=1024');
  assertFine(update);
  const service = [...sandbox.state(ecsState).services.values()][0]!;
  assert.equal(service.deployments.length, 1);
  assert.match(service.service.taskDefinition, /:2$/);
});

describe('a call that is refused is one failed task that says who may not do what', () => {
  const cases = [
    ['refuse ec2:CreateVpc UnauthorizedOperation', /^vpc : \S.*UnauthorizedOperation: .*perform: ec2:CreateVpc/],
    ['refuse iam:CreateRole AccessDenied', /^iam : \S.*AccessDenied: .*perform: iam:CreateRole/],
    ['refuse ecs:CreateService AccessDenied', /^services : \S.*AccessDeniedException: .*perform: ecs:CreateService/],
    // The roles that wait for no other.
    ['refuse * ExpiredToken', /^(?:ecr|vpc|cluster) : .*Expired/, 3],
    ['throttle ec2:CreateVpc 99', /^vpc : \S.*RequestLimitExceeded: Request limit exceeded/],
  ] as const;
  for (const [fault, message, count = 1] of cases) {
    test(fault, async () => {
      const sandbox = createSandbox({ faults: [fault] });
      const run = await deploy(sandbox);
      assert.equal(run.code, 2);
      assert.equal(run.recap.failed, count);
      for (const line of failures(run).split('\n')) assert.match(line, message);
      sandbox.faults.clear('all');
      assertFine(await deploy(sandbox));
      assert.deepEqual(inventory(sandbox), (await ordinary).inventory);
    });
  }
});

describe('a release that does not hold is rolled back with its reason', () => {
  for (const [fault, reason] of [
    ['crash ans-time-app:2 exit=3', /rolled back.*exit(ed|s)?.* (code )?3/i],
    ['unstartable ans-time-app:2 CannotStartContainerError: no such file', /rolled back.*no such file/i],
    ['unhealthy ans-time-app:2 503', /rolled back.*(503|health)/i],
  ] as const)
    test(fault, async () => {
      const sandbox = createSandbox();
      assertFine(await deploy(sandbox));
      await sandbox.faults.set(fault);
      const run = await deploy(sandbox, 'task_cpu=512', 'task_memory=1024');
      assert.equal(run.code, 2);
      assert.match(failures(run), reason);
    });
});
