import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';
import { containerNames, fargateNetwork, fargateSize, hostPorts } from '../runner/schema/task_definition_rules.ts';
import { ecsContainer } from './parts/ecs_container.ts';
import { ecsVolume } from './parts/ecs_volume.ts';

const web = { name: 'web', image: 'public.ecr.aws/nginx/nginx:1.27', portMappings: [{ containerPort: 8080 }] } as const;

export const ecsTaskdefinitionSchema = {
  collection: 'community.aws',
  aliases: ['ecs_task_definition'],
  type: 'object',
  description:
    'A task definition in ECS. A new revision is registered only when something differs from the latest active one.',
  additionalProperties: false,
  properties: {
    family: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{1,255}$',
      description: 'Name that all revisions share.',
    },
    state: stateProperty,
    arn: { type: 'string', description: 'With `state: absent`: the ARN of the one revision to deregister.' },
    revision: {
      type: 'integer',
      minimum: 1,
      description:
        'The one revision that is meant. With `present` it must agree with the parameters; with `absent`, all active revisions go when it is left out.',
    },
    force_create: {
      type: 'boolean',
      default: false,
      description: 'Register a new revision even when nothing differs.',
    },
    containers: { type: 'array', minItems: 1, items: ecsContainer, description: 'The containers of a task.' },
    network_mode: {
      type: 'string',
      enum: ['default', 'bridge', 'host', 'none', 'awsvpc'],
      description: 'Network of the containers. When left out, `awsvpc` for Fargate and `bridge` otherwise.',
    },
    task_role_arn: { type: 'string', description: 'Role, by ARN or name, whose permissions the containers have.' },
    execution_role_arn: {
      type: 'string',
      description: 'Role, by ARN or name, with which ECS pulls the image, reads secrets and writes logs.',
    },
    volumes: { type: 'array', items: ecsVolume, description: 'Volumes the containers may mount.' },
    launch_type: {
      type: 'string',
      enum: ['EC2', 'FARGATE', 'EXTERNAL'],
      description: 'What it must be able to run on; AWS then checks the definition against it.',
    },
    cpu: {
      type: 'string',
      description: "The task's CPU in units of 1/1024 vCPU, or as `0.5 vCPU`. Fargate knows 256 to 16384 and needs it.",
    },
    memory: {
      type: 'string',
      description: "The task's memory in MiB, or as `1 GB`. On Fargate it must fit the CPU.",
    },
    placement_constraints: {
      type: 'array',
      description: 'On which instances tasks may run; not on Fargate.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['type'],
        properties: {
          type: { type: 'string', enum: ['memberOf'], description: 'Kind of constraint.' },
          expression: { type: 'string', description: 'Expression in the cluster query language.' },
        },
      },
    },
    runtime_platform: {
      type: 'object',
      additionalProperties: false,
      description: 'System and processor the image is for.',
      properties: {
        cpuArchitecture: { type: 'string', enum: ['X86_64', 'ARM64'], description: '`X86_64` when left out.' },
        operatingSystemFamily: { type: 'string', description: '`LINUX` when left out.' },
      },
    },
    ephemeral_storage: {
      type: 'object',
      additionalProperties: false,
      required: ['sizeInGiB'],
      description: 'Scratch space of a Fargate task.',
      properties: {
        sizeInGiB: {
          type: 'integer',
          minimum: 20,
          maximum: 200,
          aliases: ['size_in_gib'],
          description: 'Its size; 20 when left out.',
        },
      },
    },
    pid_mode: { type: 'string', enum: ['host', 'task'], description: 'Whose processes the containers see.' },
    ipc_mode: { type: 'string', enum: ['host', 'task', 'none'], description: 'Whose shared memory they use.' },
    proxy_configuration: {
      type: 'object',
      additionalProperties: false,
      required: ['containerName'],
      description: 'App Mesh proxy.',
      properties: {
        type: { type: 'string', enum: ['APPMESH'], description: 'Always `APPMESH`.' },
        containerName: { type: 'string', description: 'Container that is the proxy.' },
        properties: {
          type: 'array',
          description: 'Its settings.',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['name', 'value'],
            properties: {
              name: { type: 'string', description: 'Name of the setting.' },
              value: { type: 'string', description: 'Its value.' },
            },
          },
        },
      },
    },
    enable_fault_injection: { type: 'boolean', description: 'Allow fault injection experiments on its tasks.' },
    ...tagProperties,
  },
  required_one_of: [['family', 'arn']],
  required_if: [['state', 'present', ['family', 'containers']]],
  examples: [
    { family: 'hello', containers: [{ ...web, memory: 128 }] },
    {
      family: 'fargate',
      launch_type: 'FARGATE',
      network_mode: 'awsvpc',
      cpu: '256',
      memory: '512',
      execution_role_arn: 'arn:aws:iam::123456789012:role/conformance-role',
      containers: [
        {
          ...web,
          essential: true,
          readonlyRootFilesystem: true,
          environment: [
            { name: 'B', value: '2' },
            { name: 'A', value: '1' },
          ],
          secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': '/ecs/web', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'web' },
          },
          healthCheck: { command: ['CMD-SHELL', 'wget -qO- http://localhost:8080/ || exit 1'], startPeriod: 5 },
          stopTimeout: 30,
        },
      ],
      runtime_platform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
      ephemeral_storage: { sizeInGiB: 30 },
      tags: { app: 'web' },
    },
    {
      family: 'sidecar',
      network_mode: 'bridge',
      containers: [
        { ...web, memory: 128, mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] },
        {
          name: 'init',
          image: 'public.ecr.aws/docker/library/busybox:1.36',
          essential: false,
          memoryReservation: 32,
          command: ['sh', '-c', 'true'],
          volumesFrom: [{ sourceContainer: 'web' }],
          ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
        },
      ],
      volumes: [{ name: 'data' }],
    },
  ],
} as const satisfies ModuleSchema;

/** What AWS refuses and a schema cannot say. */
export const ecsTaskdefinitionRules: readonly Rule[] = [containerNames, fargateNetwork, fargateSize, hostPorts];
