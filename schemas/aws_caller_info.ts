import type { ModuleSchema } from '../runner/schema/schema.ts';

export const awsCallerInfoSchema = {
  collection: 'amazon.aws',
  aliases: ['aws_caller_facts'],
  type: 'object',
  description: 'Tells which account and identity the credentials belong to.',
  additionalProperties: false,
  properties: {},
  examples: [{}],
} as const satisfies ModuleSchema;
