import type { Deviations } from './deviation.ts';

/** What is refused before anything is touched. */
export const checkDeviations: Deviations = {
  'mistakes-first': {
    ansible:
      'meets undefined names, unknown modules, filters, lookups and parameters, missing files and vault passwords when the task runs',
    play: 'finds all of them before the first task, tells all at once with their places, and ends with exit code 4; what a `rescue`, an `ignore_errors` or a condition that never holds guards is let through',
    why: 'a run that stops in the middle leaves half of a deployment behind',
  },
  'duplicate-keys': {
    ansible: 'takes the last of two equal keys in a mapping and warns',
    play: 'refuses the file',
    why: 'one of the two values would be lost, and nobody wrote both on purpose',
  },
  'unknown-tags': {
    ansible: 'runs nothing, and succeeds, when `--tags` or `--start-at-task` names what is not there',
    play: 'refuses it, with the nearest name',
    why: 'a misspelt tag must not look like a successful deployment',
  },
  'handlers-first': {
    ansible: 'fails on a handler that does not exist when a task has changed something and notifies it',
    play: 'refuses a name written out that no handler has or listens to',
    why: 'the first change in months is the worst moment to learn of it',
  },
  'argument-specs-first': {
    ansible: 'holds the arguments of a role to its specs when the role starts',
    play: 'does so before the run for all values that are written out, and for the others when the role starts',
    why: 'the roles before it would have run already',
  },
  'own-plugins': {
    ansible: 'loads modules, filters and lookups from `library/`, plug-in folders and collections',
    play: 'knows the modules, filters, tests and lookups that come with it; what it leaves out on purpose is refused with what to use instead',
    why: 'plug-ins are Python programs, and there is no Python here; a module for Play is a schema and a file',
  },
  'security-labels': {
    ansible: 'file modules take `seuser`, `serole`, `setype`, `selevel`, `attributes` and `unsafe_writes`',
    play: 'refuses them',
    why: 'to take and ignore them would leave a file less protected than the playbook says; `chcon` or `chattr` with `command` does it',
  },
  'prompt-encryption': {
    ansible: '`vars_prompt` with `encrypt` hashes the answer',
    play: 'refuses it and names the filter `password_hash`, which does so where the answer is used',
    why: 'the plain answer would be gone for every other use, and the hash differs in each run',
  },
  'prompt-without-terminal': {
    ansible: 'goes on without an answer where nobody can be asked',
    play: 'refuses the playbook when a question without a default meets no terminal and no `-e`',
    why: 'a missing password is worse than no run',
  },
  'other-hosts': {
    ansible: 'runs on all hosts of an inventory',
    play: 'runs on `localhost`; plays, `delegate_to` and `add_host` for other hosts are refused before the run, as are `--inventory`, `--connection` and `--limit` that mean another machine. `add_host` and `group_by` put this machine into groups',
    why: 'there is no remote side: modules run in this process',
  },
};
