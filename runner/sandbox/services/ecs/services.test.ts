import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DeleteServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ExecuteCommandCommand,
  ListServicesCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { type SampleStack, sampleStack, serviceAfter, settle, startService, webDefinition } from './sample_service.ts';

const vpc = (change: object) => ({
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'], securityGroups: ['sg-app'], ...change } },
});

type Change = (stack: SampleStack) => Partial<CreateServiceCommandInput>;
const refusals: [title: string, change: Change, error: { name?: string; message?: string | RegExp }][] = [
  [
    'in an unknown cluster',
    () => ({ cluster: 'none' }),
    { name: 'ClusterNotFoundException', message: 'Cluster not found.' },
  ],
  [
    'of an unknown definition',
    () => ({ taskDefinition: 'none' }),
    { name: 'ClientException', message: 'TaskDefinition not found.' },
  ],
  [
    'without network configuration',
    () => ({ networkConfiguration: undefined }),
    { message: "Network Configuration must be provided when networkMode 'awsvpc' is specified." },
  ],
  ['without subnets', () => vpc({ subnets: [] }), { message: 'subnets can not be empty.' }],
  [
    'in an unknown subnet',
    () => vpc({ subnets: ['subnet-x'] }),
    { message: /\(ErrorCode: InvalidSubnetID\.NotFound\)$/ },
  ],
  [
    'with an unknown group',
    () => vpc({ securityGroups: ['sg-x'] }),
    { message: /The security group 'sg-x' does not exist \(ErrorCode: InvalidGroup\.NotFound\)$/ },
  ],
  ['with a group of another VPC', () => vpc({ securityGroups: ['sg-other'] }), { message: /same VPC/ }],
  [
    'of an unknown container',
    ({ targetGroupArn }) => ({ loadBalancers: [{ targetGroupArn, containerName: 'no', containerPort: 8080 }] }),
    { message: 'The container no does not exist in the task definition.' },
  ],
  [
    'of a port that is not mapped',
    ({ targetGroupArn }) => ({ loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 81 }] }),
    { message: 'The container app did not have a container port 81 defined.' },
  ],
  [
    'with both percentages at 100',
    () => ({ deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 100 } }),
    { message: /cannot be 100 as this will block deployments/ },
  ],
  [
    'with a grace period and no load balancer',
    () => ({ loadBalancers: [], healthCheckGracePeriodSeconds: 5 }),
    { message: /^Health check grace period is only valid/ },
  ],
  [
    'with a launch type and a strategy',
    () => ({ capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] }),
    { message: /^Specifying both a launch type and capacity provider/ },
  ],
  [
    'with a provider that is not the cluster’s',
    () => ({ launchType: undefined, capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] }),
    { message: /not associated with the cluster/ },
  ],
  ['with a bad name', () => ({ serviceName: 'a b' }), { message: /^Service name/ }],
  ['without a count', () => ({ desiredCount: undefined }), { message: 'desiredCount can not be blank.' }],
];
for (const [title, change, error] of refusals) {
  test(`a service ${title} is refused`, async () => {
    const stack = await sampleStack();
    await stack.listen();
    const promise = stack.ecs.send(new CreateServiceCommand({ ...stack.input, ...change(stack) }));
    await assert.rejects(promise, { name: 'InvalidParameterException', ...error });
  });
}

test('a target group that no listener uses is refused', async () => {
  const stack = await sampleStack();
  await assert.rejects(stack.ecs.send(new CreateServiceCommand(stack.input)), {
    name: 'InvalidParameterException',
    message: `The target group with targetGroupArn ${stack.targetGroupArn} does not have an associated load balancer.`,
  });
});

test('a service is not made twice, unless the client token says that it is the same call', async () => {
  const stack = await sampleStack();
  await startService(stack, { clientToken: 'one' });
  const again = (clientToken: string) => stack.ecs.send(new CreateServiceCommand({ ...stack.input, clientToken }));
  assert.equal((await again('one')).service?.serviceName, 'web');
  await assert.rejects(again('two'), { message: 'Creation of service was not idempotent.' });
});

test('a service that is draining cannot be made again; an inactive one can', async () => {
  const stack = await sampleStack();
  await startService(stack);
  await serviceAfter(stack, 60);
  await stack.ecs.send(new DeleteServiceCommand({ cluster: 'app', service: 'web', force: true }));
  const create = () => stack.ecs.send(new CreateServiceCommand(stack.input));
  await assert.rejects(create(), { message: 'Unable to Start a service that is still Draining.' });
  await assert.rejects(stack.ecs.send(new UpdateServiceCommand({ cluster: 'app', service: 'web', desiredCount: 1 })), {
    name: 'ServiceNotActiveException',
  });
  await serviceAfter(stack, 600);
  assert.equal((await create()).service?.status, 'ACTIVE');
});

test('what was left out of a service is filled in', async () => {
  const stack = await sampleStack();
  await startService(stack, { deploymentConfiguration: undefined, tags: [{ key: 'a', value: 'b' }] });
  const input = { cluster: 'app', services: ['web'], include: ['TAGS' as const] };
  const { services: [service] = [] } = await stack.ecs.send(new DescribeServicesCommand(input));
  assert.deepEqual(service?.deploymentConfiguration, {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    strategy: 'ROLLING',
    bakeTimeInMinutes: 0,
  });
  assert.deepEqual(
    [service?.platformVersion, service?.deployments?.[0]?.platformVersion, service?.schedulingStrategy, service?.tags],
    ['LATEST', '1.4.0', 'REPLICA', [{ key: 'a', value: 'b' }]],
  );
});

