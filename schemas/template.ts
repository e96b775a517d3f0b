import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileAttributes, fileReplacement } from './parts/file_attributes.ts';

/** Parameters of `template`. */
export const templateSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Renders a Jinja template into a file, and touches nothing when the text is there already.',
  additionalProperties: false,
  required: ['src', 'dest'],
  properties: {
    src: {
      type: 'string',
      description: 'Template file; a relative path is looked up in `templates/` of the role, then beside the playbook.',
    },
    dest: {
      type: 'string',
      description: 'Where to. A folder (existing, or with a slash at its end) takes the file under its own name.',
    },
    newline_sequence: {
      type: 'string',
      enum: ['\n', '\r', '\r\n', '\\n', '\\r', '\\r\\n'],
      default: '\n',
      description: 'How lines end in the file.',
    },
    trim_blocks: { type: 'boolean', default: true, description: 'Leave out the first newline after a block.' },
    lstrip_blocks: { type: 'boolean', default: false, description: 'Leave out the spaces before a block.' },
    block_start_string: { type: 'string', default: '{%', description: 'What a block starts with.' },
    block_end_string: { type: 'string', default: '%}', description: 'What a block ends with.' },
    variable_start_string: { type: 'string', default: '{{', description: 'What an expression starts with.' },
    variable_end_string: { type: 'string', default: '}}', description: 'What an expression ends with.' },
    comment_start_string: { type: 'string', default: '{#', description: 'What a comment starts with.' },
    comment_end_string: { type: 'string', default: '#}', description: 'What a comment ends with.' },
    output_encoding: {
      type: 'string',
      default: 'utf-8',
      description: 'Encoding of the file, e.g. `utf-8`, `latin1`, `utf-16le`.',
    },
    ...fileReplacement,
    ...fileAttributes,
  },
  examples: [
    { src: 'settings.conf.j2', dest: '/tmp/play/settings.conf', mode: '0644' },
    { src: 'settings.conf.j2', dest: '/tmp/play/', newline_sequence: '\r\n', lstrip_blocks: true, backup: true },
  ],
} as const satisfies ModuleSchema;
