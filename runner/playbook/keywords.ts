/** Where a keyword may stand. */
export type Level = 'play' | 'import_playbook' | 'role' | 'block' | 'task' | 'handler';

/**
 * What a keyword's value must look like once rendered. `conditions` are expressions, one or a list; `names` is text, `a,b`, or a list;
 * `any` is not looked at.
 */
export type KeywordType =
  | 'text'
  | 'boolean'
  | 'number'
  | 'integer'
  | 'mapping'
  | 'mappings'
  | 'names'
  | 'conditions'
  | 'entries'
  | 'list'
  | 'any';

export interface Keyword {
  readonly levels: readonly Level[];
  readonly type: KeywordType;
  /** The words it may be, when it is none but these. */
  readonly choices?: readonly string[];
  /** One sentence for `play doc`, editors and hints. */
  readonly description: string;
  /** Accepted because playbooks carry it, without effect on a run on this machine. */
  readonly ignored?: true;
}

const everywhere: readonly Level[] = ['play', 'import_playbook', 'role', 'block', 'task', 'handler'];
const inside: readonly Level[] = ['role', 'block', 'task', 'handler'];
const conditional: readonly Level[] = ['import_playbook', ...inside];
const tasks: readonly Level[] = ['task', 'handler'];
const play: readonly Level[] = ['play'];

const keyword = (levels: readonly Level[], type: KeywordType, description: string): Keyword => ({
  levels,
  type,
  description,
});
const ignored = (levels: readonly Level[], type: KeywordType, description: string): Keyword => ({
  levels,
  type,
  description,
  ignored: true,
});

