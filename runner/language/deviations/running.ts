import type { Deviations } from './deviation.ts';

/** How tasks run, and what is shown. */
export const runningDeviations: Deviations = {
  'keywords-without-effect': {
    ansible:
      '`serial`, `order`, `port`, `remote_user`, `connection`, `debugger`, `become_method` and the like say how hosts are reached',
    play: 'takes them without effect; the table of keywords marks them',
    why: 'a playbook that carries them runs unedited, and on one machine they mean nothing',
  },
  'become-warns': {
    ansible: '`become` runs the task as another user',
    play: 'runs it as the user who started Play, and warns once',
    why: 'modules run in this process, which cannot change its user; start Play as that user, or use `sudo` in `command`',
  },
  strategies: {
    ansible: 'has `linear`, `free`, `host_pinned` and `debug`',
    play: 'takes all of them as `linear`, and has `graph`: roles that do not need each other run side by side',
    why: 'with one host they do not differ; what is worth waiting for in parallel is roles',
  },
  'background-in-process': {
    ansible: '`async` starts a process of its own that may outlive the run',
    play: 'runs the task in this process; `poll: 0` leaves it there, and what is not done when the run ends is ended and named. Modules that need the variables of the task are refused, as in Ansible',
    why: 'nothing is left behind that nobody looks after',
  },
  'partial-runs-read': {
    ansible: 'with `--tags`, fails on the first variable that a task left out would have registered',
    play: 'reads it: what a selected task needs of the others is looked up, and written nowhere; the output says `read`',
    why: 'redeploying one role of a deployment is the everyday case',
  },
  'unknown-until-applied': {
    ansible: 'under `--check`, many modules return less than they do in a run, and later tasks fail on it',
    play: 'returns the same keys; what AWS would assign is `(known after apply)` and passes through templates. A `when` on it is shown as undecided and its task as one that may run',
    why: 'a rehearsal that stops at the first new thing is none',
  },
  'predictions-of-files': {
    ansible:
      'under `--check`, `lineinfile`, `replace`, `unarchive`, `slurp` and `copy` with `remote_src` fail on what an earlier task would have made; `tempfile` and `assemble` are skipped',
    play: 'predicts a change, with what cannot be known as `(known after apply)`, and warns',
    why: 'an earlier task may be about to make it, and the rehearsal goes on to the end',
  },
  'login-ends-with-the-run': {
    ansible: '`docker_login` writes the password to ~/.docker/config.json',
    play: 'keeps the login in a folder of its own that ends with the run, so that it is no change, unless `config_path` says where it shall stay',
    why: 'no password lies about, and a second run changes nothing',
  },
  'plain-include': {
    ansible: 'removed `include` in 2.16',
    play: 'takes it as `import_tasks` when its file is written out and it does not loop, else as `include_tasks`; words beside the file are variables',
    why: 'older playbooks run unedited',
  },
  'shipped-roles': {
    ansible: 'looks for roles beside the playbook and in the roles path',
    play: 'looks there, and last in the roles shipped with Play',
    why: 'they are parts to build with',
  },
  'custom-stats-shown': {
    ansible: 'shows what `set_stats` kept when a setting asks for it',
    play: 'always shows it',
    why: 'whoever sets it wants it seen',
  },
  'secrets-by-value': {
    ansible: 'hides results of `no_log` tasks',
    play: 'hides them, and every secret by its value wherever it shows up: secret parameters, credentials, what templates put into `no_log` tasks, and all values of encrypted files and `!vault`',
    why: 'a secret leaks in the next task’s error, not in its own',
  },
  'exit-codes': {
    ansible: 'ends with 2 for failures, 4 for hosts that cannot be reached or mistakes in the playbook, 1 for others',
    play: 'ends with 2 for failures, 4 for playbooks that were refused (nothing was touched), 130 when interrupted, 64 for wrong usage',
    why: 'a script can tell whether anything happened',
  },
  'interrupt-finishes-the-step': {
    ansible: 'stops where it is at Ctrl-C',
    play: 'finishes the step that is under way, says what was not run and ends with 130',
    why: 'the next run finds nothing half done',
  },
  'vault-view': {
    ansible: '`ansible-vault view` opens a pager',
    play: '`play vault view` writes to standard output',
    why: 'a pager keeps what it showed, and a pipe can choose one',
  },
  'strategy-graph': {
    ansible: 'runs the tasks of a play one after the other on a host, whatever its strategy',
    play: 'with `strategy: graph` runs roles, blocks and includes of a play side by side; one waits for those that set a variable it reads, and for roles it depends on. A failure keeps only what needs it from starting, or with `any_errors_fatal` everything. `--graph` shows what waits for what, and why; `--serial` gives the order of the playbook',
    why: 'most of a deployment is waiting, and most of it could be waited for at the same time; what hangs together by a name, a file or a port alone cannot be seen, so it is for the author of a play to choose',
  },
  'loop-parallel': {
    ansible: 'runs the items of a loop one after the other',
    play: 'with `loop_control: { parallel: N }` runs up to N at the same time; results keep the order of the items, and one that fails lets the others run, as ever',
    why: 'three subnets that do not need each other need not wait for each other either',
  },
};
