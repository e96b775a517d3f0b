import assert from 'node:assert/strict';
import test from 'node:test';
import {
  DeleteServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type Service,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ec2State } from '../ec2/state.ts';
import {
  type SampleStack,
  sampleRole,
  sampleStack,
  serviceAfter,
  settle,
  startService,
  webDefinition,
} from './sample_service.ts';
import { taskFaults } from './state.ts';

const messages = ({ events = [] }: Service) =>
  events.map(({ message = '' }) => message.replace(/^\(service web\) /, ''));
const says = (service: Service, pattern: RegExp) => messages(service).some((message) => pattern.test(message));

async function update(stack: SampleStack, change: Partial<UpdateServiceCommandInput>) {
  return stack.ecs.send(new UpdateServiceCommand({ cluster: 'app', service: 'web', ...change }));
}

async function release(stack: SampleStack, change: Partial<RegisterTaskDefinitionCommandInput>) {
  await stack.ecs.send(new RegisterTaskDefinitionCommand(webDefinition(change)));
  return update(stack, { taskDefinition: 'web' });
}

async function lastServiceDeployment({ ecs }: SampleStack) {
  const { serviceDeployments: [brief] = [] } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster: 'app', service: 'web' }),
  );
  const { serviceDeployments: [full] = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [brief?.serviceDeploymentArn ?? ''] }),
  );
  return full;
}

async function stoppedTasks({ ecs }: SampleStack) {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: 'app', desiredStatus: 'STOPPED' }));
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: 'app', tasks: taskArns }));
  return tasks;
}

async function running(): Promise<SampleStack> {
  const stack = await sampleStack();
  await startService(stack);
  await settle(stack);
  return stack;
}

test('a new service goes through its states to a steady one', async () => {
  const stack = await sampleStack();
  await startService(stack);
  const early = await serviceAfter(stack, 1);
  assert.deepEqual(
    [early.runningCount, early.pendingCount, early.deployments?.[0]?.rolloutState],
    [0, 3, 'IN_PROGRESS'],
  );
  assert.equal(early.deployments?.[0]?.rolloutStateReason, `ECS deployment ${early.deployments?.[0]?.id} in progress.`);
  const { service, seconds } = await settle(stack);
  assert.ok(seconds > 20 && seconds < 60, `it took ${seconds} s`);
  assert.deepEqual(
    [service.runningCount, service.pendingCount, service.deployments?.length, service.deployments?.[0]?.rolloutState],
    [3, 0, 1, 'COMPLETED'],
  );
  assert.match(messages(service)[0] ?? '', /^has reached a steady state\.$/);
  assert.match(messages(service)[1] ?? '', /^\(deployment ecs-svc\/\d{19}\) deployment completed\.$/);
  assert.ok(says(service, /^has started 3 tasks: \(task [0-9a-f]{32}\) /));
  assert.ok(says(service, /^registered 3 targets in \(target-group arn:/));
  assert.equal((await lastServiceDeployment(stack))?.status, 'SUCCESSFUL');
  const { TargetHealthDescriptions: targets = [] } = await stack.elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: stack.targetGroupArn }),
  );
  assert.deepEqual(
    targets.map(({ TargetHealth }) => TargetHealth?.State),
    ['healthy', 'healthy', 'healthy'],
  );
  const zones = new Set(targets.map(({ Target }) => Target?.AvailabilityZone));
  assert.equal(zones.size, 3);
});

test('a steady service stays as it is, however long one waits', async () => {
  const stack = await running();
  const before = await serviceAfter(stack);
  const after = await serviceAfter(stack, 86_400);
  assert.deepEqual(after, before);
});

test('an update replaces task by task within the percentages', async () => {
  const stack = await running();
  await release(stack, { cpu: '512', memory: '1024' });
  const { service, most, least } = await settle(stack);
  assert.deepEqual([most, least], [4, 3]);
  assert.match(service.taskDefinition ?? '', /web:2$/);
  assert.equal(service.deployments?.length, 1);
  assert.ok(says(service, /^has begun draining connections on 1 tasks\.$/));
  assert.ok(says(service, /^has stopped 1 running tasks: \(task/));
  const { taskArns = [] } = await stack.ecs.send(new ListTasksCommand({ cluster: 'app' }));
  const { tasks = [] } = await stack.ecs.send(new DescribeTasksCommand({ cluster: 'app', tasks: taskArns }));
  assert.deepEqual(new Set(tasks.map(({ taskDefinitionArn }) => taskDefinitionArn?.split('/')[1])), new Set(['web:2']));
});

test('with minimum 0 and maximum 100 the old tasks go before the new ones come', async () => {
  const stack = await running();
  await update(stack, { deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } });
  await update(stack, { forceNewDeployment: true });
  const { most, least } = await settle(stack);
  assert.deepEqual([most, least], [3, 0]);
});

