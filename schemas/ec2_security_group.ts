import { stateProperty, tagProperties } from '../runner/aws/properties.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';
import { securityGroupPorts, securityGroupSources } from '../runner/schema/security_group_rules.ts';
import { securityGroupRule } from './parts/security_group_rule.ts';

export const ec2SecurityGroupSchema = {
  collection: 'amazon.aws',
  aliases: ['ec2_group'],
  type: 'object',
  description:
    'A security group: which traffic may come in and go out. Found again by its name in the VPC, or by its id.',
  additionalProperties: false,
  required_one_of: [['name', 'group_id']],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      pattern: '^(?!sg-)[\\w .:/()#,@\\[\\]+=&;{}!$*\\-]+$',
      description: 'Name, unique in the VPC.',
    },
    group_id: { type: 'string', pattern: '^sg-[\\w-]+$', description: 'The group itself, instead of its name.' },
    description: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      pattern: '^[\\w .:/()#,@\\[\\]+=&;{}!$*\\-]+$',
      description: 'What the group is for; needed to create it. AWS never lets it change.',
    },
    vpc_id: {
      type: 'string',
      pattern: '^vpc-[\\w-]+$',
      description: 'The VPC it is part of; the default VPC of the region when left out.',
    },
    rules: {
      type: 'array',
      items: securityGroupRule,
      description: 'Traffic that may come in. When left out, what is there stays; an empty list lets nothing in.',
    },
    rules_egress: {
      type: 'array',
      items: securityGroupRule,
      description: 'Traffic that may go out. When left out, what is there stays, and a new group lets everything out.',
    },
    purge_rules: { type: 'boolean', default: true, description: 'Whether other rules than those of rules go away.' },
    purge_rules_egress: {
      type: 'boolean',
      default: true,
      aliases: ['purge_egress_rules'],
      description: 'Whether other rules than those of rules_egress go away.',
    },
    ...tagProperties,
    state: stateProperty,
  },
  examples: [
    {
      name: 'conformance-web',
      description: 'what the load balancer lets in',
      vpc_id: 'vpc-conformance',
      rules: [
        { proto: 'tcp', ports: [80, 443], cidr_ip: ['0.0.0.0/0'], cidr_ipv6: ['::/0'], rule_desc: 'web' },
        { proto: 'tcp', ports: ['8000-8010'], group_id: ['sg-conformance'] },
        { proto: 'icmp', icmp_type: 8, icmp_code: -1, cidr_ip: ['10.0.0.0/8'] },
      ],
      tags: { stage: 'test' },
    },
    {
      name: 'conformance-peers',
      description: 'members talk to each other and to nobody else',
      vpc_id: 'vpc-conformance',
      rules: [{ proto: 'all', group_name: ['conformance-peers'] }],
      rules_egress: [{ proto: 'all', group_name: ['conformance-peers'], rule_desc: 'peers' }],
    },
  ],
} as const satisfies ModuleSchema;

/** What the schema cannot say of a rule. */
export const ec2SecurityGroupRules: readonly Rule[] = [securityGroupSources, securityGroupPorts];
