/** What `command` and `shell` have in common. */
export const commandOptions = {
  chdir: { type: 'string', description: 'Folder to run in; the folder of the playbook when not given.' },
  creates: {
    type: 'string',
    description: 'File or pattern: when something of that name exists, the command is not run.',
  },
  removes: {
    type: 'string',
    description: 'File or pattern: when nothing of that name exists, the command is not run.',
  },
  stdin: { description: 'Text given to the command on its standard input.' },
  stdin_add_newline: { type: 'boolean', default: true, description: 'End the text of `stdin` with a newline.' },
  strip_empty_ends: {
    type: 'boolean',
    default: true,
    description: 'Leave out newlines at the end of `stdout` and `stderr`.',
  },
  warn: { type: 'boolean', description: 'Taken because older playbooks carry it; nothing is warned of.' },
} as const;