test('the same definition again makes no deployment; forcing one does', async () => {
  const stack = await running();
  const id = (await serviceAfter(stack)).deployments?.[0]?.id;
  await update(stack, { taskDefinition: 'web:1', desiredCount: 3 });
  assert.equal((await serviceAfter(stack)).deployments?.[0]?.id, id);
  await update(stack, { forceNewDeployment: true });
  assert.notEqual((await serviceAfter(stack)).deployments?.[0]?.id, id);
});

test('scaling starts and stops tasks without a deployment', async () => {
  const stack = await running();
  const id = (await serviceAfter(stack)).deployments?.[0]?.id;
  await update(stack, { desiredCount: 5 });
  const up = await serviceAfter(stack, 120);
  assert.deepEqual([up.runningCount, up.deployments?.[0]?.id, up.deployments?.[0]?.rolloutState], [5, id, 'COMPLETED']);
  await update(stack, { desiredCount: 1 });
  const down = await serviceAfter(stack, 600);
  assert.deepEqual([down.runningCount, messages(down)[0]], [1, 'has reached a steady state.']);
});

test('an image that cannot be pulled opens the circuit breaker, and the service goes back', async () => {
  const stack = await running();
  const before = (await serviceAfter(stack)).deployments?.[0]?.id;
  const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:missing';
  const executionRoleArn = sampleRole(stack.sandbox, 'execution');
  await release(stack, {
    executionRoleArn,
    containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }],
  });
  const failing = (await serviceAfter(stack)).deployments?.[0]?.id;
  let seen: Service | undefined;
  for (let i = 0; i < 600 && !seen; i += 1) {
    const service = await serviceAfter(stack, 1);
    if (service.deployments?.some(({ rolloutState }) => rolloutState === 'FAILED')) seen = service;
  }
  const [primary, failed] = seen?.deployments ?? [];
  assert.deepEqual([primary?.id, primary?.status, primary?.rolloutState], [before, 'PRIMARY', 'IN_PROGRESS']);
  assert.equal(primary?.rolloutStateReason, `ECS deployment circuit breaker: rolling back to deploymentId ${before}.`);
  assert.deepEqual([failed?.id, failed?.status, failed?.failedTasks], [failing, 'ACTIVE', 3]);
  assert.equal(failed?.rolloutStateReason, 'ECS deployment circuit breaker: tasks failed to start.');
  const { service, least } = await settle(stack).catch(async () => ({ service: await serviceAfter(stack), least: 3 }));
  assert.equal(least, 3);
  assert.deepEqual([service.deployments?.length, service.deployments?.[0]?.rolloutState], [1, 'COMPLETED']);
  assert.match(service.taskDefinition ?? '', /web:1$/);
  const last = await lastServiceDeployment(stack);
  assert.equal(last?.status, 'ROLLBACK_SUCCESSFUL');
  assert.deepEqual(last?.deploymentCircuitBreaker, { status: 'TRIGGERED', failureCount: 3, threshold: 3 });
  const [task] = await stoppedTasks(stack);
  assert.equal(task?.stopCode, 'TaskFailedToStart');
  assert.match(
    task?.stoppedReason ?? '',
    /^CannotPullContainerError: .*name unknown: The repository with name 'app' does not exist/,
  );
});

test('without rollback the deployment just fails, and nothing more is started', async () => {
  const stack = await running();
  await update(stack, { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } });
  stack.sandbox.state(taskFaults).set('bad:1', { exitCode: 3 });
  await release(stack, {
    containerDefinitions: [{ name: 'app', image: 'bad:1', portMappings: [{ containerPort: 8080 }] }],
  });
  const { service } = await settle(stack);
  const [primary] = service.deployments ?? [];
  assert.deepEqual([primary?.rolloutState, primary?.failedTasks, service.deployments?.length], ['FAILED', 3, 2]);
  assert.equal((await lastServiceDeployment(stack))?.status, 'STOPPED');
  const tasks = (await stoppedTasks(stack)).length;
  const later = await serviceAfter(stack, 1800);
  assert.deepEqual([later.runningCount, (await stoppedTasks(stack)).length], [3, tasks]);
  const [task] = await stoppedTasks(stack);
  assert.deepEqual(
    [task?.stopCode, task?.stoppedReason, task?.containers?.[0]?.exitCode],
    ['EssentialContainerExited', 'Essential container in task exited', 3],
  );
});

