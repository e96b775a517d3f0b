import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutClusterCapacityProvidersCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { type SampleStack, sampleRole, sampleStack, webDefinition } from '../../sandbox/services/ecs/sample_service.ts';
import { type TaskFault, taskFaults } from '../../sandbox/services/ecs/state.ts';
import { unknown } from '../../template/values.ts';
import { prepareAccount } from '../conformance_account.ts';
import { ecsService } from './ecs_service.ts';
import { storyOf } from './story.ts';

const subnets = ['subnet-a', 'subnet-b', 'subnet-c'];
const breaker = { enable: true, rollback: true };

/** A cluster with a load balancer, and a service for it. */
async function prepared() {
  const stack = await sampleStack();
  await stack.listen();
  const web = {
    name: 'web',
    cluster: 'app',
    task_definition: 'web:1',
    desired_count: 3,
    launch_type: 'FARGATE',
    network_configuration: { subnets, security_groups: ['sg-app'], assign_public_ip: true },
    load_balancers: [{ targetGroupArn: stack.targetGroupArn, containerName: 'app', containerPort: 8080 }],
    deployment_configuration: {
      minimum_healthy_percent: 70,
      maximum_percent: 150,
      deployment_circuit_breaker: breaker,
    },
  };
  return { stack, web, story: storyOf(ecsService, stack.sandbox) };
}

type Service = Record<string, unknown>;
const serviceOf = (told: { result: Record<string, unknown> }) => told.result['service'] as Service;

async function release({ ecs, sandbox }: SampleStack, image: string, fault?: TaskFault): Promise<void> {
  const containerDefinitions = [{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }];
  await ecs.send(new RegisterTaskDefinitionCommand(webDefinition({ containerDefinitions })));
  if (fault) sandbox.state(taskFaults).set(image, fault);
}

test('a new service takes one call, and is followed until its tasks run', async () => {
  const { web, story } = await prepared();
  const told = await story.settle(web);
  assert.deepEqual(told.steps, ['create service web (3 tasks of web:1)', 'wait until service web is deployed']);
  assert.deepEqual(told.writes, ['CreateService']);
  const { runningCount, pendingCount, status } = serviceOf(told);
  assert.deepEqual([runningCount, pendingCount, status], [3, 0, 'ACTIVE']);
  assert.ok(told.lines.some((line) => /0 of 3 tasks running, 3 pending/.test(line)));
  assert.ok(
    told.lines.some((line) => /registered .* targets/.test(line)),
    'events are told',
  );
});

