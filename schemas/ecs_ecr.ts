import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ecsEcrSchema = {
  collection: 'community.aws',
  aliases: ['ecr', 'ecr_repository'],
  type: 'object',
  description: 'A private image repository in Amazon ECR: its settings, policies and tags.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      minLength: 2,
      maxLength: 256,
      pattern: '^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$',
      description: 'Repository name, with its namespace if it has one: `team/api`.',
    },
    registry_id: {
      type: 'string',
      pattern: '^[0-9]{12}$',
      description: "Account that owns the registry; the caller's own when left out.",
    },
    image_tag_mutability: {
      type: 'string',
      enum: ['mutable', 'immutable'],
      default: 'mutable',
      description: 'Whether a tag may be pushed again and then mean another image.',
    },
    scan_on_push: {
      type: 'boolean',
      aliases: ['scan_image_on_push'],
      description: 'Look for known vulnerabilities in every pushed image. Off when neither this nor the next is given.',
    },
    image_scanning_configuration: {
      type: 'object',
      additionalProperties: false,
      properties: { scan_on_push: { type: 'boolean', aliases: ['scanOnPush'], description: 'As `scan_on_push`.' } },
      description: 'The same setting in the shape the API has it.',
    },
    policy: {
      anyOf: [{ type: 'object' }, { type: 'string' }],
      aliases: ['policy_text'],
      description: 'Resource policy: who may pull and push. A mapping, or its JSON text. Left alone when not given.',
    },
    force_set_policy: {
      type: 'boolean',
      default: false,
      description: 'Set the policy even when it locks the caller out of changing it again.',
    },
    purge_policy: {
      type: 'boolean',
      aliases: ['delete_policy'],
      default: false,
      description: 'Remove the resource policy.',
    },
    lifecycle_policy: {
      anyOf: [{ type: 'object' }, { type: 'string' }],
      description: 'Which images expire. A mapping, or its JSON text. Left alone when not given.',
    },
    purge_lifecycle_policy: { type: 'boolean', default: false, description: 'Remove the lifecycle policy.' },
    encryption_configuration: {
      type: 'object',
      additionalProperties: false,
      properties: {
        encryption_type: {
          type: 'string',
          enum: ['AES256', 'KMS', 'KMS_DSSE'],
          aliases: ['encryptionType'],
          description: 'Kind of encryption at rest.',
        },
        kms_key: {
          type: 'string',
          aliases: ['kmsKey'],
          description: 'Key for KMS encryption; the default key when left out.',
        },
      },
      description: 'How images are encrypted. Can only be chosen when the repository is created.',
    },
    ...tagProperties,
    force_absent: {
      type: 'boolean',
      default: false,
      description: 'With `state: absent`: delete the repository together with the images in it.',
    },
    state: stateProperty,
  },
  mutually_exclusive: [
    ['policy', 'purge_policy'],
    ['lifecycle_policy', 'purge_lifecycle_policy'],
    ['scan_on_push', 'image_scanning_configuration'],
  ],
  examples: [
    { name: 'hello' },
    { name: 'team/api', image_tag_mutability: 'immutable', scan_on_push: true, tags: { app: 'api', stage: 'test' } },
    {
      name: 'with-policies',
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'pull',
            Effect: 'Allow',
            Principal: { AWS: ['arn:aws:iam::123456789012:root'] },
            Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          },
        ],
      },
      lifecycle_policy: {
        rules: [
          {
            rulePriority: 1,
            description: 'keep ten images',
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
            action: { type: 'expire' },
          },
        ],
      },
    },
    { name: 'encrypted', encryption_configuration: { encryption_type: 'KMS' }, force_absent: true },
  ],
} as const satisfies ModuleSchema;
