import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `import_tasks`; the loader puts the file's tasks in its place. */
export const importTasksSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Puts the tasks of a file in its place before anything runs.',
  additionalProperties: false,
  free_form: '_raw_params',
  properties: {
    _raw_params: { type: 'string', description: 'The file, written after the name of the module.' },
    file: { type: 'string', description: 'File of tasks, relative to the file the task stands in.' },
  },
  required_one_of: [['_raw_params', 'file']],
  mutually_exclusive: [['_raw_params', 'file']],
  examples: [{ file: 'more.yml' }],
} as const satisfies ModuleSchema;
