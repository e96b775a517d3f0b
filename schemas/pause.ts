import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `pause`. */
export const pauseSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description:
    'Waits for a time, or until a person answers. Without a terminal nobody is asked, and under `--check` nothing is waited for.',
  additionalProperties: false,
  properties: {
    seconds: { type: 'number', description: 'Seconds to wait.' },
    minutes: { type: 'number', description: 'Minutes to wait.' },
    prompt: { type: 'string', description: 'Question to ask; the answer is returned as `user_input`.' },
    echo: { type: 'boolean', default: true, description: 'Show what is typed.' },
  },
  mutually_exclusive: [['seconds', 'minutes']],
  examples: [{ seconds: 1 }, { minutes: 0.01 }, { prompt: 'Continue?', echo: false }],
} as const satisfies ModuleSchema;
