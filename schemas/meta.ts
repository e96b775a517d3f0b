import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `meta`; the engine runs it. */
export const metaSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Tells the runner itself what to do: run the handlers now, end the play, forget facts.',
  additionalProperties: false,
  required: ['_raw_params'],
  free_form: '_raw_params',
  properties: {
    _raw_params: {
      type: 'string',
      enum: [
        'clear_facts',
        'clear_host_errors',
        'end_batch',
        'end_host',
        'end_play',
        'end_role',
        'flush_handlers',
        'noop',
        'refresh_inventory',
        'reset_connection',
      ],
      description: 'What to do.',
    },
  },
  examples: [{ _raw_params: 'flush_handlers' }, { _raw_params: 'noop' }],
} as const satisfies ModuleSchema;