test('a first deployment that fails has nothing to go back to', async () => {
  const stack = await sampleStack();
  stack.sandbox.state(taskFaults).set('web', { startError: 'CannotStartContainerError: no such file' });
  await startService(stack);
  const { service } = await settle(stack);
  assert.equal(service.deployments?.[0]?.rolloutState, 'FAILED');
  assert.equal((await lastServiceDeployment(stack))?.status, 'STOPPED');
});

test('without a circuit breaker a failing deployment tries for ever, more and more slowly', async () => {
  const stack = await sampleStack();
  stack.sandbox.state(taskFaults).set('web', { exitCode: 1 });
  await startService(stack, { deploymentConfiguration: {}, desiredCount: 1 });
  const hour = await serviceAfter(stack, 3600);
  const [first] = hour.deployments ?? [];
  assert.equal(first?.rolloutState, 'IN_PROGRESS');
  assert.ok((first?.failedTasks ?? 0) >= 5 && (first?.failedTasks ?? 0) < 20, `${first?.failedTasks} failed`);
  assert.ok(says(hour, /^is unable to consistently start tasks successfully/));
  stack.sandbox.state(taskFaults).clear();
  const later = await serviceAfter(stack, 3600);
  assert.equal(later.deployments?.[0]?.rolloutState, 'COMPLETED');
});

const unhealthy: [title: string, fault: { healthCheck: number | 'timeout' }, reason: RegExp][] = [
  ['answer 502', { healthCheck: 502 }, /due to \(reason Health checks failed with these codes: \[502\]\)\.$/],
  ['do not answer', { healthCheck: 'timeout' }, /due to \(reason Request timed out\)\.$/],
];
for (const [title, fault, reason] of unhealthy) {
  test(`tasks that ${title} are replaced, and then the service goes back`, async () => {
    const stack = await running();
    stack.sandbox.state(taskFaults).set('web:2', fault);
    await release(stack, { memory: '1024' });
    const { service } = await settle(stack);
    assert.ok(says(service, reason), messages(service).join('\n'));
    assert.equal((await lastServiceDeployment(stack))?.status, 'ROLLBACK_SUCCESSFUL');
    const [task] = await stoppedTasks(stack);
    assert.equal(task?.stoppedReason, `Task failed ELB health checks in (target-group ${stack.targetGroupArn})`);
  });
}

test('the grace period keeps a slow task alive', async () => {
  const stack = await sampleStack();
  stack.sandbox.state(taskFaults).set('web', { healthCheck: 503 });
  await startService(stack, { healthCheckGracePeriodSeconds: 300 });
  assert.equal((await serviceAfter(stack, 200)).deployments?.[0]?.failedTasks, 0);
  stack.sandbox.state(taskFaults).clear();
  assert.equal((await serviceAfter(stack, 60)).deployments?.[0]?.rolloutState, 'COMPLETED');
});

test('a security group that shuts the load balancer out fails the deployment', async () => {
  const stack = await sampleStack();
  const { subnets } = stack.input.networkConfiguration!.awsvpcConfiguration!;
  await startService(stack, {
    networkConfiguration: {
      awsvpcConfiguration: { subnets, securityGroups: ['sg-closed'], assignPublicIp: 'ENABLED' },
    },
  });
  const { service } = await settle(stack);
  assert.equal(service.deployments?.[0]?.rolloutState, 'FAILED');
  assert.ok(says(service, /Request timed out/));
});

const networks: [title: string, change: { assignPublicIp?: 'DISABLED'; route?: boolean; egress?: boolean }][] = [
  ['without a public address', { assignPublicIp: 'DISABLED' }],
  ['without a route to the internet', { route: false }],
  ['whose group lets nothing out', { egress: false }],
];
for (const [title, { assignPublicIp = 'ENABLED', route = true, egress = true }] of networks) {
  test(`a task ${title} cannot pull its image`, async () => {
    const stack = await sampleStack();
    const { routeTables, securityGroups } = stack.sandbox.state(ec2State);
    if (!route) routeTables.get('rtb-1')!.routes = [];
    const group = securityGroups.get('sg-app')!;
    if (!egress) group.rules = group.rules.filter(({ isEgress }) => !isEgress);
    const { subnets, securityGroups: groups } = stack.input.networkConfiguration!.awsvpcConfiguration!;
    await startService(stack, {
      networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: groups, assignPublicIp } },
    });
    await settle(stack);
    const [task] = await stoppedTasks(stack);
    assert.match(task?.stoppedReason ?? '', /^CannotPullContainerError: .*nginx:1: .*i\/o timeout$/);
  });
}

