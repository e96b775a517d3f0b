import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileEditing } from './parts/file_editing.ts';

/** Parameters of `assemble`. */
export const assembleSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Puts the files of a folder, in the order of their names, together into one file.',
  additionalProperties: false,
  required: ['src', 'dest'],
  properties: {
    src: { type: 'string', description: 'Folder with the parts.' },
    dest: { type: 'string', description: 'File to write.' },
    delimiter: { type: 'string', description: 'Line between two parts; `\\n` in it is a new line.' },
    regexp: { type: 'string', description: 'Take only parts whose name this Python regular expression matches.' },
    ignore_hidden: { type: 'boolean', default: false, description: 'Leave out parts whose name starts with a dot.' },
    remote_src: {
      type: 'boolean',
      default: true,
      description: 'Take `src` as a path as it is. With false it is looked up in `files/` of the role.',
    },
    decrypt: { type: 'boolean', default: true, description: 'Open parts that are a vault; with `remote_src: false`.' },
    ...fileEditing,
  },
  examples: [
    { src: '/tmp/play/parts', dest: '/tmp/play/app.conf', mode: '0644' },
    { src: 'parts', dest: '/tmp/play/app.conf', remote_src: false, delimiter: '### part ###', regexp: '\\.conf$' },
  ],
} as const satisfies ModuleSchema;
