import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileAttributes } from './parts/file_attributes.ts';

/** Parameters of `file`. */
export const fileSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Makes folders, empty files and links, removes them, and sets their permissions and owners.',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: { type: 'string', aliases: ['dest', 'name'], description: 'The file or folder.' },
    state: {
      type: 'string',
      enum: ['absent', 'directory', 'file', 'hard', 'link', 'touch'],
      description:
        '`directory` makes it with all folders above it, `touch` makes an empty file or renews its times, `link` and `hard` point to `src`, `absent` removes it with all in it, `file` wants it to exist. When not given: as it is.',
    },
    src: { type: 'string', description: 'What a link points to. Relative paths start at the folder of the link.' },
    recurse: {
      type: 'boolean',
      default: false,
      description: 'Set permissions and owners of everything in the folder too.',
    },
    force: {
      type: 'boolean',
      default: false,
      description: 'Make a link although `src` does not exist, or in place of what is there.',
    },
    follow: { type: 'boolean', default: true, description: 'Act on what a symbolic link points to.' },
    access_time: {
      type: 'string',
      description: 'Time of the last access: `now`, `preserve`, or a time in `access_time_format`.',
    },
    access_time_format: { type: 'string', default: '%Y%m%d%H%M.%S', description: 'Format of `access_time`.' },
    modification_time: {
      type: 'string',
      description: 'Time of the last change: `now`, `preserve`, or a time in `modification_time_format`.',
    },
    modification_time_format: {
      type: 'string',
      default: '%Y%m%d%H%M.%S',
      description: 'Format of `modification_time`.',
    },
    ...fileAttributes,
  },
  required_if: [['state', 'hard', ['src']]],
  examples: [
    { path: '/tmp/play/example', state: 'directory', mode: '0755' },
    {
      path: '/tmp/play/example/file',
      state: 'touch',
      mode: 'u=rw,g=r,o=r',
      access_time: 'preserve',
      modification_time: 'preserve',
    },
    { path: '/tmp/play/example/link', src: 'file', state: 'link' },
    { path: '/tmp/play/example', state: 'absent' },
  ],
} as const satisfies ModuleSchema;