test('a container whose own health check fails is replaced', async () => {
  const stack = await running();
  stack.sandbox.state(taskFaults).set('web:2', { unhealthyContainer: true });
  const healthCheck = { command: ['CMD-SHELL', 'true'], interval: 5 };
  await release(stack, {
    containerDefinitions: [{ name: 'app', image: 'nginx:1', portMappings: [{ containerPort: 8080 }], healthCheck }],
  });
  await settle(stack);
  const [task] = await stoppedTasks(stack);
  assert.equal(task?.stoppedReason, 'Task failed container health checks');
  assert.equal((await lastServiceDeployment(stack))?.status, 'ROLLBACK_SUCCESSFUL');
});

const starts: [
  title: string,
  change: (stack: SampleStack) => Partial<RegisterTaskDefinitionCommandInput>,
  reason: RegExp,
][] = [
  [
    'whose log group is missing',
    ({ sandbox }) => ({
      executionRoleArn: sampleRole(sandbox, 'execution'),
      containerDefinitions: [
        {
          name: 'app',
          image: 'nginx:1',
          portMappings: [{ containerPort: 8080 }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': '/no', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
          },
        },
      ],
    }),
    /^ResourceInitializationError: failed to validate logger args: .*The specified log group does not exist/,
  ],
];
for (const [title, change, reason] of starts) {
  test(`a task ${title} does not start`, async () => {
    const stack = await running();
    await release(stack, change(stack));
    await settle(stack);
    const [task] = await stoppedTasks(stack);
    assert.match(task?.stoppedReason ?? '', reason);
  });
}

test('a role that tasks may not assume is told in an event', async () => {
  const stack = await running();
  const executionRoleArn = sampleRole(stack.sandbox, 'execution', '{"Statement":[]}');
  await release(stack, { executionRoleArn });
  const { service } = await settle(stack);
  assert.ok(
    says(
      service,
      /^failed to launch a task with \(error ECS was unable to assume the role 'arn:aws:iam::123456789012:role\/execution'/,
    ),
  );
  assert.equal((await lastServiceDeployment(stack))?.status, 'ROLLBACK_SUCCESSFUL');
});

test('stopping a service deployment rolls it back', async () => {
  const stack = await running();
  await release(stack, { memory: '1024' });
  await serviceAfter(stack, 5);
  const serviceDeploymentArn = (await lastServiceDeployment(stack))?.serviceDeploymentArn;
  await stack.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }));
  assert.equal((await lastServiceDeployment(stack))?.status, 'ROLLBACK_IN_PROGRESS');
  const { service } = await settle(stack);
  assert.match(service.taskDefinition ?? '', /web:1$/);
  assert.equal((await lastServiceDeployment(stack))?.status, 'ROLLBACK_SUCCESSFUL');
  await assert.rejects(stack.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn })), {
    name: 'ConflictException',
  });
});

test('a service revision names what was rolled out', async () => {
  const stack = await running();
  const arn = (await lastServiceDeployment(stack))?.targetServiceRevision?.arn ?? '';
  const { serviceRevisions: [revision] = [] } = await stack.ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] }),
  );
  assert.match(revision?.taskDefinition ?? '', /web:1$/);
  assert.deepEqual(revision?.containerImages, [{ containerName: 'app', image: 'nginx:1' }]);
});

test('a deleted service drains, then is inactive, and its interfaces are gone', async () => {
  const stack = await running();
  const remove = (force: boolean) =>
    stack.ecs.send(new DeleteServiceCommand({ cluster: 'app', service: 'web', force }));
  await assert.rejects(remove(false), {
    name: 'InvalidParameterException',
    message: 'The service cannot be stopped while it is scaled above 0.',
  });
  await remove(true);
  const draining = await serviceAfter(stack, 1);
  assert.deepEqual([draining.status, draining.desiredCount], ['DRAINING', 0]);
  const gone = await serviceAfter(stack, 600);
  assert.deepEqual([gone.status, gone.runningCount], ['INACTIVE', 0]);
  const left = [...stack.sandbox.state(ec2State).networkInterfaces.values()].filter(
    ({ description }) => !description.startsWith('ELB'),
  );
  assert.equal(left.length, 0);
});
