import { tagProperties } from '../runner/aws/properties.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ecsClusterSchema = {
  collection: 'community.aws',
  type: 'object',
  description: 'An ECS cluster: capacity providers, settings and tags.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      pattern: '^[A-Za-z0-9_-]+$',
      description: 'Cluster name. Only the cluster of exactly this name is meant.',
    },
    state: {
      type: 'string',
      enum: ['present', 'absent', 'has_instances'],
      default: 'present',
      description: '`has_instances` waits until a container instance has joined the cluster.',
    },
    capacity_providers: {
      type: 'array',
      items: { type: 'string' },
      description: 'Capacity providers the cluster may use, e.g. `FARGATE` and `FARGATE_SPOT`.',
    },
    capacity_provider_strategy: {
      type: 'array',
      description: 'How tasks are spread over capacity providers when a service or task does not say.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['capacity_provider'],
        properties: {
          capacity_provider: {
            type: 'string',
            aliases: ['capacityProvider'],
            description: 'Name of the capacity provider.',
          },
          weight: {
            type: 'integer',
            minimum: 0,
            maximum: 1000,
            description: 'Its share of the tasks beyond the base.',
          },
          base: { type: 'integer', minimum: 0, maximum: 100000, description: 'Tasks it gets before any share counts.' },
        },
      },
    },
    purge_capacity_providers: {
      type: 'boolean',
      default: false,
      description: 'Take away capacity providers that are not listed.',
    },
    settings: {
      type: 'array',
      description: 'Cluster settings. Those not named stay as they are.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'value'],
        properties: {
          name: { type: 'string', enum: ['containerInsights'], description: 'Name of the setting.' },
          value: { type: 'string', enum: ['enabled', 'disabled', 'enhanced'], description: 'Its value.' },
        },
      },
    },
    configuration: {
      type: 'object',
      additionalProperties: false,
      description: 'How commands run in containers (ECS Exec) are encrypted and logged.',
      properties: {
        execute_command: {
          type: 'object',
          aliases: ['execute_command_configuration'],
          additionalProperties: false,
          description: 'Settings of ECS Exec.',
          properties: {
            kms_key_id: { type: 'string', description: 'Key that encrypts the session.' },
            logging: {
              type: 'string',
              enum: ['NONE', 'DEFAULT', 'OVERRIDE'],
              description: 'Where sessions are logged: nowhere, as the container logs, or as `log` says.',
            },
            log: {
              type: 'object',
              aliases: ['log_configuration'],
              additionalProperties: false,
              description: 'Log destinations for `logging: OVERRIDE`.',
              properties: {
                cloud_watch_log_group_name: { type: 'string', description: 'Log group for sessions.' },
                cloud_watch_encryption_enabled: { type: 'boolean', description: 'Encrypt what goes to the log group.' },
                s3_bucket_name: { type: 'string', description: 'Bucket for sessions.' },
                s3_key_prefix: { type: 'string', description: 'Folder in the bucket.' },
                s3_encryption_enabled: { type: 'boolean', description: 'Encrypt what goes to the bucket.' },
              },
            },
          },
        },
      },
    },
    ...tagProperties,
    delay: {
      type: 'integer',
      minimum: 0,
      default: 10,
      description: 'With `has_instances`: seconds between two looks.',
    },
    repeat: { type: 'integer', minimum: 1, default: 10, description: 'With `has_instances`: how many times to look.' },
  },
  examples: [
    { name: 'hello' },
    { name: 'watched', settings: [{ name: 'containerInsights', value: 'enabled' }], tags: { stage: 'test' } },
    {
      name: 'spot',
      capacity_providers: ['FARGATE', 'FARGATE_SPOT'],
      capacity_provider_strategy: [
        { capacity_provider: 'FARGATE', base: 1, weight: 1 },
        { capacity_provider: 'FARGATE_SPOT', weight: 3 },
      ],
      purge_capacity_providers: true,
    },
    {
      name: 'exec',
      configuration: { execute_command: { logging: 'OVERRIDE', log: { cloud_watch_log_group_name: '/ecs/exec' } } },
    },
  ],
} as const satisfies ModuleSchema;
