import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `stat`. */
export const statSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Tells what is known about a file: whether it exists, its kind, permissions, times and checksum.',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: { type: 'string', aliases: ['dest', 'name'], description: 'File to look at.' },
    follow: { type: 'boolean', default: false, description: 'Look at what a symbolic link points to.' },
    get_checksum: { type: 'boolean', default: true, description: 'Compute the checksum of a regular file.' },
    get_md5: { type: 'boolean', default: false, description: 'Compute the MD5 sum, too, as older playbooks ask for.' },
    checksum_algorithm: {
      type: 'string',
      aliases: ['checksum', 'checksum_algo'],
      enum: ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
      default: 'sha1',
      description: 'How to compute the checksum.',
    },
    get_mime: {
      type: 'boolean',
      default: true,
      aliases: ['mime', 'mime_type', 'mime-type'],
      description: 'Tell the kind of content and its encoding, from the first bytes.',
    },
    get_attributes: {
      type: 'boolean',
      default: true,
      aliases: ['attr', 'attributes'],
      description: 'Return the keys of the file system flags. They are always empty here.',
    },
  },
  examples: [
    { path: '/tmp' },
    { path: '/etc/hosts', get_checksum: false },
    { path: '/etc/hosts', checksum_algorithm: 'sha256', follow: true },
  ],
} as const satisfies ModuleSchema;
