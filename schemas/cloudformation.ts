import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

const topic = `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Retention: { Type: Number, Default: 1 }
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { RetentionInDays: !Ref Retention }
Outputs:
  Group: { Value: !Ref Logs }
`;

/** Parameters of `cloudformation`. */
export const cloudformationSchema = {
  collection: 'amazon.aws',
  type: 'object',
  description:
    'A CloudFormation stack, put up and changed through change sets: what becomes of each resource is announced first. Waits, and fails with the reason of the first resource that failed.',
  additionalProperties: false,
  required: ['stack_name'],
  properties: {
    stack_name: {
      type: 'string',
      maxLength: 128,
      pattern: '^[a-zA-Z][-a-zA-Z0-9]*$',
      description: 'Name of the stack, unique in the region.',
    },
    state: stateProperty,
    template: {
      type: 'string',
      file: 'files',
      description:
        'File with the template, looked for as those of `copy` are: in `files/` of the role, beside the playbook.',
    },
    template_body: {
      anyOf: [{ type: 'string' }, { type: 'object' }],
      description:
        'The template itself, as YAML or JSON text or as data. Without any template the one of the stack stays.',
    },
    template_url: { type: 'string', pattern: '^https?://', description: 'Address of the template in S3.' },
    template_format: {
      type: 'string',
      enum: ['json', 'yaml'],
      description: 'Of no effect: which of the two it is shows. For playbooks that still say it.',
    },
    template_parameters: {
      type: 'object',
      default: {},
      description:
        'Values of its parameters by name; a list is joined with commas. `{value: …}` is the same as the value, `{use_previous_value: true}` keeps what the stack has. What is left out gets its default.',
    },
    ...tagProperties,
    capabilities: {
      type: 'array',
      items: { type: 'string', enum: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'] },
      default: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      description: 'What the template may do that needs to be allowed.',
    },
    role_arn: {
      type: 'string',
      pattern: '^arn:[\\w-]+:iam::\\d{12}:role/.+$',
      description: 'Role that CloudFormation takes on to work on the stack.',
    },
    notification_arns: {
      anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
      description: 'ARNs of SNS topics that are told of events; as text, divided by commas.',
    },
    on_create_failure: {
      type: 'string',
      enum: ['DO_NOTHING', 'ROLLBACK', 'DELETE'],
      description: 'What becomes of a stack that cannot be put up; `ROLLBACK` when left out.',
    },
    disable_rollback: {
      type: 'boolean',
      default: false,
      description: 'Leave what was made or changed as it is when a resource fails, to look at it.',
    },
    create_timeout: {
      type: 'integer',
      minimum: 1,
      description:
        'Minutes after which CloudFormation gives up a creation. Change sets know none, so a stack with it is created without one.',
    },
    stack_policy: {
      type: 'string',
      file: 'files',
      description: 'File with the stack policy, which says what of the stack may be updated.',
    },
    stack_policy_body: {
      anyOf: [{ type: 'string' }, { type: 'object' }],
      description: 'The stack policy itself, as JSON text or as data.',
    },
    stack_policy_on_update_body: {
      anyOf: [{ type: 'string' }, { type: 'object' }],
      description: 'Stack policy that holds only while this update is under way.',
    },
    termination_protection: {
      type: 'boolean',
      description: 'Whether the stack is kept from being deleted. When left out, it stays as it is.',
    },
    create_changeset: {
      type: 'boolean',
      default: false,
      description: 'Only make the change set, for somebody to review and execute it.',
    },
    changeset_name: {
      type: 'string',
      maxLength: 128,
      pattern: '^[a-zA-Z][-a-zA-Z0-9]*$',
      description:
        'Name of the change set that `create_changeset` makes; derived from what is asked for when left out.',
    },
    events_limit: {
      type: 'integer',
      minimum: 0,
      default: 200,
      description: 'How many events the result holds at most.',
    },
    backoff_delay: {
      type: 'integer',
      minimum: 1,
      default: 3,
      description: 'Of no effect: throttled calls are repeated as everywhere. For playbooks that say it.',
    },
    backoff_max_delay: {
      type: 'integer',
      minimum: 1,
      default: 30,
      description: 'Of no effect: throttled calls are repeated as everywhere. For playbooks that say it.',
    },
    backoff_retries: {
      type: 'integer',
      minimum: 0,
      default: 10,
      description: 'Of no effect: throttled calls are repeated as everywhere. For playbooks that say it.',
    },
  },
  mutually_exclusive: [
    ['template', 'template_body', 'template_url'],
    ['stack_policy', 'stack_policy_body'],
    ['on_create_failure', 'disable_rollback'],
  ],
  examples: [
    { stack_name: 'logs', template_body: topic, tags: { Application: 'web' } },
    { stack_name: 'logs', template_body: topic, template_parameters: { Retention: 7 }, termination_protection: false },
    {
      stack_name: 'logs',
      template_body: topic,
      stack_policy_body: { Statement: [{ Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }] },
    },
  ],
} as const satisfies ModuleSchema;
