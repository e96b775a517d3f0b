import { stateProperty } from '../runner/aws/properties.ts';
import { policyDocument } from '../runner/schema/policy_rules.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const iamPolicySchema = {
  collection: 'amazon.aws',
  type: 'object',
  description: 'An inline policy of a role, user or group: what it may do.',
  additionalProperties: false,
  required: ['iam_type', 'iam_name', 'policy_name'],
  properties: {
    iam_type: { type: 'string', enum: ['user', 'group', 'role'], description: 'What the policy belongs to.' },
    iam_name: { type: 'string', minLength: 1, maxLength: 128, description: 'Name of that role, user or group.' },
    policy_name: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      pattern: '^[\\w+=,.@\\-]+$',
      description: 'Name of the policy, unique there.',
    },
    policy_json: {
      anyOf: [{ type: 'object' }, { type: 'string' }],
      description: 'The policy, as data or JSON text; needed for state: present.',
    },
    skip_duplicates: {
      type: 'boolean',
      default: false,
      description: 'Leave it at that when a policy of another name there says the same.',
    },
    state: stateProperty,
  },
  required_if: [['state', 'present', ['policy_json']]],
  examples: [
    {
      iam_type: 'role',
      iam_name: 'conformance-role',
      policy_name: 'conformance-logs',
      policy_json: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['logs:PutLogEvents', 'logs:CreateLogStream'], Resource: '*' }],
      },
    },
    {
      iam_type: 'role',
      iam_name: 'conformance-role',
      policy_name: 'conformance-text',
      policy_json: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":["*"]}]}',
      skip_duplicates: true,
    },
  ],
} as const satisfies ModuleSchema;

/** What the schema cannot say. */
export const iamPolicyRules: readonly Rule[] = [policyDocument('policy_json', 'identity')];
