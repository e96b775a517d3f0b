import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileEditing } from './parts/file_editing.ts';

/** Parameters of `replace`. */
export const replaceSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Replaces every match of a regular expression in a file.',
  additionalProperties: false,
  required: ['path', 'regexp'],
  properties: {
    path: { type: 'string', aliases: ['dest', 'destfile', 'name'], description: 'File to edit.' },
    regexp: {
      type: 'string',
      description:
        'Python regular expression. `^` and `$` stand at every line, a dot never for a newline unless `(?s)` says so.',
    },
    replace: {
      type: 'string',
      default: '',
      description: 'What takes its place; `\\1` and `\\g<name>` stand for groups. Without it, matches are removed.',
    },
    after: {
      type: 'string',
      description: 'Replace only behind what this regular expression matches; here a dot stands for a newline too.',
    },
    before: { type: 'string', description: 'Replace only before what this regular expression matches.' },
    encoding: { type: 'string', default: 'utf-8', description: 'How the file is encoded.' },
    ...fileEditing,
  },
  examples: [
    { path: '/tmp/play/app.conf', regexp: '^port = \\d+$', replace: 'port = 8080', backup: true },
    { path: '/tmp/play/app.conf', regexp: '^(.+)$', replace: '# \\1', after: '\\[old\\]', before: '\\[new\\]' },
    { path: '/tmp/play/app.conf', regexp: '\\s+$' },
  ],
} as const satisfies ModuleSchema;
