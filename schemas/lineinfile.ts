import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileEditing } from './parts/file_editing.ts';

/** Parameters of `lineinfile`. */
export const lineinfileSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description:
    'Sees to it that one line stands in a file, in place of the line that matches, or that no such line does.',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: { type: 'string', aliases: ['dest', 'destfile', 'name'], description: 'File to edit.' },
    line: { type: 'string', aliases: ['value'], description: 'The line, without its end.' },
    regexp: {
      type: 'string',
      aliases: ['regex'],
      description:
        'Python regular expression of the line to replace; the last one that matches is. With `state: absent`, of all lines to remove.',
    },
    search_string: {
      type: 'string',
      description: 'Like `regexp`, but a plain text that the line holds.',
    },
    state: {
      type: 'string',
      enum: ['present', 'absent'],
      default: 'present',
      description: 'Whether the line shall be there.',
    },
    backrefs: {
      type: 'boolean',
      default: false,
      description: 'Let `\\1` and `\\g<name>` in `line` stand for groups of `regexp`; nothing happens without a match.',
    },
    insertafter: {
      type: 'string',
      description:
        '`EOF`, or a regular expression: a new line goes behind the last line that matches, else to the end. Heeded when `regexp` finds nothing.',
    },
    insertbefore: {
      type: 'string',
      description:
        '`BOF`, or a regular expression: a new line goes before the last line that matches, else to the end.',
    },
    firstmatch: {
      type: 'boolean',
      default: false,
      description: 'Take the first line that matches instead of the last.',
    },
    create: { type: 'boolean', default: false, description: 'Make the file, and its folder, when it is not there.' },
    ...fileEditing,
  },
  mutually_exclusive: [
    ['insertbefore', 'insertafter'],
    ['regexp', 'search_string'],
    ['backrefs', 'search_string'],
  ],
  required_if: [['state', 'present', ['line']]],
  examples: [
    { path: '/tmp/play/hosts', regexp: '^127\\.0\\.0\\.1', line: '127.0.0.1 localhost', create: true, mode: '0644' },
    { path: '/tmp/play/app.conf', regexp: '^(port\\s*=).*', line: '\\1 8080', backrefs: true },
    { path: '/tmp/play/app.conf', line: 'listen = *', insertafter: '^\\[server\\]', firstmatch: true },
    { path: '/tmp/play/app.conf', search_string: 'debug', state: 'absent', backup: true },
  ],
} as const satisfies ModuleSchema;
