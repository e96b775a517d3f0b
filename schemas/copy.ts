import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileAttributes, fileReplacement } from './parts/file_attributes.ts';

/** Parameters of `copy`. */
export const copySchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Puts a file, a folder or a given text in place, and touches nothing when it is there already.',
  additionalProperties: false,
  required: ['dest'],
  properties: {
    src: {
      type: 'string',
      description:
        'File or folder to copy; a relative path is looked up in `files/` of the role, then beside the playbook. Of a folder with a slash at its end only the content is copied.',
    },
    content: {
      description: 'Text to write instead of copying; a list or dictionary is written as JSON.',
      anyOf: [{ type: 'string' }, {}],
    },
    dest: {
      type: 'string',
      description: 'Where to. A folder (existing, or with a slash at its end) takes the file under its own name.',
    },
    directory_mode: {
      anyOf: [{ type: 'string' }, { type: 'integer' }],
      description: 'Permissions of the folders that are made on the way.',
    },
    remote_src: {
      type: 'boolean',
      default: false,
      description: 'Take `src` as a path as it is, without looking into `files/`.',
    },
    local_follow: {
      type: 'boolean',
      default: true,
      description: 'Copy what links in the source point to instead of the links.',
    },
    checksum: { type: 'string', description: 'SHA-1 checksum that the source must have.' },
    decrypt: {
      type: 'boolean',
      default: true,
      description: 'Copy an encrypted file of the playbook (Ansible Vault) decrypted.',
    },
    ...fileReplacement,
    ...fileAttributes,
    mode: {
      anyOf: [{ type: 'string' }, { type: 'integer' }],
      description: 'Permissions, as in `file`, or `preserve` to take those of the source.',
    },
  },
  required_one_of: [['src', 'content']],
  mutually_exclusive: [['src', 'content']],
  examples: [
    { content: 'hello\n', dest: '/tmp/play/hello.txt', mode: '0644' },
    { content: { port: 8080 }, dest: '/tmp/play/settings.json', backup: true, force: false },
    { src: '/etc/hosts', dest: '/tmp/play/', remote_src: true, mode: 'preserve' },
  ],
} as const satisfies ModuleSchema;