const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1';
const same: readonly (readonly [string, object])[] = [
  ['the ARN of the revision', { task_definition: arn }],
  ['the family, whose latest revision it is', { task_definition: 'web' }],
  [
    'subnets in another order',
    { network_configuration: { subnets: subnets.toReversed(), security_groups: ['sg-app'] } },
  ],
  ['the count as text', { desired_count: '3' }],
  ['the latest platform', { platform_version: 'LATEST' }],
  ['part of the deployment configuration', { deployment_configuration: { maximum_percent: 150 } }],
  [
    'nothing but the task definition',
    { desired_count: undefined, network_configuration: undefined, load_balancers: undefined },
  ],
  ['the ARN of the cluster', { cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/app' }],
];
for (const [what, change] of same)
  test(`${what} changes nothing`, async () => {
    const { web, story } = await prepared();
    await story.apply(web);
    const told = await story.apply({ ...web, ...change });
    assert.deepEqual([told.steps, told.writes], [[], []]);
  });

const changes: readonly (readonly [object, string])[] = [
  [{ desired_count: 5 }, 'desired count 3 → 5'],
  [{ desired_count: 0 }, 'desired count 3 → 0'],
  [{ platform_version: '1.4.0' }, 'platform version LATEST → 1.4.0'],
  [{ network_configuration: { subnets: ['subnet-a'] } }, 'network'],
  [{ deployment_configuration: { deployment_circuit_breaker: { rollback: false } } }, 'deployment configuration'],
  [{ deployment_configuration: { maximum_percent: 200 } }, 'deployment configuration'],
  [{ health_check_grace_period_seconds: 60 }, 'health check grace period 0 → 60'],
  [{ propagate_tags: 'SERVICE' }, 'propagation of tags NONE → SERVICE'],
  [{ enable_ecs_managed_tags: true, desired_count: 4 }, 'desired count 3 → 4, managed tags off → on'],
];
for (const [change, what] of changes)
  test(`a change of ${what} (${JSON.stringify(change)}) takes one call`, async () => {
    const { web, story } = await prepared();
    await story.apply(web);
    const told = await story.settle({ ...web, ...change });
    assert.deepEqual(told.writes, ['UpdateService']);
    assert.deepEqual(told.steps, [`update service web: ${what}`, 'wait until service web is deployed']);
  });

test('a new revision is rolled out and followed to its end', async () => {
  const { stack, web, story } = await prepared();
  await story.settle(web);
  await release(stack, 'nginx:2');
  const told = await story.settle({ ...web, task_definition: 'web:2' });
  assert.deepEqual(told.steps, [
    'update service web: task definition web:1 → web:2',
    'wait until service web is deployed',
  ]);
  const { taskDefinition, runningCount, deployments } = serviceOf(told);
  assert.match(String(taskDefinition), /web:2$/);
  assert.equal(runningCount, 3);
  assert.deepEqual(
    (deployments as { rolloutState: string }[]).map(({ rolloutState }) => rolloutState),
    ['COMPLETED'],
  );
});

test('a deployment that is rolled back fails, with what its tasks died of', async () => {
  const { stack, web, story } = await prepared();
  await story.settle(web);
  await release(stack, 'broken:1', { exitCode: 7 });
  const update = { ...web, task_definition: 'web:2' };
  await assert.rejects(story.apply(update), (error: Error & { code: string }) => {
    assert.equal(error.code, 'deployment-failed');
    assert.match(error.message, /^service web: the deployment failed and was rolled back: .*circuit breaker/);
    assert.match(error.message, /task [0-9a-f]{32}: Essential container in task exited, container app exit code 7/);
    return true;
  });
  await assert.rejects(story.apply(update), /rolled back/, 'and so does the next run, for it tries again');
  assert.deepEqual((await story.settle(web)).steps, [], 'what ran before runs again');
});

test('the last words of a task are told', async () => {
  const { stack, web } = await prepared();
  const { sandbox, ecs } = stack;
  await sandbox
    .world()
    .client(CloudWatchLogsClient)
    .send(new CreateLogGroupCommand({ logGroupName: '/ecs/web' }));
  const options = { 'awslogs-group': '/ecs/web', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'web' };
  const logConfiguration = { logDriver: 'awslogs', options } as const;
  const containerDefinitions = [
    { name: 'app', image: 'broken:1', portMappings: [{ containerPort: 8080 }], logConfiguration },
  ];
  const executionRoleArn = sampleRole(sandbox, 'execution');
  await ecs.send(new RegisterTaskDefinitionCommand(webDefinition({ containerDefinitions, executionRoleArn })));
  sandbox.state(taskFaults).set('broken:1', { exitCode: 1 });
  const world = sandbox.world();
  // What a real container would have written.
  world.client(CloudWatchLogsClient).middlewareStack.add(
    () => async (args) => {
      const { logStreamName } = args.input as { logStreamName: string };
      const events = /^web\/app\/[0-9a-f]{32}$/.test(logStreamName) ? [{ message: 'no PORT given\n' }] : [];
      return { output: { events, $metadata: {} }, response: undefined } as never;
    },
    { step: 'initialize' },
  );
  const told = storyOf(ecsService, { ...sandbox, world: () => world });
  await assert.rejects(told.apply({ ...web, task_definition: 'web:2' }), /last log lines of app: no PORT given$/);
});

test('a first deployment that fails has nothing to go back to, and is deployed again by the next run', async () => {
  const { stack, web, story } = await prepared();
  await release(stack, 'broken:1', { healthCheck: 500 });
  const broken = { ...web, task_definition: 'web:2' };
  await assert.rejects(story.apply(broken), /the deployment was stopped: .*circuit breaker.*; .*health checks/i);
  stack.sandbox.state(taskFaults).clear();
  const told = await story.settle(broken);
  assert.deepEqual(told.steps, [
    'deploy service web again (new deployment: the last one failed)',
    'wait until service web is deployed',
  ]);
});

test('a deployment that takes too long fails with what is seen', async () => {
  const { stack, web, story } = await prepared();
  await release(stack, 'broken:1', { startError: 'CannotStartContainerError: no such file' });
  const off = { deployment_circuit_breaker: { enable: false, rollback: false } };
  const slow = { ...web, task_definition: 'web:2', deployment_configuration: off, wait_timeout: 120 };
  await assert.rejects(story.apply(slow), (error: Error & { code: string }) => {
    assert.equal(error.code, 'timeout');
    assert.match(error.message, /^waited 120 s for the deployment of service web; last seen: 0 of 3 tasks running/);
    assert.match(error.message, /CannotStartContainerError: no such file/);
    return true;
  });
});

test('a deployment that is under way is followed, which is no change', async () => {
  const { web, story } = await prepared();
  const first = await story.apply({ ...web, wait: false });
  assert.deepEqual(first.steps, ['create service web (3 tasks of web:1)']);
  const told = await story.apply(web);
  assert.deepEqual([told.steps, told.changed], [['wait until service web is deployed'], false]);
  assert.deepEqual((await story.settle(web)).steps, []);
});

test('a forced deployment is a change each time', async () => {
  const { web, story } = await prepared();
  await story.settle(web);
  const told = await story.apply({ ...web, force_new_deployment: true });
  assert.equal(told.steps[0], 'deploy service web again (new deployment: force_new_deployment asks for it)');
  assert.equal(told.changed, true);
});

test('exec and capacity providers bring a new deployment with them', async () => {
  const { stack, web, story } = await prepared();
  await stack.ecs.send(
    new PutClusterCapacityProvidersCommand({
      cluster: 'app',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [],
    }),
  );
  await story.settle(web);
  const { launch_type: _, ...rest } = web;
  const strategy = [{ capacity_provider: 'FARGATE_SPOT', weight: 1 }];
  const told = await story.settle({ ...rest, capacity_provider_strategy: strategy });
  assert.equal(
    told.steps[0],
    'update service web: capacity provider strategy (new deployment: running tasks take this up only so)',
  );
});

test('what AWS fixes when a service is created is not changed', async () => {
  const { web, story } = await prepared();
  await story.apply(web);
  await assert.rejects(story.apply({ ...web, launch_type: 'EC2' }), {
    code: 'must-replace',
    message: /AWS cannot change launch_type FARGATE → EC2 in place$/,
  });
  assert.deepEqual((await story.check({ ...web, launch_type: 'EC2' })).steps.slice(1), [
    'scale service web to 0 tasks',
    'delete service web',
    'wait until service web has drained',
    'create service web (3 tasks of web:1)',
    'wait until service web is deployed',
  ]);
  await assert.rejects(story.apply({ ...web, scheduling_strategy: 'DAEMON', desired_count: undefined }), {
    code: 'must-replace',
  });
});

test('tags are changed by themselves', async () => {
  const { web, story } = await prepared();
  await story.settle({ ...web, tags: { a: '1' } });
  assert.deepEqual((await story.settle({ ...web, tags: { b: '2' } })).steps, ['tag service web: b (removed: a)']);
  assert.deepEqual((await story.settle(web)).steps, []);
});

test('a service is scaled to zero, deleted and waited for; by force it is deleted at once', async () => {
  const { web, story } = await prepared();
  await story.settle(web);
  assert.deepEqual((await story.settle({ ...web, state: 'absent' })).steps, [
    'scale service web to 0 tasks',
    'delete service web',
    'wait until service web has drained',
  ]);
  await story.settle(web);
  const told = await story.settle({ ...web, state: 'absent', force_deletion: true });
  assert.deepEqual(told.writes, ['DeleteService']);
});

test('a service that is being deleted is followed by one of the same name', async () => {
  const { web, story } = await prepared();
  await story.settle(web);
  await story.apply({ ...web, state: 'absent', wait: false });
  const told = await story.settle(web);
  assert.deepEqual(told.steps, [
    'wait until service web has drained',
    'create service web (3 tasks of web:1)',
    'wait until service web is deployed',
  ]);
});

test('deleting only waits', async () => {
  const { web, story } = await prepared();
  await story.settle(web);
  await story.apply({ ...web, state: 'absent', wait: false });
  const told = await story.apply({ name: 'web', cluster: 'app', state: 'deleting', repeat: 60 });
  assert.deepEqual([told.steps, told.changed, told.writes], [['wait until service web has drained'], false, []]);
});

test('in a cluster that is not there, check still walks on', async () => {
  const { web, story } = await prepared();
  const { steps, result } = await story.check({ ...web, cluster: 'elsewhere', task_definition: unknown });
  assert.equal(steps[0], 'create service web (3 tasks of (known after apply))');
  assert.equal((result['service'] as Service)['serviceArn'], unknown);
});

test('a family or count that is missing is named when the service is made', async () => {
  const { web, story } = await prepared();
  await assert.rejects(story.apply({ ...web, task_definition: 'nothing' }), {
    code: 'missing-name',
    message: 'task definition nothing has no active revision',
  });
  await assert.rejects(story.check({ ...web, desired_count: undefined }), { code: 'missing-parameter' });
});

test('a target group without a load balancer is tried again, and told', async () => {
  const stack = await sampleStack();
  const story = storyOf(ecsService, stack.sandbox);
  const service = {
    name: 'web',
    cluster: 'app',
    task_definition: 'web:1',
    desired_count: 1,
    launch_type: 'FARGATE',
    network_configuration: { subnets, security_groups: ['sg-app'] },
    load_balancers: [{ targetGroupArn: stack.targetGroupArn, containerName: 'app', containerPort: 8080 }],
  };
  const before = stack.sandbox.clock.now();
  await assert.rejects(story.apply(service), /does not have an associated load balancer/);
  assert.ok(stack.sandbox.clock.now() - before > 20_000);
});

test('a security group may be given by its name, and must be there once the service is made', async () => {
  const sandbox = createSandbox();
  const ids = await prepareAccount(sandbox.world());
  const story = storyOf(ecsService, sandbox);
  const served = (group: string) => ({
    name: 'web',
    cluster: 'conformance-cluster',
    task_definition: 'conformance-task:1',
    desired_count: 1,
    launch_type: 'FARGATE',
    network_configuration: {
      subnets: [ids.get('subnet-conformance-a')],
      security_groups: [group],
      assign_public_ip: true,
    },
  });
  await story.settle(served('conformance'));
  assert.deepEqual((await story.apply(served(ids.get('sg-conformance')!))).steps, []);
  assert.deepEqual((await story.check(served('nobody'))).steps[0], 'update service web: network');
  await assert.rejects(story.apply(served('nobody')), {
    code: 'missing-name',
    message: `there is no security group "nobody" in ${ids.get('vpc-conformance')}`,
  });
});
