import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `git`. */
export const gitSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Clones a git repository, or brings a clone to a version. Needs the program git.',
  additionalProperties: false,
  required: ['repo'],
  properties: {
    repo: { type: 'string', aliases: ['name'], description: 'Address or path of the repository.' },
    dest: { type: 'string', description: 'Folder of the clone. Can be left out with `clone: false` only.' },
    version: {
      type: 'string',
      default: 'HEAD',
      description: 'Branch, tag or commit; `HEAD` is the default branch of the repository.',
    },
    remote: { type: 'string', default: 'origin', description: 'Name of the remote.' },
    refspec: { type: 'string', description: 'Further references to fetch, e.g. `+refs/pull/*:refs/heads/*`.' },
    clone: {
      type: 'boolean',
      default: true,
      description: 'With false a clone that is not there is not made; the result tells the version.',
    },
    update: { type: 'boolean', default: true, description: 'With false a clone that is there is left as it is.' },
    force: {
      type: 'boolean',
      default: false,
      description: 'Throw away what was modified in the clone. Otherwise modified files are an error.',
    },
    depth: {
      type: 'integer',
      minimum: 1,
      description: 'Fetch only that many commits back; for branches, tags and `HEAD`.',
    },
    single_branch: { type: 'boolean', default: false, description: 'Fetch the branch or tag of `version` only.' },
    bare: { type: 'boolean', default: false, description: 'Make a repository without a working tree.' },
    recursive: { type: 'boolean', default: true, description: 'Bring submodules along.' },
    track_submodules: {
      type: 'boolean',
      default: false,
      description: 'Take the newest commit of the branch that a submodule names instead of the recorded one.',
    },
    reference: { type: 'string', description: 'Local repository to borrow objects from when cloning.' },
    separate_git_dir: { type: 'string', description: 'Folder for the repository itself when cloning.' },
    archive: {
      type: 'string',
      description: 'File to pack the version into; its name ends with .zip, .tar, .tar.gz or .tgz.',
    },
    archive_prefix: { type: 'string', description: 'Folder that all names in the archive start with.' },
    verify_commit: { type: 'boolean', default: false, description: 'Refuse a version without a valid signature.' },
    gpg_whitelist: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Fingerprints of which one must have signed, with `verify_commit`.',
    },
    accept_hostkey: {
      type: 'boolean',
      default: false,
      description: 'Trust the key of an SSH server, even if it is not the known one.',
    },
    accept_newhostkey: {
      type: 'boolean',
      default: false,
      description: 'Trust the key of an SSH server that is not known yet.',
    },
    key_file: { type: 'string', description: 'Private key to log in with over SSH.' },
    ssh_opts: { type: 'string', description: 'Further options for ssh.' },
    executable: { type: 'string', description: 'Full path of git.' },
    umask: {
      anyOf: [{ type: 'string' }, { type: 'integer' }],
      description: 'Permissions that files of the clone shall not have, e.g. "0022".',
    },
  },
  mutually_exclusive: [
    ['separate_git_dir', 'bare'],
    ['accept_hostkey', 'accept_newhostkey'],
  ],
  examples: [
    { repo: 'https://127.0.0.1/app.git', dest: '/tmp/play/app', version: 'v1.2.0', depth: 1 },
    { repo: 'git@127.0.0.1:app.git', dest: '/tmp/play/app', key_file: '~/.ssh/deploy', accept_newhostkey: true },
    { repo: '/srv/git/app.git', clone: false, version: 'main' },
  ],
} as const satisfies ModuleSchema;
