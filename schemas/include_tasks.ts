import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `include_tasks`; the engine runs it. */
export const includeTasksSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Runs the tasks of a file when its turn comes; name and conditions may depend on results.',
  additionalProperties: false,
  free_form: '_raw_params',
  properties: {
    _raw_params: { type: 'string', description: 'The file, written after the name of the module.' },
    file: { type: 'string', description: 'File of tasks, relative to the file the task stands in.' },
    apply: {
      type: 'object',
      additionalProperties: true,
      description: 'Keywords (`tags`, `when`, `become` …) that every task of the file takes over.',
    },
  },
  required_one_of: [['_raw_params', 'file']],
  mutually_exclusive: [['_raw_params', 'file']],
  examples: [{ file: 'more.yml' }, { file: 'more.yml', apply: { tags: ['more'] } }],
} as const satisfies ModuleSchema;
