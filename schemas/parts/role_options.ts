/** What `include_role` and `import_role` have in common. */
export const roleOptions = {
  name: { type: 'string', aliases: ['role'], description: 'Name of the role.' },
  tasks_from: { type: 'string', default: 'main', description: "File of the role's `tasks/` to run." },
  vars_from: { type: 'string', default: 'main', description: "File of the role's `vars/` to load." },
  defaults_from: { type: 'string', default: 'main', description: "File of the role's `defaults/` to load." },
  handlers_from: { type: 'string', default: 'main', description: "File of the role's `handlers/` to load." },
  allow_duplicates: { type: 'boolean', default: true, description: 'Run the role again when it has run before.' },
  rolespec_validate: {
    type: 'boolean',
    default: true,
    description: "Check the parameters against the role's argument specs.",
  },
  private: { type: 'boolean', description: 'Taken because older playbooks carry it; `public` decides.' },
  public: { type: 'boolean', description: "Let the tasks that follow see the role's defaults and vars." },
} as const;
