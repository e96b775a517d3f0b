import type { ModuleSchema } from '../runner/schema/schema.ts';

export const elbApplicationLbInfoSchema = {
  collection: 'amazon.aws',
  aliases: ['elb_application_lb_facts'],
  type: 'object',
  description: 'Tells what application load balancers there are, with listeners, rules, attributes and tags.',
  additionalProperties: false,
  properties: {
    names: { type: 'array', items: { type: 'string' }, description: 'Only those of these names.' },
    load_balancer_arns: { type: 'array', items: { type: 'string' }, description: 'Only those of these ARNs.' },
  },
  mutually_exclusive: [['names', 'load_balancer_arns']],
  examples: [{}, { names: ['conformance'] }],
} as const satisfies ModuleSchema;
