import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileEditing } from './parts/file_editing.ts';

/** Parameters of `blockinfile`. */
export const blockinfileSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Keeps a block of lines in a file, between two lines that mark it.',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: { type: 'string', aliases: ['dest', 'destfile', 'name'], description: 'File to edit.' },
    block: {
      type: 'string',
      aliases: ['content'],
      default: '',
      description: 'The lines. An empty block is removed, with its marks.',
    },
    state: {
      type: 'string',
      enum: ['present', 'absent'],
      default: 'present',
      description: 'Whether the block shall be there.',
    },
    marker: {
      type: 'string',
      default: '# {mark} ANSIBLE MANAGED BLOCK',
      description: 'The lines that mark the block; `{mark}` is where they differ. Blocks of one file need their own.',
    },
    marker_begin: { type: 'string', default: 'BEGIN', description: '`{mark}` of the line above the block.' },
    marker_end: { type: 'string', default: 'END', description: '`{mark}` of the line below the block.' },
    insertafter: {
      type: 'string',
      description:
        '`EOF`, or a regular expression: a new block goes behind the last line that matches, else to the end.',
    },
    insertbefore: {
      type: 'string',
      description:
        '`BOF`, or a regular expression: a new block goes before the last line that matches, else to the end.',
    },
    append_newline: { type: 'boolean', default: false, description: 'Keep an empty line below the block.' },
    prepend_newline: { type: 'boolean', default: false, description: 'Keep an empty line above the block.' },
    create: { type: 'boolean', default: false, description: 'Make the file, and its folder, when it is not there.' },
    ...fileEditing,
  },
  mutually_exclusive: [['insertbefore', 'insertafter']],
  examples: [
    { path: '/tmp/play/app.conf', block: 'listen = *\nport = 8080', create: true, mode: '0644' },
    {
      path: '/tmp/play/page.html',
      marker: '<!-- {mark} of the list -->',
      insertafter: '<body>',
      block: '<ul></ul>',
      prepend_newline: true,
    },
    { path: '/tmp/play/app.conf', state: 'absent', backup: true },
  ],
} as const satisfies ModuleSchema;
