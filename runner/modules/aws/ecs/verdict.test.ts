import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Service as AwsService, Deployment, ServiceDeployment } from '@aws-sdk/client-ecs';
import { fromAws } from './service.ts';
import { judge, looksOver, type Verdict } from './verdict.ts';

const id = 'ecs-svc/2';
const primary: Deployment = { id, status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 3 };
const service = (change: Partial<AwsService> = {}) =>
  fromAws({
    serviceArn: 'arn',
    serviceName: 'web',
    status: 'ACTIVE',
    desiredCount: 3,
    runningCount: 3,
    pendingCount: 0,
    deployments: [primary],
    ...change,
  });
const before: Deployment = { ...primary, id: 'ecs-svc/1' };
const inProgress: Deployment = { ...primary, rolloutState: 'IN_PROGRESS' };

const cases: readonly (readonly [string, AwsService, ServiceDeployment | undefined, Verdict['kind'], string?])[] = [
  ['all tasks run', {}, { status: 'SUCCESSFUL' }, 'complete'],
  ['all tasks run, and there is no service deployment to ask', {}, undefined, 'complete'],
  ['its own say is still out', {}, { status: 'IN_PROGRESS' }, 'under_way', '3 of 3 tasks running'],
  [
    'tasks are still to start',
    { runningCount: 1, pendingCount: 2 },
    { status: 'SUCCESSFUL' },
    'under_way',
    '3 of 3 tasks running, 2 pending',
  ],
  [
    'it was rolled back, and what ran before is stable',
    { deployments: [before] },
    { status: 'ROLLBACK_SUCCESSFUL', statusReason: 'Service deployment rolled back because of the alarm.' },
    'failed',
    'the deployment failed and was rolled back: Service deployment rolled back because of the alarm',
  ],
  [
    'it could not be rolled back',
    {},
    { status: 'ROLLBACK_FAILED' },
    'failed',
    'the deployment failed, and so did rolling it back',
  ],
  [
    'somebody stopped it',
    {},
    { status: 'STOPPED', statusReason: 'by user.' },
    'failed',
    'the deployment was stopped: by user',
  ],
  [
    'it is being rolled back',
    {
      deployments: [
        { ...before, runningCount: 2 },
        { ...primary, status: 'ACTIVE', rolloutState: 'FAILED', runningCount: 1 },
      ],
    },
    { status: 'ROLLBACK_IN_PROGRESS', rollback: { reason: 'circuit breaker' } },
    'under_way',
    'rolling back (circuit breaker): 2 of 3 tasks running, 1 of the old ones still running',
  ],
  [
    'it failed, and there is no service deployment to ask',
    { deployments: [{ ...primary, rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start.' }] },
    undefined,
    'failed',
    'the deployment failed: tasks failed to start',
  ],
  [
    'another took its place, and there is no service deployment to ask',
    { deployments: [{ ...before, rolloutStateReason: 'ECS deployment circuit breaker: rolling back.' }] },
    undefined,
    'failed',
    'another deployment took its place: ECS deployment circuit breaker: rolling back',
  ],
  ['the service is being deleted', { status: 'DRAINING' }, undefined, 'failed', 'the service is DRAINING'],
  [
    'tasks fail',
    { deployments: [{ ...inProgress, failedTasks: 4, runningCount: 0 }], runningCount: 0 },
    undefined,
    'under_way',
    '0 of 3 tasks running, 4 failed',
  ],
  [
    'others than ECS deploy, so that there is no rollout state',
    { deployments: [{ id, status: 'PRIMARY', runningCount: 3 }] },
    undefined,
    'complete',
  ],
];

describe('a deployment', () => {
  for (const [what, change, deployment, kind, words] of cases)
    test(`is ${kind} when ${what}`, () => {
      const verdict = judge(service(change), id, deployment);
      const said = verdict.kind === 'failed' ? verdict.reason : verdict.kind === 'under_way' ? verdict.seen : undefined;
      assert.deepEqual([verdict.kind, said], [kind, words]);
    });

  test('is asked for only when it no longer goes its way', () => {
    assert.equal(looksOver(service({ deployments: [inProgress] }), id), false);
    assert.equal(looksOver(service(), id), true);
    assert.equal(looksOver(service({ deployments: [{ ...inProgress, id: 'ecs-svc/3' }] }), id), true);
  });
});
