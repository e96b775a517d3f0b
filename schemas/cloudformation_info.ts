import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `cloudformation_info`. */
export const cloudformationInfoSchema = {
  collection: 'amazon.aws',
  aliases: ['cloudformation_facts'],
  type: 'object',
  description: 'Tells what CloudFormation stacks there are, what they give, and on request all about them.',
  additionalProperties: false,
  properties: {
    stack_name: { type: 'string', description: 'Only this stack, by name or ID. All of the region when left out.' },
    all_facts: { type: 'boolean', default: false, description: 'All of the following.' },
    stack_events: { type: 'boolean', default: false, description: 'Its events, the latest first.' },
    stack_template: { type: 'boolean', default: false, description: 'Its template.' },
    stack_resources: { type: 'boolean', default: false, description: 'Its resources.' },
    stack_policy: { type: 'boolean', default: false, description: 'Its policy.' },
    stack_change_sets: { type: 'boolean', default: false, description: 'Its change sets.' },
  },
  examples: [{}, { stack_name: 'conformance-nowhere', all_facts: true }],
} as const satisfies ModuleSchema;
