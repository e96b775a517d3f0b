import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const cloudwatchlogsLogGroupSchema = {
  collection: 'community.aws',
  type: 'object',
  description: 'A log group of CloudWatch Logs: where logs go and how long they are kept.',
  additionalProperties: false,
  required: ['log_group_name'],
  mutually_exclusive: [['retention', 'purge_retention_policy']],
  properties: {
    log_group_name: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      pattern: '^(?!aws/)[\\w./#\\-]+$',
      description: 'Name, unique in the region.',
    },
    retention: {
      type: 'integer',
      enum: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      description: 'Days for which logs are kept. When left out, that stays as it is; a new group keeps them for ever.',
    },
    purge_retention_policy: { type: 'boolean', default: false, description: 'Keep logs for ever from now on.' },
    kms_key_id: {
      type: 'string',
      pattern: '^(arn:[\\w-]+:kms:.+)?$',
      description: 'ARN of the KMS key that encrypts new logs; an empty text for none.',
    },
    overwrite: {
      type: 'boolean',
      default: false,
      description: 'Remove the group with all its logs first, and make it anew. It does so in every run.',
    },
    ...tagProperties,
    state: stateProperty,
  },
  examples: [
    { log_group_name: '/conformance/app', retention: 30, tags: { stage: 'test' } },
    { log_group_name: '/conformance/kept' },
  ],
} as const satisfies ModuleSchema;
