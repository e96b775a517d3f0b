/** Parts of `loop_control` (Ansible's page "Loops"). */
export const loopControlDocs: Readonly<Record<string, string>> = {
  break_when: 'ends the loop after an item for which this holds',
  extended: 'sets `ansible_loop`: index, first, last, length, previtem, nextitem and more',
  extended_allitems: 'false: leaves `allitems` out of `ansible_loop`',
  index_var: 'the variable that counts the items, from 0',
  label: 'what is shown instead of the whole item',
  loop_var: 'the variable that holds the item, instead of `item`',
  parallel:
    "how many items may run at the same time, for items that do not need each other (ours, not Ansible's); results keep the order of the items",
  pause: 'seconds between two items',
};

/** Meta tasks (Ansible's page of `meta`). */
export const metaDocs: Readonly<Record<string, string>> = {
  clear_facts: 'forgets the facts that were gathered',
  clear_host_errors: 'lets the play go on after a failure',
  end_batch: 'ends the play, as there is one host in one batch',
  end_host: 'ends the play, as there is one host',
  end_play: 'ends the play',
  end_role: 'ends the role',
  flush_handlers: 'runs the notified handlers now',
  noop: 'does nothing',
  refresh_inventory: 'does nothing: there is no inventory to read again',
  reset_connection: 'does nothing: there is no connection',
};

/** Variables that are there without anyone defining them (Ansible's page "Special Variables"). */
export const magicDocs: Readonly<Record<string, string>> = {
  ansible_check_mode: 'whether this is a rehearsal (`--check`)',
  ansible_config_file: 'none: no configuration file is read',
  ansible_connection: '`local`',
  ansible_dependent_role_names: 'roles that other roles depend on',
  ansible_diff_mode: 'whether differences are shown (`--diff`)',
  ansible_forks: 'how many roles run side by side at most',
  ansible_host: '127.0.0.1',
  ansible_inventory_sources: 'an empty list',
  ansible_play_batch: 'a list of this host',
  ansible_play_hosts: 'a list of this host',
  ansible_play_hosts_all: 'a list of this host',
  ansible_play_name: 'the name of the play',
  ansible_play_role_names: 'roles of the play, without those they depend on',
  ansible_role_names: 'roles of the play, with those they depend on',
  ansible_run_tags: 'what `--tags` says',
  ansible_skip_tags: 'what `--skip-tags` says',
  ansible_verbosity: 'how many `-v` there are',
  ansible_version: 'the version of the language that is spoken here',
  group_names: 'groups that this host was put into',
  groups: 'hosts by group',
  hostvars: "the variables of each host; there is `hostvars['localhost']`",
  inventory_hostname: '`localhost`',
  inventory_hostname_short: '`localhost`',
  omit: 'as the value of a parameter: as if it were not written',
  play_hosts: 'an older name of `ansible_play_batch`',
  playbook_dir: 'the folder of the playbook',
  role_names: 'an older name of `ansible_play_role_names`',
  vars: 'all variables, each rendered when it is looked at',
};

/** Those of a role, and of the place where a task stands. */
export const roleMagicDocs: Readonly<Record<string, string>> = {
  ansible_collection_name: 'none: roles come from folders',
  ansible_parent_role_names: 'the roles that included this one, the nearest first',
  ansible_parent_role_paths: 'their folders',
  ansible_role_name: 'the name of the role',
  role_name: 'the name of the role',
  role_path: 'the folder of the role',
  roles_path: 'the folder that the role is in',
};

/** Those that a task brings about itself. */
export const taskMagicDocs: Readonly<Record<string, string>> = {
  ansible_delegated_vars: 'the variables of the host that the task is delegated to',
  ansible_failed_result: 'in `rescue`: the result of the task that failed',
  ansible_failed_task: 'in `rescue`: the task that failed',
  ansible_index_var: 'the name of `index_var`',
  ansible_loop: 'what `extended` tells of the loop',
  ansible_loop_var: 'the name of `loop_var`',
  ansible_search_path: 'folders where files are looked for',
  environment: 'the environments around the task',
  item: 'the item of the loop',
};
