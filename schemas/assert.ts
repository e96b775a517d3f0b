import { messageTypes } from '../runner/schema/message_rules.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `assert`. */
export const assertSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Fails when one of the given expressions does not hold.',
  additionalProperties: false,
  required: ['that'],
  properties: {
    that: {
      description: 'An expression, or a list of them, as in `when`. All must hold.',
      expression: true,
    },
    fail_msg: {
      aliases: ['msg'],
      description: 'What to say when an expression does not hold: text, or a list of lines.',
    },
    success_msg: { description: 'What to say when all hold: text, or a list of lines.' },
    quiet: { type: 'boolean', default: false, description: 'Say less when all expressions hold.' },
  },
  examples: [
    { that: '1 + 1 == 2' },
    { that: ['playbook_dir is defined', "'a' in ['a', 'b']"], success_msg: 'fine', fail_msg: 'not fine', quiet: true },
  ],
} as const satisfies ModuleSchema;

/** Rules over several parameters of `assert`. */
export const assertRules: readonly Rule[] = [messageTypes];
