import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { everythingIn } from './everything.ts';
import { createStage, failures, type Run, type Stage } from './stage.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
const stageIn = (sandbox: Sandbox): Stage => createStage({ sandbox, environment, playbook: 'cloudformation.yml' });

const stepsOf = ({ tasks }: Run): string[] => tasks.flatMap(({ outcome }) => outcome.steps ?? []);
const stacksIn = async (sandbox: Sandbox) =>
  (await sandbox.world().client(CloudFormationClient).send(new DescribeStacksCommand({}))).Stacks ?? [];

/** What is left, and why. */
const leftIn = ({ recap }: Run): string[] => (recap.left ?? []).map(({ name, reason }) => `${name}: ${reason}`);

/** A line in a log group, as the app writes them. */
async function writeLog(sandbox: Sandbox, logGroupName: string): Promise<void> {
  const client = sandbox.world().client(CloudWatchLogsClient);
  const stream = { logGroupName, logStreamName: 'app' };
  await client.send(new CreateLogStreamCommand(stream));
  const logEvents = [{ timestamp: sandbox.world().now(), message: 'started' }];
  await client.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

function assertFine(run: Run): void {
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
}

describe('the deployment as CloudFormation stacks, destroyed', () => {
  test('goes, the last stack first, as check says, and leaves the account as empty as before', async () => {
    const sandbox = createSandbox();
    const before = await everythingIn(sandbox.world());
    const stage = stageIn(sandbox);
    assertFine(await stage());
    const tags = (await stacksIn(sandbox)).map(
      ({ Tags = [] }) => Tags.find(({ Key }) => Key === 'play:playbook')?.Value,
    );
    assert.deepEqual([...new Set(tags)], ['cloudformation.yml']);
    const planned = await stage({ destroy: 'all', check: true });
    assert.equal(planned.recap.writes, 0);
    const run = await stage({ destroy: 'all' });
    assertFine(run);
    assert.deepEqual(stepsOf(run), stepsOf(planned));
    assert.deepEqual(
      stepsOf(run).filter((step) => step.startsWith('delete stack')),
      ['service', 'task', 'cluster', 'iam', 'vpc'].map((name) => `delete stack ecs-time-app-${name}`),
    );
    assert.deepEqual(await stacksIn(sandbox), []);
    const { inactive, ...left } = await everythingIn(sandbox.world());
    const { inactive: _, ...empty } = before;
    // CloudFormation deregisters revisions, and does not delete them.
    assert.deepEqual(left, empty);
    assert.equal((inactive as unknown[]).length, 1);
    const again = await stage({ destroy: 'all' });
    assert.deepEqual([again.code, again.recap.changed, again.recap.writes], [0, 0, 0]);
  });

  test('keeps the stack whose log group holds data and what it hangs on, says why, and is quiet the second time', async () => {
    const sandbox = createSandbox();
    const stage = stageIn(sandbox);
    assertFine(await stage());
    await writeLog(sandbox, 'ecs_timeapp_cl_log_group');
    const planned = await stage({ destroy: true, check: true });
    assert.equal(planned.recap.writes, 0);
    const run = await stage({ destroy: true });
    assertFine(run);
    assert.deepEqual(leftIn(run), leftIn(planned));
    assert.deepEqual(leftIn(run), [
      'stacks : Begin with cluster and task (cluster): it holds the logs in ecs_timeapp_cl_log_group',
      'stacks : Begin with vpc and iam (vpc): stacks : Begin with cluster and task (cluster) still uses it',
      'ecr : Create the image repository: it holds 1 image',
    ]);
    const kept = ['ecs-time-app-cluster', 'ecs-time-app-vpc'];
    assert.deepEqual((await stacksIn(sandbox)).map(({ StackName }) => StackName).sort(), kept);
    const again = await stage({ destroy: true });
    assert.deepEqual([again.code, again.recap.changed, again.recap.writes], [0, 0, 0]);
    assert.deepEqual(leftIn(again), leftIn(run));
    assertFine(await stage({ destroy: 'all' }));
    assert.deepEqual(await stacksIn(sandbox), []);
  });

  test('keeps the stacks that one imports from which Play did not make', async () => {
    const sandbox = createSandbox();
    const stage = stageIn(sandbox);
    assertFine(await stage());
    const importing = `
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: of somebody else, VpcId: !ImportValue ecs-time-app-vpc-VpcId }
`;
    const client = sandbox.world().client(CloudFormationClient);
    await client.send(new CreateStackCommand({ StackName: 'other', TemplateBody: importing }));
    await sandbox.world().sleep(300_000);
    const run = await stage({ destroy: 'all' });
    assert.equal(run.code, 2);
    assert.match(failures(run) + JSON.stringify(run.tasks.map(({ outcome }) => outcome.result)), /ecs-time-app-vpc/);
    assert.deepEqual((await stacksIn(sandbox)).map(({ StackName }) => StackName).sort(), ['ecs-time-app-vpc', 'other']);
  });
});
