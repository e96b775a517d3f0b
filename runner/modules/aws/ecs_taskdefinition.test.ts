import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { sampleRole } from '../../sandbox/services/ecs/sample_service.ts';
import { unknown } from '../../template/values.ts';
import { ecsTaskdefinition } from './ecs_taskdefinition.ts';
import { storyOf } from './story.ts';

const web = { name: 'web', image: 'nginx:1', memory: 128, portMappings: [{ containerPort: 8080 }] };
const app = { family: 'app', containers: [web] };
const fargate = {
  family: 'app',
  launch_type: 'FARGATE',
  cpu: '256',
  memory: '512',
  containers: [{ name: 'web', image: 'nginx:1', portMappings: [{ containerPort: 8080 }] }],
};
const withWeb = (change: object, base: { containers: object[] } = app) => ({
  ...base,
  containers: [{ ...base.containers[0], ...change }],
});

/** Two ways to say the same: the second takes no step after the first. */
const same: readonly (readonly [string, object, object])[] = [
  [
    'protocol and essential spelled out',
    app,
    withWeb({ essential: true, portMappings: [{ containerPort: 8080, protocol: 'tcp' }] }),
  ],
  ['a host port of 0 with bridge', app, withWeb({ portMappings: [{ containerPort: '8080', hostPort: 0 }] })],
  ['the host port with awsvpc', fargate, withWeb({ portMappings: [{ containerPort: 8080, hostPort: 8080 }] }, fargate)],
  ['the network mode of Fargate', fargate, { ...fargate, network_mode: 'awsvpc' }],
  ['the default network mode', app, { ...app, network_mode: 'bridge' }],
  ['sizes with units', fargate, { ...fargate, cpu: '.25 vCPU', memory: '0.5 GB' }],
  ['sizes as numbers', fargate, { ...fargate, cpu: 256, memory: 512 }],
  [
    'the platform of Fargate',
    fargate,
    { ...fargate, runtime_platform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' } },
  ],
  ['the storage of Fargate', fargate, { ...fargate, ephemeral_storage: { sizeInGiB: 20 } }],
  [
    'empty lists',
    app,
    withWeb({ environment: [], command: [], mountPoints: [], secrets: [], ulimits: [], dockerLabels: {} }),
  ],
  ['flags that are off', app, withWeb({ privileged: false, readonlyRootFilesystem: false, interactive: false })],
  [
    'an environment in another order, with numbers',
    withWeb({
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    }),
    withWeb({
      environment: [
        { name: 'B', value: 2 },
        { name: 'A', value: 1 },
      ],
    }),
  ],
  [
    'the defaults of a health check',
    withWeb({ healthCheck: { command: ['CMD', 'true'] } }),
    withWeb({ healthCheck: { command: ['CMD', 'true'], interval: 30, timeout: 5, retries: 3, startPeriod: 0 } }),
  ],
  [
    'a condition in lower case',
    {
      ...app,
      containers: [
        web,
        { ...web, name: 'b', essential: false, dependsOn: [{ containerName: 'web', condition: 'START' }] },
      ],
    },
    {
      ...app,
      containers: [
        { ...web, name: 'b', essential: false, dependsOn: [{ containerName: 'web', condition: 'start' }] },
        web,
      ],
    },
  ],
  [
    'a volume of nothing said',
    { ...app, volumes: [{ name: 'data' }, { name: 'cache' }] },
    { ...app, volumes: [{ name: 'cache', host: {} }, { name: 'data' }] },
  ],
  [
    'a Linux setting of nothing said',
    app,
    withWeb({ linuxParameters: { initProcessEnabled: false, capabilities: { add: [], drop: [] } } }),
  ],
  [
    'log options in another order',
    withWeb({ logConfiguration: { logDriver: 'fluentd', options: { a: '1', b: '2' } } }),
    withWeb({ logConfiguration: { logDriver: 'fluentd', options: { b: 2, a: '1' }, secretOptions: [] } }),
  ],
];
for (const [what, first, second] of same)
  test(`${what} makes no new revision`, async () => {
    const story = storyOf(ecsTaskdefinition, createSandbox());
    await story.settle(first);
    const { steps, calls } = await story.apply(second);
    assert.deepEqual([steps, calls], [[], ['DescribeTaskDefinition']]);
  });

/** What changes, and how the title speaks of it. */
const changed: readonly (readonly [object, object, string])[] = [
  [app, withWeb({ image: 'nginx:2' }), 'image of web nginx:1 → nginx:2'],
  [app, withWeb({ memory: 256 }), 'memory of web 128 → 256'],
  [app, withWeb({ essential: true, readonlyRootFilesystem: true }), 'readonlyRootFilesystem of web (none) → true'],
  [app, withWeb({ environment: [{ name: 'A', value: '1' }] }), 'environment of web'],
  [app, { ...app, containers: [web, { ...web, name: 'log' }] }, 'container log added'],
  [
    app,
    { ...app, network_mode: 'host', containers: [{ ...web, portMappings: [] }] },
    'portMappings of web, network mode bridge → host',
  ],
  [fargate, { ...fargate, cpu: 512, memory: 1024 }, 'cpu 256 → 512, memory 512 → 1024'],
  [fargate, { ...fargate, runtime_platform: { cpuArchitecture: 'ARM64' } }, 'platform'],
  [fargate, { ...fargate, ephemeral_storage: { sizeInGiB: 30 } }, 'ephemeral storage (none) → 30'],
  [app, { ...app, launch_type: 'EC2' }, 'launch type'],
  [app, { ...app, volumes: [{ name: 'data' }] }, 'volumes'],
  [app, { ...app, pid_mode: 'task' }, 'pid mode (none) → task'],
];
for (const [first, second, what] of changed)
  test(`a new revision tells what is new in it: ${what}`, async () => {
    const story = storyOf(ecsTaskdefinition, createSandbox());
    await story.settle(first);
    const { steps, result } = await story.settle(second);
    assert.deepEqual(steps, [`register a new revision of task definition app (${what})`]);
    assert.equal((result['taskdefinition'] as { revision: number }).revision, 2);
  });

test('roles make a new revision, and one given by name is the role of that name', async () => {
  const sandbox = createSandbox();
  const arn = sampleRole(sandbox, 'tasks');
  const story = storyOf(ecsTaskdefinition, sandbox);
  await story.settle(app);
  const { steps } = await story.settle({ ...app, execution_role_arn: arn });
  assert.deepEqual(steps, [`register a new revision of task definition app (execution role (none) → ${arn})`]);
  assert.deepEqual((await story.apply({ ...app, execution_role_arn: 'tasks' })).steps, []);
});

test('tags are set on the revision there is', async () => {
  const story = storyOf(ecsTaskdefinition, createSandbox());
  await story.settle(app);
  const { steps, writes } = await story.settle({ ...app, tags: { app: 'web' } });
  assert.deepEqual([steps, writes], [['tag task definition app:1: app'], ['TagResource']]);
});

test('force_create registers what is there already', async () => {
  const story = storyOf(ecsTaskdefinition, createSandbox());
  await story.settle(app);
  const { steps } = await story.apply({ ...app, force_create: true });
  assert.deepEqual(steps, ['register a new revision of task definition app (force_create asks for it)']);
});

test('a revision asked for by number must be there and be as asked for', async () => {
  const story = storyOf(ecsTaskdefinition, createSandbox());
  await assert.rejects(story.check({ ...app, revision: 1 }), { code: 'no-such-revision' });
  await story.settle(app);
  assert.deepEqual((await story.settle({ ...app, revision: 1 })).steps, []);
  await assert.rejects(story.check({ ...withWeb({ image: 'nginx:2' }), revision: 1 }), {
    message: 'revision 1 of task definition app is not as asked for: image of web nginx:1 → nginx:2',
  });
});

test('absent deregisters all revisions of the family, one by its number, or one by its ARN', async () => {
  const sandbox = createSandbox();
  const story = storyOf(ecsTaskdefinition, sandbox);
  for (const image of ['nginx:1', 'nginx:2', 'nginx:3', 'nginx:4']) await story.apply(withWeb({ image }));
  await story.settle({ ...app, family: 'app-2' });
  const gone = { family: 'app', state: 'absent' };
  assert.deepEqual((await story.settle({ ...gone, revision: 2 })).steps, ['deregister task definition app:2']);
  const { taskDefinition } = await sandbox
    .world()
    .client(ECSClient)
    .send(new DescribeTaskDefinitionCommand({ taskDefinition: 'app:3' }));
  const byArn = { arn: taskDefinition!.taskDefinitionArn, state: 'absent' };
  assert.deepEqual((await story.settle(byArn)).steps, ['deregister task definition app:3']);
  assert.deepEqual((await story.settle(gone)).steps, [
    'deregister task definition app:1',
    'deregister task definition app:4',
  ]);
});

test('an image that is not known yet is a new revision', async () => {
  const story = storyOf(ecsTaskdefinition, createSandbox());
  await story.settle(app);
  const { steps, result } = await story.check(withWeb({ image: unknown }));
  assert.deepEqual(steps, [
    'register a new revision of task definition app (image of web nginx:1 → (known after apply))',
  ]);
  assert.equal((result['taskdefinition'] as { taskDefinitionArn: unknown }).taskDefinitionArn, unknown);
});

test('a size that Fargate does not have is refused once it is known', async () => {
  const story = storyOf(ecsTaskdefinition, createSandbox());
  await assert.rejects(story.check({ ...fargate, memory: '4096' }), {
    code: 'fargate-size',
    hint: 'with cpu 256, memory may be 512, 1024, 2048',
  });
});

test('an answer that got lost makes no twin', async () => {
  const sandbox = createSandbox();
  const world = sandbox.world();
  let lost = true;
  // The request arrives, its answer does not.
  world.client(ECSClient).middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (context['commandName'] !== 'RegisterTaskDefinitionCommand' || !lost) return answer;
      lost = false;
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    },
    { step: 'deserialize', priority: 'low' },
  );
  const story = storyOf(ecsTaskdefinition, { ...sandbox, world: () => world });
  const { result } = await story.apply(app);
  assert.equal((result['taskdefinition'] as { revision: number }).revision, 1);
  assert.equal(sandbox.calls.filter(({ operation }) => operation === 'RegisterTaskDefinition').length, 1);
});

