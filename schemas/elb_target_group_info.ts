import type { ModuleSchema } from '../runner/schema/schema.ts';

export const elbTargetGroupInfoSchema = {
  collection: 'community.aws',
  aliases: ['elb_target_group_facts'],
  type: 'object',
  description: 'Tells what target groups there are, with attributes, tags and the health of their targets.',
  additionalProperties: false,
  properties: {
    names: { type: 'array', items: { type: 'string' }, description: 'Only those of these names.' },
    target_group_arns: { type: 'array', items: { type: 'string' }, description: 'Only those of these ARNs.' },
    load_balancer_arn: { type: 'string', description: 'Only those that this load balancer uses.' },
    collect_targets_health: { type: 'boolean', default: false, description: 'The health of their targets too.' },
  },
  mutually_exclusive: [['names', 'target_group_arns', 'load_balancer_arn']],
  examples: [{ names: ['conformance-targets'], collect_targets_health: true }, {}],
} as const satisfies ModuleSchema;
