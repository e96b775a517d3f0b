import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `find`. */
export const findSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Lists the files of folders that have a certain name, kind, age, size or content.',
  additionalProperties: false,
  required: ['paths'],
  properties: {
    paths: {
      type: 'array',
      items: { type: 'string' },
      aliases: ['name', 'path'],
      description: 'Folders to look in.',
    },
    patterns: {
      type: 'array',
      items: { type: 'string' },
      aliases: ['pattern'],
      default: [],
      description:
        'Names to list, as a shell matches them, or with `use_regex` as regular expressions; all when empty.',
    },
    excludes: {
      type: 'array',
      items: { type: 'string' },
      aliases: ['exclude'],
      description: 'Names to leave out, written like `patterns`.',
    },
    use_regex: {
      type: 'boolean',
      default: false,
      description: 'Names are Python regular expressions that match from the start.',
    },
    file_type: {
      type: 'string',
      enum: ['file', 'directory', 'link', 'any'],
      default: 'file',
      description: 'Kind of file to list.',
    },
    recurse: { type: 'boolean', default: false, description: 'Go down into folders.' },
    depth: { type: 'integer', description: 'How many levels to go down with `recurse`; all when not given.' },
    follow: { type: 'boolean', default: false, description: 'Go into folders that symbolic links point to.' },
    hidden: { type: 'boolean', default: false, description: 'List names that start with a dot too.' },
    age: {
      type: 'string',
      pattern: '^-?\\d+[smhdwSMHDW]?$',
      description: 'At least that old (`2d`), or with a minus at most: seconds, or with s, m, h, d, w.',
    },
    age_stamp: {
      type: 'string',
      enum: ['atime', 'ctime', 'mtime'],
      default: 'mtime',
      description: 'The time that `age` is counted from.',
    },
    size: {
      type: 'string',
      pattern: '^-?\\d+[bkmgtBKMGT]?$',
      description: 'At least that large (`10m`), or with a minus at most: bytes, or with b, k, m, g, t.',
    },
    contains: {
      type: 'string',
      description: 'Regular expression that the start of a line must match, or with `read_whole_file` any part.',
    },
    read_whole_file: { type: 'boolean', default: false, description: 'Let `contains` match across lines.' },
    get_checksum: { type: 'boolean', default: false, description: 'Return the SHA-1 checksum of each file.' },
  },
  examples: [
    { paths: ['/var/log'], patterns: ['*.log', '*.gz'], age: '2d', recurse: true },
    { paths: ['/tmp'], file_type: 'directory', excludes: ['systemd-*'], hidden: true },
    { paths: ['/etc'], patterns: ['^host.*'], use_regex: true, contains: '127', size: '-1m', get_checksum: true },
  ],
} as const satisfies ModuleSchema;
