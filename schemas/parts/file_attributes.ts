/** Who owns a file and what may be done with it; shared by every module that leaves a file behind. */
export const fileAttributes = {
  mode: {
    anyOf: [{ type: 'string' }, { type: 'integer' }],
    description:
      'Permissions: octal in quotes (`"0644"`) or symbolic (`u=rw,g=r,o=r`, `u+rwX`). Left alone when not given; new files then follow the umask.',
  },
  owner: { type: 'string', description: 'User that should own it, by name or number.' },
  group: { type: 'string', description: 'Group that should own it, by name or number.' },
} as const;

/** How a file is replaced; shared by `copy` and `template`. */
export const fileReplacement = {
  backup: {
    type: 'boolean',
    default: false,
    description: 'Keep the previous content beside it, under a name with the time in it.',
  },
  force: {
    type: 'boolean',
    default: true,
    description: 'Replace the content when it differs. With false a file that exists is left as it is.',
  },
  follow: {
    type: 'boolean',
    default: false,
    description: 'When `dest` is a symbolic link, write to the file it points to instead of replacing the link.',
  },
  validate: {
    type: 'string',
    description: 'Command that must succeed before the file is put in place; `%s` stands for the new file. No shell.',
  },
  unsafe_writes: {
    type: 'boolean',
    default: false,
    description:
      'Write in place where the file cannot be replaced by renaming, e.g. a single file mounted into a container.',
  },
} as const;
