import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type ContainerDefinition,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { createSandbox } from '../../sandbox.ts';
import { isFargateSize } from './fargate_sizes.ts';
import { webDefinition } from './sample_service.ts';

const client = () => createSandbox().world().client(ECSClient);
const register = (ecs: ECSClient, change: Partial<RegisterTaskDefinitionCommandInput> = {}) =>
  ecs.send(new RegisterTaskDefinitionCommand(webDefinition(change)));

test('AWS fills in what was left out', async () => {
  const { taskDefinition } = await register(client(), {
    cpu: '.25 vCPU',
    memory: '0.5 GB',
    containerDefinitions: [
      {
        name: 'app',
        image: 'nginx:1',
        portMappings: [{ containerPort: 8080 }],
        healthCheck: { command: ['CMD', 'true'] },
      },
    ],
  });
  const { registeredAt, requiresAttributes, ...rest } = taskDefinition ?? {};
  assert.ok(registeredAt instanceof Date);
  assert.ok(requiresAttributes?.some(({ name }) => name === 'ecs.capability.task-eni'));
  assert.deepEqual(rest, {
    taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1',
    containerDefinitions: [
      {
        name: 'app',
        image: 'nginx:1',
        cpu: 0,
        portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
        essential: true,
        environment: [],
        mountPoints: [],
        volumesFrom: [],
        healthCheck: { command: ['CMD', 'true'], interval: 30, timeout: 5, retries: 3 },
        systemControls: [],
      },
    ],
    family: 'web',
    networkMode: 'awsvpc',
    revision: 1,
    volumes: [],
    status: 'ACTIVE',
    placementConstraints: [],
    compatibilities: ['EC2', 'FARGATE'],
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    registeredBy: 'arn:aws:iam::123456789012:user/sandbox',
  });
});

test('every registration is a new revision, and numbers are not used again', async () => {
  const ecs = client();
  for (const expected of [1, 2]) assert.equal((await register(ecs)).taskDefinition?.revision, expected);
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:2' }));
  assert.equal((await register(ecs)).taskDefinition?.revision, 3);
});

test('a family means its newest active revision', async () => {
  const ecs = client();
  for (let i = 0; i < 3; i += 1) await register(ecs);
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:3' }));
  const of = async (taskDefinition: string) =>
    (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition;
  assert.equal((await of('web'))?.revision, 2);
  assert.equal((await of('web:3'))?.status, 'INACTIVE');
  assert.equal((await of('arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1'))?.revision, 1);
  await assert.rejects(of('web:9'), { name: 'ClientException', message: 'Unable to describe task definition.' });
});

test('tags come when they are asked for', async () => {
  const ecs = client();
  await register(ecs, { tags: [{ key: 'a', value: 'b' }] });
  const plain = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }));
  const tagged = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web', include: ['TAGS'] }));
  assert.deepEqual([plain.tags, tagged.tags], [undefined, [{ key: 'a', value: 'b' }]]);
});

test('lists can be sorted, filtered and paged', async () => {
  const ecs = client();
  for (const family of ['web', 'web', 'job']) await register(ecs, { family });
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'job:1' }));
  const names = (arns: string[] | undefined) => arns?.map((arn) => arn.split('/')[1]);
  const list = (input: object) => ecs.send(new ListTaskDefinitionsCommand(input));
  assert.deepEqual(names((await list({ sort: 'DESC' })).taskDefinitionArns), ['web:2', 'web:1']);
  assert.deepEqual(names((await list({ status: 'INACTIVE' })).taskDefinitionArns), ['job:1']);
  const { taskDefinitionArns, nextToken } = await list({ familyPrefix: 'web', maxResults: 1 });
  assert.deepEqual(names(taskDefinitionArns), ['web:1']);
  assert.deepEqual(names((await list({ familyPrefix: 'web', maxResults: 1, nextToken })).taskDefinitionArns), [
    'web:2',
  ]);
  const families = async (status: 'ACTIVE' | 'INACTIVE' | 'ALL') =>
    (await ecs.send(new ListTaskDefinitionFamiliesCommand({ status }))).families;
  assert.deepEqual(
    [await families('ACTIVE'), await families('INACTIVE'), await families('ALL')],
    [['web'], ['job'], ['job', 'web']],
  );
});

test('only an inactive revision can be deleted, and goes for good a while later', async () => {
  const sandbox = createSandbox();
  const ecs = sandbox.world().client(ECSClient);
  await register(ecs);
  const remove = () => ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: ['web:1'] }));
  assert.match((await remove()).failures?.[0]?.reason ?? '', /still in ACTIVE status/);
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:1' }));
  assert.equal((await remove()).taskDefinitions?.[0]?.status, 'DELETE_IN_PROGRESS');
  const status = async () =>
    (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web:1' }))).taskDefinition?.status;
  assert.equal(await status(), 'DELETE_IN_PROGRESS');
  sandbox.clock.advance(60_000);
  await assert.rejects(status(), /Unable to describe task definition/);
});