test('an unknown service is a failure', async () => {
  const { ecs } = await sampleStack();
  const { services, failures } = await ecs.send(new DescribeServicesCommand({ cluster: 'app', services: ['no'] }));
  assert.deepEqual([services, failures?.[0]?.reason], [[], 'MISSING']);
});

test('services are listed, ten at a time', async () => {
  const { ecs, input } = await sampleStack();
  const plain = { ...input, loadBalancers: [], desiredCount: 0 };
  for (let i = 0; i < 11; i += 1) await ecs.send(new CreateServiceCommand({ ...plain, serviceName: `s${i}` }));
  const first = await ecs.send(new ListServicesCommand({ cluster: 'app' }));
  const second = await ecs.send(new ListServicesCommand({ cluster: 'app', nextToken: first.nextToken }));
  assert.deepEqual([first.serviceArns?.length, second.serviceArns?.length, second.nextToken], [10, 1, undefined]);
});

test('on EC2 there is no instance to place a task on', async () => {
  const stack = await sampleStack();
  await startService(stack, { launchType: 'EC2' });
  const service = await serviceAfter(stack, 60);
  assert.match(service.events?.[0]?.message ?? '', /was unable to place a task .* No Container Instances were found/);
});

test('a capacity provider of the cluster runs the tasks', async () => {
  const stack = await sampleStack();
  const { PutClusterCapacityProvidersCommand } = await import('@aws-sdk/client-ecs');
  const strategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
  await stack.ecs.send(
    new PutClusterCapacityProvidersCommand({
      cluster: 'app',
      capacityProviders: ['FARGATE_SPOT'],
      defaultCapacityProviderStrategy: strategy,
    }),
  );
  await startService(stack, { launchType: undefined });
  const { service } = await settle(stack);
  assert.deepEqual(service.capacityProviderStrategy, [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }]);
  assert.equal(service.launchType, undefined);
});

test('a task that is stopped by hand is replaced', async () => {
  const stack = await sampleStack();
  await startService(stack);
  await settle(stack);
  const list = async () =>
    (await stack.ecs.send(new ListTasksCommand({ cluster: 'app', serviceName: 'web' }))).taskArns ?? [];
  const [victim] = await list();
  await stack.ecs.send(new StopTaskCommand({ cluster: 'app', task: victim, reason: 'test' }));
  const service = await serviceAfter(stack, 120);
  const { tasks: [task] = [] } = await stack.ecs.send(
    new DescribeTasksCommand({ cluster: 'app', tasks: [victim ?? ''] }),
  );
  assert.deepEqual([service.runningCount, (await list()).includes(victim ?? '')], [3, false]);
  assert.deepEqual([task?.stopCode, task?.stoppedReason, task?.desiredStatus], ['UserInitiated', 'test', 'STOPPED']);
});

test('a task of its own runs until it is stopped, and is forgotten an hour later', async () => {
  const { sandbox, ecs, input } = await sampleStack();
  const { networkConfiguration } = input;
  const { tasks: [made] = [] } = await ecs.send(
    new RunTaskCommand({ cluster: 'app', taskDefinition: 'web', launchType: 'FARGATE', networkConfiguration }),
  );
  const state = async () => {
    const { tasks, failures } = await ecs.send(
      new DescribeTasksCommand({ cluster: 'app', tasks: [made?.taskArn ?? ''] }),
    );
    return tasks?.[0]?.lastStatus ?? failures?.[0]?.reason;
  };
  const seen: (string | undefined)[] = [];
  for (let i = 0; i < 40; i += 1) {
    const now = await state();
    if (seen.at(-1) !== now) seen.push(now);
    if (i === 30) await ecs.send(new StopTaskCommand({ cluster: 'app', task: made?.taskArn }));
    sandbox.clock.advance(1000);
  }
  sandbox.clock.advance(10_000);
  seen.push(await state());
  sandbox.clock.advance(3_600_000);
  seen.push(await state());
  assert.deepEqual(seen, ['PROVISIONING', 'PENDING', 'RUNNING', 'STOPPING', 'DEPROVISIONING', 'STOPPED', 'MISSING']);
});

test('an inactive definition cannot be run', async () => {
  const { ecs, input } = await sampleStack();
  const { DeregisterTaskDefinitionCommand } = await import('@aws-sdk/client-ecs');
  await ecs.send(new RegisterTaskDefinitionCommand(webDefinition()));
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:2' }));
  const { networkConfiguration } = input;
  const run = new RunTaskCommand({
    cluster: 'app',
    taskDefinition: 'web:2',
    launchType: 'FARGATE',
    networkConfiguration,
  });
  await assert.rejects(ecs.send(run), { name: 'ClientException', message: 'TaskDefinition is inactive' });
});

test('what is not modelled says so', async () => {
  const { ecs } = await sampleStack();
  const run = new ExecuteCommandCommand({ cluster: 'app', task: 't', command: 'sh', interactive: true });
  await assert.rejects(ecs.send(run), /ecs:ExecuteCommand/);
});
