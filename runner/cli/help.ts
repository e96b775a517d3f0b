/** What `play --help` prints: enough to go on without a manual. */
export const help = `play runs Ansible-style playbooks in process: everything is checked before anything is touched.

Usage
  play PLAYBOOK [options]        check the playbook, then run it
  play doc MODULE …              what a module takes; -l lists modules, --filters, --keywords … the language (play doc --help)
  play why VAR [PLAYBOOK]        the value of a variable, who set it, and what it overrode (--task NAME: for that task)
  play sandbox COMMAND           the sandbox in the background: start, status, stop, reset, logs, env, fault
  play vault ACTION FILE …       keep secrets encrypted, as ansible-vault does (play vault --help)
  play --version | --help

Try
  play playbook.yml --sandbox            rehearse against an AWS on your laptop: no account, no Docker
  play playbook.yml --check --diff       say what would change; change nothing
  play playbook.yml --tags image,task    run a part; what it needs from the rest is read
  play playbook.yml -e service_desired_count=5
  play playbook.yml --check --destroy    say what undo would remove; without --check it goes
  play playbook.yml --list-tasks         what is in it

What runs
  -t, --tags TAGS                run what has one of these tags (comma-separated; also all, tagged, untagged, never)
      --skip-tags TAGS           leave out what has one of these tags
      --start-at-task NAME       start at the first task with this name (* matches anything)
      --step                     ask before each task
      --serial                   one after the other, in Ansible's order, also where a play says strategy: graph
      --forks N                  under strategy: graph, how many roles run side by side at most (default 10)
      --force-handlers           run notified handlers even after a failure
  -e, --extra-vars VARS          set variables: key=value, JSON or YAML, or @file; wins over all other values
  -C, --check                    take no step, say which would be taken; values AWS would assign are "(known after apply)"
  -D, --diff                     show what differs, before and after
      --detailed-exitcode        with --check: exit code 10 when the run would change something, or may
      --destroy                  remove what the playbook describes, the last first, and only what it made; with --check say
                                 what would go. What holds data (images, logs) is asked for, without a terminal it stays
      --destroy=all              … it goes, too
      --allow-replace            replace what AWS cannot change in place (a port, a range …), with what hangs on it and this
                                 playbook makes again; without it such a task fails. --check says what goes
      --adopt                    take over what was there before: from now on --destroy removes it
      --sandbox                  act in the sandbox instead of AWS; started when none runs, it goes on after the run
      --sandbox-speed N          when this run starts it: its time runs N times as fast as ours (default 60)
      --sandbox-idle MINUTES     … it ends after so long without use (default 60; 0: never)
      --sandbox-engine ENGINE    … what runs containers: process (default), or docker

What opens what Ansible Vault has encrypted
      --vault-password-file FILE read the password from a file, or run it when it is executable
      --vault-id [LABEL@]SOURCE  a password with a label; the source is a file, a script, or prompt
  -J, --ask-vault-pass           ask for the password (also ANSIBLE_VAULT_PASSWORD_FILE, ANSIBLE_VAULT_IDENTITY_LIST)

What is shown instead of a run
      --syntax-check             check everything, touch nothing, say what is wrong
      --list-tasks, --list-tags  the tasks, or their tags
      --graph[=FORM]             what can run side by side, what waits for what, and why: text, mermaid, dot or svg

Output
  -v, -vv                        show results; also where each task stands
      --output FORMAT            tree (on a terminal), lines (elsewhere), or json (also PLAY_OUTPUT=json)
      --no-color                 no ANSI colours (also NO_COLOR)

Where it acts
  AWS credentials, region and endpoint come from the environment and ~/.aws, as for any AWS tool. A region or profile in the
  playbook (module_defaults: group/aws) comes first.

  -i localhost, -c local and --limit localhost are taken as ansible-playbook takes them; no other host is.

Exit codes
  0 done   2 a task failed   4 the playbook has mistakes and nothing was touched   10 changes pending (--check --detailed-exitcode)
  130 interrupted   64 wrong usage
`;
