import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `async_status`. */
export const asyncStatusSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description:
    'Tells how a task is doing that `async` with `poll: 0` left in the background; with `until` it waits for it.',
  additionalProperties: false,
  required: ['jid'],
  properties: {
    jid: { type: 'string', description: 'The `ansible_job_id` that the task in the background has registered.' },
    mode: {
      type: 'string',
      enum: ['status', 'cleanup'],
      default: 'status',
      description: '`status` asks for the job; `cleanup` forgets it.',
    },
  },
  examples: [{ jid: 'j100000000000.1', mode: 'cleanup' }],
} as const satisfies ModuleSchema;
