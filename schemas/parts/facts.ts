/** Which facts to gather; shared by `setup` and `gather_facts`. */
export const factOptions = {
  gather_subset: {
    type: 'array',
    items: { type: 'string' },
    default: ['all'],
    description:
      'Sets of facts: all, min, hardware, network, virtual, or the name of a smaller one; behind a `!` those to leave out. The smallest set comes along unless `!min` is there.',
  },
  filter: {
    type: 'array',
    items: { type: 'string' },
    default: [],
    description: 'Return only facts whose name one of these matches, as a shell matches; all when empty.',
  },
  fact_path: {
    type: 'string',
    default: '/etc/ansible/facts.d',
    description: "Folder with `.fact` files, the machine's own facts, returned as `ansible_local`.",
  },
  gather_timeout: {
    type: 'integer',
    default: 10,
    description: 'Accepted for playbooks that name it; nothing here waits for long.',
  },
} as const;
