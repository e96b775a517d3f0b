import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `add_host`; those it does not list are variables of the host. */
export const addHostSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description:
    'Puts this machine into groups and gives it variables, for the plays that follow. Other hosts cannot be added: Play runs on this machine only.',
  additionalProperties: true,
  required: ['name'],
  properties: {
    name: { type: 'string', aliases: ['hostname', 'host'], description: 'The host: `localhost`.' },
    groups: {
      type: 'array',
      items: { type: 'string' },
      aliases: ['groupname', 'group'],
      description: 'Groups it is to be in.',
    },
  },
  examples: [{ name: 'localhost', groups: ['web'], colour: 'red' }],
} as const satisfies ModuleSchema;
