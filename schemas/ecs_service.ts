import { tagProperties } from '../runner/aws/properties.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema, PropertySchema } from '../runner/schema/schema.ts';
import { daemonCount, deploymentPercents } from '../runner/schema/service_rules.ts';

const strategyItem = {
  type: 'object',
  additionalProperties: false,
  required: ['capacity_provider'],
  properties: {
    capacity_provider: { type: 'string', aliases: ['capacityProvider'], description: 'Name of the capacity provider.' },
    weight: { type: 'integer', minimum: 0, maximum: 1000, description: 'Its share of the tasks beyond the base.' },
    base: { type: 'integer', minimum: 0, maximum: 100000, description: 'Tasks it gets before any share counts.' },
  },
} as const satisfies PropertySchema;

const deploymentConfiguration = {
  type: 'object',
  additionalProperties: false,
  description: 'How tasks are replaced. What is left out stays as it is.',
  properties: {
    minimum_healthy_percent: {
      type: 'integer',
      minimum: 0,
      maximum: 100,
      description: 'Share of the desired tasks that must keep running.',
    },
    maximum_percent: {
      type: 'integer',
      minimum: 0,
      maximum: 200,
      description: 'Share of the desired tasks that may run at once.',
    },
    deployment_circuit_breaker: {
      type: 'object',
      additionalProperties: false,
      description: 'Stop a deployment whose tasks keep failing.',
      properties: {
        enable: { type: 'boolean', description: 'Whether it is stopped.' },
        rollback: { type: 'boolean', description: 'Go back to what ran before.' },
      },
    },
    alarms: {
      type: 'object',
      additionalProperties: false,
      description: 'Alarms that stop a deployment.',
      properties: {
        alarm_names: { type: 'array', items: { type: 'string' }, description: 'Names of CloudWatch alarms.' },
        enable: { type: 'boolean', description: 'Whether they are looked at.' },
        rollback: { type: 'boolean', description: 'Go back to what ran before.' },
      },
    },
  },
} as const satisfies PropertySchema;

const loadBalancer = {
  type: 'object',
  additionalProperties: false,
  properties: {
    targetGroupArn: { type: 'string', aliases: ['target_group_arn'], description: 'ARN of the target group.' },
    loadBalancerName: {
      type: 'string',
      aliases: ['load_balancer_name'],
      description: 'Name of a classic load balancer.',
    },
    containerName: { type: 'string', aliases: ['container_name'], description: 'Container that takes the requests.' },
    containerPort: { type: 'integer', aliases: ['container_port'], description: 'Its port.' },
  },
} as const satisfies PropertySchema;

const network = {
  subnets: ['subnet-conformance-a', 'subnet-conformance-b'],
  security_groups: ['sg-conformance'],
  assign_public_ip: true,
} as const;

