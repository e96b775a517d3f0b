import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `debug`. */
export const debugSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Prints a message or the value of a variable.',
  additionalProperties: false,
  properties: {
    msg: { description: 'What to print: text, or any value.', default: 'Hello world!' },
    var: {
      description: 'Name of a variable, or an expression, whose value is printed. No braces are needed.',
      expression: true,
    },
    verbosity: {
      type: 'integer',
      default: 0,
      minimum: 0,
      description: 'Number of `-v` from which on it prints; below that the task is skipped.',
    },
  },
  mutually_exclusive: [['msg', 'var']],
  examples: [{ msg: 'hello' }, { var: 'playbook_dir' }, { msg: 'details', verbosity: 2 }],
} as const satisfies ModuleSchema;