const app: ContainerDefinition = { name: 'app', image: 'nginx:1' };
const role = 'arn:aws:iam::123456789012:role/execution';
const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1';
const awslogs = { 'awslogs-group': '/app', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' };

const refusals: [title: string, change: Partial<RegisterTaskDefinitionCommandInput>, message: RegExp][] = [
  ['a family with a dot', { family: 'a.b' }, /^Invalid family name/],
  [
    'a size that Fargate does not have',
    { cpu: '256', memory: '4096' },
    /^No Fargate configuration exists for given values\.$/,
  ],
  ['CPU units that Fargate does not have', { cpu: '300' }, /^Invalid 'cpu' setting for task/],
  ['no CPU', { cpu: undefined }, /^Fargate requires that 'cpu' be defined at the task level\.$/],
  ['no memory', { memory: undefined }, /^Fargate requires that 'memory' be defined at the task level\.$/],
  ['another network mode', { networkMode: 'bridge' }, /^Fargate only supports network mode ‘awsvpc’\.$/],
  ['no container', { containerDefinitions: [] }, /^Container list cannot be empty\.$/],
  [
    'a container without a name',
    { containerDefinitions: [{ image: 'a' }] },
    /^Container\.name should not be null or empty\.$/,
  ],
  [
    'a container without an image',
    { containerDefinitions: [{ name: 'a' }] },
    /^Container\.image should not be null or empty\.$/,
  ],
  ['two containers of one name', { containerDefinitions: [app, app] }, /^Duplicate container name: 'app'/],
  [
    'no essential container',
    { containerDefinitions: [{ ...app, essential: false }] },
    /at least one container must be essential/,
  ],
  [
    'another host port',
    { containerDefinitions: [{ ...app, portMappings: [{ containerPort: 80, hostPort: 8080 }] }] },
    /the host ports and container ports in port mappings must match/,
  ],
  [
    'a port out of range',
    { containerDefinitions: [{ ...app, portMappings: [{ containerPort: 70_000 }] }] },
    /^Invalid 'containerPort' setting/,
  ],
  [
    'one port twice',
    {
      containerDefinitions: [
        { ...app, portMappings: [{ containerPort: 80 }] },
        { ...app, name: 'b', portMappings: [{ containerPort: 80 }] },
      ],
    },
    /mapped more than once/,
  ],
  [
    'ECR images without execution role',
    { containerDefinitions: [{ ...app, image: ecr }] },
    /execution role ARN to support ECR images\.$/,
  ],
  [
    'awslogs without execution role',
    { containerDefinitions: [{ ...app, logConfiguration: { logDriver: 'awslogs', options: awslogs } }] },
    /execution role ARN to support log driver awslogs\.$/,
  ],
  [
    'secrets without execution role',
    { containerDefinitions: [{ ...app, secrets: [{ name: 'A', valueFrom: 'a' }] }] },
    /^When you are specifying container secrets/,
  ],
  [
    'a log option missing',
    {
      executionRoleArn: role,
      containerDefinitions: [{ ...app, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'a' } } }],
    },
    /^Log driver awslogs requires options/,
  ],
  [
    'a log driver that Fargate does not have',
    { containerDefinitions: [{ ...app, logConfiguration: { logDriver: 'syslog' } }] },
    /^Fargate only supports/,
  ],
  ['a role that is none', { executionRoleArn: 'arn:aws:s3:::bucket' }, /^Role is not valid$/],
  [
    'more memory for containers than for the task',
    { containerDefinitions: [{ ...app, memory: 1024 }] },
    /^The 'memory' of the task/,
  ],
  [
    'an unknown volume',
    { containerDefinitions: [{ ...app, mountPoints: [{ sourceVolume: 'data', containerPath: '/d' }] }] },
    /^Unknown volume 'data'/,
  ],
  [
    'an unknown dependency',
    { containerDefinitions: [{ ...app, dependsOn: [{ containerName: 'db', condition: 'START' }] }] },
    /'db' that container 'app' depends on does not exist/,
  ],
  [
    'a health check that is too quick',
    { containerDefinitions: [{ ...app, healthCheck: { command: ['CMD'], interval: 1 } }] },
    /interval .* must be between 5 and 300/,
  ],
];
for (const [title, change, message] of refusals) {
  test(`a definition with ${title} is refused`, async () => {
    await assert.rejects(register(client(), change), { name: 'ClientException', message });
  });
}

test('Fargate has the sizes of its table and no others', () => {
  const sizes: [cpu: number, memory: number, has: boolean][] = [
    [256, 2048, true],
    [256, 3072, false],
    [512, 512, false],
    [1024, 8192, true],
    [2048, 4096, true],
    [4096, 30_720, true],
    [8192, 18_432, false],
    [16_384, 122_880, true],
  ];
  for (const [cpu, memory, has] of sizes) assert.equal(isFargateSize(cpu, memory), has, `${cpu}/${memory}`);
});

test('an empty role is no role', async () => {
  const { taskDefinition } = await register(client(), { taskRoleArn: '' });
  assert.equal(taskDefinition?.taskRoleArn, undefined);
  assert.ok(taskDefinition?.requiresAttributes?.every(({ name }) => name));
});
