import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../sandbox/sandbox.ts';
import { taskFaults } from '../sandbox/services/ecs/state.ts';
import { createStage, failures } from './stage.ts';

const environment = { PATH: '' };
const image = (name: string) => [`image=123456789012.dkr.ecr.eu-west-1.amazonaws.com/engagetech:${name}`];

test('a release whose image does not exist is rolled back, and the run fails with the reason', async () => {
  const play = createStage({ sandbox: createSandbox(), environment });
  assert.equal((await play()).code, 0);
  const run = await play({ extraVars: image('nowhere') });
  assert.equal(run.code, 2);
  assert.match(failures(run), /services : Run the service: .*rolled back/i);
  assert.match(failures(run), /CannotPullContainer/);
});

test('a release whose health checks fail tells what they met, though its targets are gone by then', async () => {
  const sandbox = createSandbox();
  const play = createStage({ sandbox, environment });
  await play();
  sandbox.state(taskFaults).set('ans-time-app:2', { healthCheck: 502 });
  const run = await play({ extraVars: ['task_cpu=512 task_memory=1024'] });
  assert.equal(run.code, 2);
  assert.match(failures(run), /rolled back.*targets were unhealthy: Health checks failed with these codes: \[502\]/);
});

test('the next run with a good image succeeds again', async () => {
  const play = createStage({ sandbox: createSandbox(), environment });
  await play();
  await play({ extraVars: image('nowhere') });
  const run = await play();
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
});

test('service_wait=false does not wait, and says nothing of the outcome', async () => {
  const play = createStage({
    sandbox: createSandbox(),
    environment,
    extraVars: ['service_wait=false', ...image('nowhere')],
  });
  const run = await play();
  assert.equal(run.code, 0);
  const steps = run.tasks.flatMap(({ outcome }) => outcome.steps ?? []);
  assert.ok(!steps.some((step) => step.startsWith('wait')));
});
