import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startMoto, withoutMoto } from './moto.ts';
import { createStage, type Run } from './stage.ts';

const stepsOf = ({ tasks }: Run): string[] => tasks.flatMap(({ outcome }) => outcome.steps ?? []);
const said = ({ tasks }: Run): string => tasks.map(({ outcome }) => JSON.stringify(outcome.result)).join('\n');

describe('the stacks against moto', { skip: withoutMoto }, () => {
  const { environment } = startMoto();
  const play = createStage({
    environment,
    playbook: 'cloudformation.yml',
    extraVars: ['image=public.ecr.aws/example/app:1'],
    skipTags: ['image'],
  });

  test('--check walks through all five and sends no write', async () => {
    const run = await play({ check: true });
    assert.deepEqual([run.code, run.recap.writes], [0, 0]);
    assert.equal(stepsOf(run).filter((step) => step.startsWith('create stack')).length, 5);
  });

  // Its change sets lose exports, so that nothing can be imported: further it does not go.
  test('the first two go up, and the others find no exports', async () => {
    const run = await play();
    assert.equal(run.code, 2);
    assert.deepEqual(
      stepsOf(run).flatMap((step) => /^create stack ([\w-]+)/.exec(step)?.[1] ?? []),
      ['ecs-time-app-vpc', 'ecs-time-app-iam'],
    );
    assert.match(said(run), /No export named ecs-time-app-vpc-VpcId found/);
    const again = await play();
    assert.deepEqual(stepsOf(again), []);
  });
});