/** Every keyword of plays, roles, blocks and tasks, as listed in Ansible's page "Playbook Keywords". */
export const keywords: Readonly<Record<string, Keyword>> = {
  action: keyword(tasks, 'any', 'The module to run, written as text with its arguments or as a mapping with `module`.'),
  always: keyword(['block'], 'entries', 'Tasks that run after the block whether or not it failed.'),
  any_errors_fatal: keyword(
    everywhere,
    'boolean',
    'Ends the run when a task fails, even where a later part could go on.',
  ),
  args: keyword(tasks, 'mapping', 'More arguments for the module, merged with those written under its name.'),
  async: keyword(tasks, 'integer', 'Longest time in seconds a task may run in the background.'),
  become: keyword(everywhere, 'boolean', 'Runs with the rights of another user.'),
  become_exe: ignored(everywhere, 'text', 'Path of the program that changes the user.'),
  become_flags: ignored(everywhere, 'text', 'Flags for the program that changes the user.'),
  become_method: ignored(everywhere, 'text', 'How the user is changed, for example `sudo`.'),
  become_user: ignored(everywhere, 'text', 'The user to become.'),
  block: keyword(['block'], 'entries', 'Tasks that share the keywords around them.'),
  changed_when: keyword(tasks, 'conditions', 'Decides whether the task counts as changed.'),
  check_mode: keyword(everywhere, 'boolean', 'Forces check mode on or off for the tasks inside.'),
  collections: ignored(everywhere, 'names', 'Collections searched for modules written by their short name.'),
  connection: ignored(everywhere, 'text', 'How hosts are reached; everything here is `local`.'),
  debugger: ignored(everywhere, 'text', 'When the task debugger opens.'),
  delay: keyword(tasks, 'number', 'Seconds between two tries of `until`.'),
  delegate_facts: keyword(inside, 'boolean', 'Gives facts to the host the task is delegated to.'),
  delegate_to: keyword(inside, 'text', 'The host that runs the task instead.'),
  diff: keyword(everywhere, 'boolean', 'Shows differences for the tasks inside.'),
  environment: keyword(everywhere, 'mappings', 'Environment variables for the tasks inside.'),
  fact_path: ignored(play, 'text', 'Folder of custom facts.'),
  failed_when: keyword(tasks, 'conditions', 'Decides whether the task counts as failed.'),
  force_handlers: keyword(play, 'boolean', 'Runs notified handlers even after a failure.'),
  gather_facts: keyword(play, 'boolean', 'Collects facts about the machine before the first task.'),
  gather_subset: ignored(play, 'names', 'Which facts are collected.'),
  gather_timeout: ignored(play, 'integer', 'Longest time in seconds for collecting facts.'),
  handlers: keyword(play, 'entries', 'Tasks that run once, at the end of a section, when notified.'),
  hosts: keyword(play, 'names', 'The hosts the play is for; Play runs those that mean this machine.'),
  ignore_errors: keyword(everywhere, 'boolean', 'Goes on after a failure.'),
  ignore_unreachable: keyword(everywhere, 'boolean', 'Goes on when a host cannot be reached.'),
  import_playbook: keyword(['import_playbook'], 'text', 'Puts the plays of another file here.'),
  listen: keyword(['handler'], 'names', 'Topics that notify this handler besides its name.'),
  local_action: keyword(tasks, 'any', 'Like `action`, run on this machine.'),
  loop: keyword(tasks, 'any', 'A list; the task runs once for each of its items.'),
  loop_control: keyword(tasks, 'mapping', 'Names the loop variable, the label, the pause between items.'),
  max_fail_percentage: keyword(play, 'number', 'Share of hosts that may fail before the play ends.'),
  module_defaults: keyword(everywhere, 'mappings', 'Default arguments by module for the tasks inside.'),
  name: keyword(everywhere, 'text', 'What this is, in words, for the output and for `--start-at-task`.'),
  no_log: keyword(everywhere, 'boolean', 'Keeps arguments and results out of every output.'),
  notify: keyword(['block', 'task', 'handler'], 'names', 'Handlers to run when the task has changed something.'),
  order: ignored(play, 'text', 'Order of hosts.'),
  poll: keyword(tasks, 'integer', 'Seconds between two looks at a task in the background; 0 leaves it there.'),
  port: ignored(everywhere, 'integer', 'Port of the connection.'),
  post_tasks: keyword(play, 'entries', 'Tasks that run after `tasks`.'),
  pre_tasks: keyword(play, 'entries', 'Tasks that run before `roles`.'),
  register: keyword(tasks, 'text', 'The variable that keeps the result.'),
  remote_user: ignored(everywhere, 'text', 'User of the connection.'),
  rescue: keyword(['block'], 'entries', 'Tasks that run when one of the block has failed.'),
  retries: keyword(tasks, 'integer', 'Most tries of `until`.'),
  roles: keyword(play, 'list', 'Roles to run, before `tasks`.'),
  run_once: keyword(everywhere, 'boolean', 'Runs for one host only.'),
  serial: ignored(play, 'any', 'How many hosts go through the play at a time.'),
  static: ignored(tasks, 'boolean', 'Older playbooks chose with it between including and importing.'),
  strategy: {
    ...keyword(play, 'text', '`linear`: one after the other; `graph`: roles that do not need each other side by side.'),
    choices: ['linear', 'graph', 'free', 'host_pinned', 'debug'],
  },
  tags: keyword(everywhere, 'names', 'Words by which `--tags` and `--skip-tags` choose.'),
  tasks: keyword(play, 'entries', 'Tasks that run after `roles`.'),
  throttle: keyword(everywhere, 'integer', 'How many hosts run the task at a time.'),
  timeout: keyword(everywhere, 'integer', 'Longest time in seconds the task may take.'),
  until: keyword(tasks, 'conditions', 'Tries the task again until this holds.'),
  user: ignored(play, 'text', 'User of the connection.'),
  vars: keyword(everywhere, 'mapping', 'Variables for everything inside.'),
  vars_files: keyword(play, 'names', 'Files with variables; of a list of files the first that exists.'),
  vars_prompt: keyword(play, 'list', 'Variables asked for on the terminal.'),
  when: keyword(conditional, 'conditions', 'Runs only when this holds; all of them when it is a list.'),
};

/** What `loop_control` takes (Ansible's page "Loops"; `parallel` is ours). */
export const loopControls: readonly string[] = [
  'break_when',
  'extended',
  'extended_allitems',
  'index_var',
  'label',
  'loop_var',
  'parallel',
  'pause',
];

/** Names of the keywords that may stand at one level. */
export const keywordsAt = (level: Level): string[] =>
  Object.keys(keywords).filter((name) => keywords[name]!.levels.includes(level));

/** `with_items` and its like: the keyword names a lookup whose result is looped over. */
export const loopLookup = (name: string): string | undefined => /^with_([\w.]+)$/.exec(name)?.[1];
