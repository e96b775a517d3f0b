import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import { policyDocument } from '../runner/schema/policy_rules.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

export const iamRoleSchema = {
  collection: 'amazon.aws',
  type: 'object',
  description: 'An IAM role: who may take it on, and which managed policies it has.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      aliases: ['role_name'],
      minLength: 1,
      maxLength: 64,
      pattern: '^[\\w+=,.@\\-]+$',
      description: 'Name, unique in the account.',
    },
    path: {
      type: 'string',
      aliases: ['prefix', 'path_prefix'],
      maxLength: 512,
      pattern: '^/([!-~]+/)?$',
      description: 'Folder among the names of the account; / when left out. AWS never lets it change.',
    },
    assume_role_policy_document: {
      anyOf: [{ type: 'object' }, { type: 'string' }],
      description: 'Trust policy that says who may take the role on, as data or JSON text; needed to create it.',
    },
    description: { type: 'string', maxLength: 1000, description: 'What the role is for.' },
    managed_policies: {
      type: 'array',
      aliases: ['managed_policy'],
      items: { type: 'string', minLength: 1 },
      description: 'Managed policies it has, by ARN or name. When left out, they stay as they are.',
    },
    purge_policies: {
      type: 'boolean',
      aliases: ['purge_policy', 'purge_managed_policies'],
      default: true,
      description: 'Whether managed policies that managed_policies does not list are detached.',
    },
    boundary: {
      type: 'string',
      aliases: ['boundary_policy_arn'],
      pattern: '^(arn:[\\w-]+:iam::.+)?$',
      description: 'ARN of the policy that bounds its permissions; an empty text for none.',
    },
    max_session_duration: {
      type: 'integer',
      minimum: 3600,
      maximum: 43_200,
      description: 'Seconds for which it can be taken on at most.',
    },
    create_instance_profile: {
      type: 'boolean',
      default: true,
      description: 'Whether an instance profile of the same name holds it, as instances of EC2 need.',
    },
    delete_instance_profile: {
      type: 'boolean',
      default: false,
      description: 'Whether state: absent removes the instance profile of the same name as well.',
    },
    wait: {
      type: 'boolean',
      default: true,
      description:
        'Taken for the sake of existing playbooks: whatever uses the role tries again until IAM has spread it.',
    },
    wait_timeout: { type: 'integer', aliases: ['timeout'], default: 120, minimum: 1, description: 'As wait.' },
    ...tagProperties,
    state: stateProperty,
  },
  examples: [
    {
      name: 'conformance-tasks',
      description: 'runs the tasks',
      assume_role_policy_document: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      create_instance_profile: false,
      tags: { stage: 'test' },
    },
    {
      name: 'conformance-instances',
      path: '/machines/',
      assume_role_policy_document:
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com"]},"Action":["sts:AssumeRole"]}}',
      max_session_duration: 7200,
      delete_instance_profile: true,
    },
  ],
} as const satisfies ModuleSchema;

/** What the schema cannot say. */
export const iamRoleRules: readonly Rule[] = [policyDocument('assume_role_policy_document', 'trust')];