export const ecsServiceSchema = {
  collection: 'community.aws',
  type: 'object',
  description: 'A service in ECS: keeps so many tasks of a task definition running, and waits for its deployments.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{1,255}$',
      aliases: ['service'],
      description: 'Name, unique in the cluster.',
    },
    state: {
      type: 'string',
      enum: ['present', 'absent', 'deleting'],
      default: 'present',
      description: '`deleting` only waits until a service that is being deleted is gone.',
    },
    cluster: { type: 'string', default: 'default', description: 'Cluster, by name or ARN.' },
    task_definition: {
      type: 'string',
      description: 'What its tasks are: an ARN, `family:revision`, or a family for its latest active revision.',
    },
    desired_count: {
      type: 'integer',
      minimum: 0,
      description: 'How many tasks. Left out, the count stays as it is (e.g. with auto scaling).',
    },
    launch_type: {
      type: 'string',
      enum: ['EC2', 'FARGATE', 'EXTERNAL'],
      description: 'What tasks run on. Fixed once created, save by a capacity provider strategy.',
    },
    capacity_provider_strategy: {
      type: 'array',
      items: strategyItem,
      description: 'How tasks are spread over capacity providers, instead of a launch type.',
    },
    platform_version: { type: 'string', description: 'Version of Fargate; `LATEST` when left out for a new service.' },
    scheduling_strategy: {
      type: 'string',
      enum: ['REPLICA', 'DAEMON'],
      description: 'So many tasks, or one on each instance. Fixed once created; `REPLICA` when left out.',
    },
    deployment_controller: {
      type: 'object',
      additionalProperties: false,
      description: 'Who deploys. Fixed once created; ECS itself when left out.',
      properties: {
        type: { type: 'string', enum: ['ECS', 'CODE_DEPLOY', 'EXTERNAL'], description: 'Kind of controller.' },
      },
    },
    deployment_configuration: deploymentConfiguration,
    load_balancers: { type: 'array', items: loadBalancer, description: 'Target groups the tasks are registered with.' },
    health_check_grace_period_seconds: {
      type: 'integer',
      minimum: 0,
      description: 'Seconds in which a new task may fail the health check of its load balancer.',
    },
    network_configuration: {
      type: 'object',
      additionalProperties: false,
      description: 'Network of tasks whose network mode is `awsvpc`.',
      properties: {
        subnets: { type: 'array', items: { type: 'string' }, description: 'Subnets by ID.' },
        security_groups: { type: 'array', items: { type: 'string' }, description: 'Security groups by ID or name.' },
        assign_public_ip: {
          type: 'boolean',
          description: 'Whether tasks get public addresses; no when left out for a new service.',
        },
      },
    },
    placement_constraints: {
      type: 'array',
      description: 'On which instances tasks may run; not on Fargate.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['type'],
        properties: {
          type: { type: 'string', enum: ['distinctInstance', 'memberOf'], description: 'Kind of constraint.' },
          expression: { type: 'string', description: 'Expression in the cluster query language.' },
        },
      },
    },
    purge_placement_constraints: {
      type: 'boolean',
      default: false,
      description: 'Remove all placement constraints when none are given.',
    },
    placement_strategy: {
      type: 'array',
      description: 'How tasks are spread over instances, in this order; not on Fargate.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['type'],
        properties: {
          type: { type: 'string', enum: ['random', 'spread', 'binpack'], description: 'Kind of strategy.' },
          field: { type: 'string', description: 'What it goes by, e.g. `attribute:ecs.availability-zone`.' },
        },
      },
    },
    purge_placement_strategy: {
      type: 'boolean',
      default: false,
      description: 'Remove the placement strategy when none is given.',
    },
    service_registries: {
      type: 'array',
      description: 'Where tasks are registered for service discovery.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['arn'],
        properties: {
          arn: { type: 'string', aliases: ['registryArn'], description: 'ARN of the registry.' },
          port: { type: 'integer', description: 'Port for SRV records.' },
          container_name: { type: 'string', aliases: ['containerName'], description: 'Container that is registered.' },
          container_port: { type: 'integer', aliases: ['containerPort'], description: 'Its port.' },
        },
      },
    },
    role: { type: 'string', description: 'Role for a load balancer without `awsvpc`. Fixed once created.' },
    enable_execute_command: { type: 'boolean', description: 'Allow commands to be run in its containers (ECS Exec).' },
    enable_ecs_managed_tags: { type: 'boolean', description: 'Let ECS tag tasks with cluster and service.' },
    propagate_tags: {
      type: 'string',
      enum: ['TASK_DEFINITION', 'SERVICE', 'NONE'],
      description: 'Whose tags its tasks get.',
    },
    ...tagProperties,
    force_new_deployment: { type: 'boolean', default: false, description: 'Deploy again even when nothing differs.' },
    force_deletion: {
      type: 'boolean',
      default: false,
      description: 'With `absent`: delete it at once instead of scaling to zero first.',
    },
    client_token: {
      type: 'string',
      maxLength: 36,
      description: 'Token that makes a repeated creation the same creation; made up when left out.',
    },
    wait: {
      type: 'boolean',
      default: true,
      description:
        'Follow the deployment to its end, and fail when it failed or was rolled back; with `absent`, wait until it is gone.',
    },
    wait_timeout: { type: 'integer', minimum: 0, default: 600, description: 'Seconds to wait at most.' },
    delay: { type: 'integer', minimum: 0, default: 10, description: 'With `deleting`: seconds between two looks.' },
    repeat: { type: 'integer', minimum: 1, default: 10, description: 'With `deleting`: how many times to look.' },
  },
  mutually_exclusive: [['launch_type', 'capacity_provider_strategy']],
  required_if: [['state', 'present', ['task_definition']]],
  examples: [
    {
      name: 'hello',
      cluster: 'conformance-cluster',
      task_definition: 'conformance-task',
      desired_count: 1,
      launch_type: 'FARGATE',
      network_configuration: network,
    },
    {
      name: 'web',
      cluster: 'conformance-cluster',
      task_definition: 'conformance-task:1',
      desired_count: 3,
      launch_type: 'FARGATE',
      platform_version: 'LATEST',
      deployment_configuration: {
        minimum_healthy_percent: 70,
        maximum_percent: 150,
        deployment_circuit_breaker: { enable: true, rollback: true },
      },
      network_configuration: network,
      load_balancers: [{ targetGroupArn: 'arn-of-conformance-targets', containerName: 'web', containerPort: 8080 }],
      health_check_grace_period_seconds: 30,
      enable_execute_command: true,
      propagate_tags: 'SERVICE',
      tags: { app: 'web' },
    },
    {
      name: 'idle',
      cluster: 'conformance-cluster',
      task_definition: 'conformance-task:1',
      desired_count: 0,
      capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
      network_configuration: network,
      wait: false,
      force_deletion: true,
    },
  ],
} as const satisfies ModuleSchema;

/** What AWS refuses and a schema cannot say. */
export const ecsServiceRules: readonly Rule[] = [daemonCount, deploymentPercents];
