import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `group_by`. */
export const groupBySchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Puts this machine into a group whose name can depend on its facts, for the plays that follow.',
  additionalProperties: false,
  required: ['key'],
  properties: {
    key: { type: 'string', description: 'Name of the group; spaces become dashes.' },
    parents: {
      type: 'array',
      items: { type: 'string' },
      default: ['all'],
      description: 'Groups that the group is part of.',
    },
  },
  examples: [{ key: 'os_linux' }, { key: 'web', parents: ['servers'] }],
} as const satisfies ModuleSchema;