test('a role that ECS does not see yet is tried again', async () => {
  const sandbox = createSandbox();
  const world = sandbox.world();
  let tries = 0;
  world.client(ECSClient).middlewareStack.add(
    (next, context) => async (args) => {
      if (context['commandName'] === 'RegisterTaskDefinitionCommand' && ++tries < 3)
        throw Object.assign(new Error('Role is not valid'), { name: 'ClientException', $metadata: {} });
      return next(args);
    },
    { step: 'initialize', priority: 'low' },
  );
  const { lines } = await storyOf(ecsTaskdefinition, { ...sandbox, world: () => world }).apply(app);
  assert.deepEqual(lines, ['AWS says ClientException; trying again', 'AWS says ClientException; trying again']);
});

test('a revision registered by others is compared in full', async () => {
  const sandbox = createSandbox();
  await sandbox
    .world()
    .client(ECSClient)
    .send(
      new RegisterTaskDefinitionCommand({
        family: 'app',
        containerDefinitions: [{ ...web, portMappings: [{ containerPort: 8080 }], user: '1000' }],
      }),
    );
  assert.deepEqual((await storyOf(ecsTaskdefinition, sandbox).settle(app)).steps, [
    'register a new revision of task definition app (user of web 1000 → (none))',
  ]);
});
