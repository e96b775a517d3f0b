import type { Deviations } from './deviation.ts';

/** What came up when the same playbooks were run with Ansible 2.14 and with Play. */
export const caseDeviations: Deviations = {
  'arguments-first': {
    ansible:
      'meets `debug` with both `msg` and `var`, an empty command and a `set_fact` of what cannot be a name when the task runs, where `ignore_errors` may pass over them',
    play: 'refuses them when they are written out, whatever guards the task; when a template makes them, the task fails',
    why: 'they cannot be right in any run',
  },
  'loops-left-out': {
    ansible: '`with_inventory_hostnames` and `with_filetree` loop over hosts and over a tree of files',
    play: 'refuses them, and names what to use instead: `groups`, `fileglob`, `find` or `copy` of a whole folder',
    why: 'there is one host; a tree is copied by one task, with its owners and modes',
  },
  'module-names': {
    ansible: '`action` may name a module by a template of anything, facts and registered results among it',
    play: 'takes templates of what is written: `-e`, variables of the play and of the task. Others are refused',
    why: 'modules and their arguments are checked before the run, so it must be known which they are',
  },
  'missing-includes': {
    ansible: 'fails for good when the file of `include_tasks` is missing: neither `ignore_errors` nor `rescue` helps',
    play: 'lets both help',
    why: 'it is a failure like any other, and the playbook says what to do then',
  },
  'retries-alone': {
    ansible: 'before 2.16, takes `retries` without `until` for nothing',
    play: 'tries again until the task succeeds, as later ones do',
    why: 'nobody writes `retries` to get none',
  },
  'vars-rendered': {
    ansible: '`vars["x"]` gives the text of the variable as it is written, with its templates',
    play: 'gives what the variable `x` gives',
    why: 'two ways to one variable should not differ',
  },
  'templated-keywords': {
    ansible: 'refuses `module_defaults` that are one template, and tags that YAML reads as no text (`no`, `1`)',
    play: 'takes both',
    why: 'they have one meaning',
  },
  'yaml-dates': {
    ansible: 'reads `2024-01-01` in YAML as a date',
    play: 'reads it as text; `to_datetime` makes it a date',
    why: 'versions, tags and names look like dates by chance, and JSON has none; `"2024-01-01"` prints the same',
  },
  'results-as-later': {
    ansible:
      'before 2.16, has no `end_role`, and a skipped task does not say which condition failed; results keep all arguments as `invocation`',
    play: 'has `end_role`, and a skipped task’s result has `false_condition`; there is no `invocation`',
    why: 'the reason of a skip is what one looks for; arguments may hold secrets',
  },
  'absent-text': {
    ansible: '`wait_for` with `state: absent` waits for the file to go, whatever `search_regex` says',
    play: 'with `search_regex`, waits for the file or that text to go',
    why: 'whoever names a text means it',
  },
  'file-results': {
    ansible:
      '`src` of a result of `copy` or `template` is a temporary file, and what was not written lacks `md5sum` and `src`',
    play: '`src` is the source, and the keys are the same whether something was written or not',
    why: 'there is no temporary copy, and a second run should not break what reads the result',
  },
  'sandboxed-programs': {
    ansible: 'has no sandbox: programs that tasks start reach the account of the user',
    play: 'under `--sandbox` gives them the sandbox’s endpoint, region and credentials in place of the user’s',
    why: 'an `aws` command in a rehearsal must not touch what is real',
  },
};
