import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileAttributes } from './parts/file_attributes.ts';

/** Parameters of `unarchive`. */
export const unarchiveSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description:
    'Unpacks a tar archive (plain, gzip, bzip2, xz, zstd) or a zip archive. Needs GNU tar or unzip. Nothing is written outside of `dest`.',
  additionalProperties: false,
  required: ['src', 'dest'],
  properties: {
    src: {
      type: 'string',
      description:
        'The archive; a relative path is looked up in `files/` of the role, then beside the playbook. With `remote_src` a path as it is, or an address to download it from.',
    },
    dest: { type: 'string', description: 'Existing folder to unpack into.' },
    remote_src: {
      type: 'boolean',
      default: false,
      description: 'Take `src` as a path as it is, or as an address, without looking into `files/`.',
    },
    copy: { type: 'boolean', description: 'The opposite of `remote_src`, for old playbooks.' },
    creates: { type: 'string', description: 'File or pattern: when something of that name exists, nothing is done.' },
    exclude: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Names or patterns in the archive to leave out.',
    },
    include: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Names or patterns in the archive to unpack, and no others.',
    },
    keep_newer: { type: 'boolean', default: false, description: 'Leave files that are newer than the ones archived.' },
    list_files: { type: 'boolean', default: false, description: 'Return the names in the archive as `files`.' },
    extra_opts: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Further options for tar or unzip, e.g. `--strip-components=1`.',
    },
    decrypt: { type: 'boolean', default: true, description: 'Open an archive that is a vault.' },
    validate_certs: {
      type: 'boolean',
      default: true,
      description: 'Refuse a server whose certificate is not trusted, when `src` is an address.',
    },
    io_buffer_size: { type: 'integer', default: 65536, description: 'Accepted for playbooks that name it.' },
    ...fileAttributes,
  },
  mutually_exclusive: [
    ['include', 'exclude'],
    ['copy', 'remote_src'],
  ],
  examples: [
    { src: 'tool.tar.gz', dest: '/tmp/play', extra_opts: ['--strip-components=1'], mode: 'u=rwX,go=rX' },
    { src: '/tmp/play/tool.zip', dest: '/tmp/play', remote_src: true, exclude: ['docs/*'], list_files: true },
    { src: 'https://127.0.0.1:8443/tool.tgz', dest: '/tmp/play', remote_src: true, creates: '/tmp/play/tool' },
  ],
} as const satisfies ModuleSchema;
