import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { findLoadBalancers } from '../aws/load_balancers.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { createStage, failures, type Run, type Stage } from './stage.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
const stageIn = (sandbox: Sandbox): Stage => createStage({ sandbox, environment, playbook: 'cloudformation.yml' });

const stacks = ['vpc', 'iam', 'cluster', 'task', 'service'].map((name) => `ecs-time-app-${name}`);
const stepsOf = ({ tasks }: Run): string[] => tasks.flatMap(({ outcome }) => outcome.steps ?? []);

/** All that tasks say, their items too. */
const said = ({ tasks }: Run): string => tasks.map(({ outcome }) => JSON.stringify(outcome.result)).join('\n');

function assertFine(run: Run): void {
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
}

async function statuses(sandbox: Sandbox): Promise<Record<string, string>> {
  const { Stacks = [] } = await sandbox.world().client(CloudFormationClient).send(new DescribeStacksCommand({}));
  return Object.fromEntries(Stacks.map(({ StackName, StackStatus }) => [StackName!, StackStatus!]));
}

describe('the deployment as CloudFormation stacks', () => {
  const sandbox = createSandbox();
  const stage = stageIn(sandbox);

  test('is announced, without a write, and goes up as announced', async () => {
    const planned = await stage({ check: true });
    assertFine(planned);
    assert.equal(planned.recap.writes, 0);
    const run = await stage();
    assertFine(run);
    assert.deepEqual(stepsOf(run), stepsOf(planned));
    assert.deepEqual(
      stepsOf(run).flatMap((step) => /^create stack ([\w-]+):/.exec(step)?.[1] ?? []),
      stacks,
    );
    assert.match(String(run.lastMessage), /^http:\/\/\S+\/now$/);
  });

  test('is found unchanged by a second run, and by --check', async () => {
    for (const check of [false, true]) {
      const run = await stage({ check });
      assertFine(run);
      assert.deepEqual([run.recap.changed, run.recap.writes, stepsOf(run)], [0, 0, []]);
      assert.ok(run.recap.calls <= 30, `${run.recap.calls} calls`);
    }
  });

  test('takes another image as announced: a new task definition, and the service that runs it', async () => {
    const extraVars = ['image=public.ecr.aws/nginx/nginx:1.29'];
    const planned = await stage({ extraVars, check: true });
    const run = await stage({ extraVars });
    assertFine(run);
    assert.deepEqual(stepsOf(planned), [
      'update stack ecs-time-app-task: replace TaskDefinition (AWS::ECS::TaskDefinition: ContainerDefinitions)',
      'update stack ecs-time-app-service: modify Service (AWS::ECS::Service: TaskDefinition)',
    ]);
    assert.deepEqual(stepsOf(run), stepsOf(planned));
  });

  test('stands beside the other deployment, and the health check finds the load balancers of both', async () => {
    assertFine(await createStage({ sandbox, environment })());
    const found = await findLoadBalancers(sandbox.world(), ['ecs-services', 'ans-time-app-lb']);
    assert.deepEqual(found.map((each) => each.LoadBalancerName).sort(), ['ans-time-app-lb', 'ecs-services']);
    const again = await stage({ extraVars: ['image=public.ecr.aws/nginx/nginx:1.29'] });
    assert.equal(again.recap.changed, 0);
  });
});

describe('a deployment of stacks that fails', () => {
  test('because of a template says what is wrong with it, and goes no further', async () => {
    const sandbox = createSandbox();
    const run = await stageIn(sandbox)({
      extraVars: ['{"stacks_subnet_cidrs": ["10.9.0.0/20", "192.168.16.0/20", "192.168.32.0/20"]}'],
    });
    assert.equal(run.code, 2);
    assert.match(said(run), /SubnetA \(AWS::EC2::Subnet\) CREATE_FAILED: .*10\.9\.0\.0\/20/);
    assert.deepEqual(await statuses(sandbox), {
      'ecs-time-app-vpc': 'ROLLBACK_COMPLETE',
      'ecs-time-app-iam': 'CREATE_COMPLETE',
    });
    const repaired = await stageIn(sandbox)();
    assertFine(repaired);
    assert.match(stepsOf(repaired).join('\n'), /^delete stack ecs-time-app-vpc, which never stood/m);
    assert.deepEqual(Object.keys(await statuses(sandbox)).sort(), stacks.toSorted());
  });
});
