/** Tasks (or plays, when they have `hosts`) that show a keyword. A test runs every one of them, and none may fail. */
export const keywordExamples: Readonly<Record<string, string>> = {
  always: `- block:
    - command: 'false'
  rescue:
    - debug: { msg: it failed }
  always:
    - debug: { msg: whatever happened }`,
  any_errors_fatal: `- hosts: localhost
  any_errors_fatal: true
  tasks:
    - ping:`,
  args: `- command: pwd
  args: { chdir: / }`,
  async: `- command: sleep 0.1
  async: 10
  poll: 1`,
  block: `- block:
    - debug: { msg: one }
    - debug: { msg: two }
  when: true
  tags: [both]`,
  changed_when: `- command: echo nothing to do
  register: out
  changed_when: "'nothing' not in out.stdout"`,
  check_mode: `- command: echo always a rehearsal
  check_mode: true`,
  delay: `- command: 'true'
  register: up
  until: up.rc == 0
  retries: 3
  delay: 2`,
  delegate_to: `- ping:
  delegate_to: localhost`,
  environment: `- shell: test "$STAGE" = dev
  environment: { STAGE: dev }`,
  failed_when: `- command: grep root /etc/passwd
  register: found
  failed_when: found.rc > 1`,
  force_handlers: `- hosts: localhost
  force_handlers: true
  tasks:
    - ping:`,
  gather_facts: `- hosts: localhost
  gather_facts: true
  tasks:
    - assert: { that: ansible_facts.user_id is defined }`,
  handlers: `- hosts: localhost
  tasks:
    - command: echo changed
      notify: say so
  handlers:
    - name: say so
      debug: { msg: something has changed }`,
  ignore_errors: `- command: 'false'
  ignore_errors: true`,
  listen: `- hosts: localhost
  tasks:
    - command: echo changed
      notify: web changed
  handlers:
    - name: restart
      listen: web changed
      debug: { msg: restarting }`,
  local_action: '- local_action: ping',
  loop: `- debug: { msg: "{{ item }}" }
  loop: [one, two]`,
  loop_control: `- debug: { msg: "{{ position }}: {{ name }}" }
  loop: [one, two]
  loop_control: { loop_var: name, index_var: position, label: "{{ name }}" }`,
  module_defaults: `- hosts: localhost
  module_defaults:
    command: { chdir: / }
    group/aws: { region: eu-west-1 }
  tasks:
    - command: pwd`,
  name: `- name: Say hello
  debug: { msg: hello }`,
  no_log: `- debug: { msg: nobody sees this }
  no_log: true`,
  notify: `- hosts: localhost
  tasks:
    - command: echo changed
      notify: [first, second]
  handlers:
    - { name: first, debug: { msg: 1 } }
    - { name: second, debug: { msg: 2 } }`,
  poll: `- command: sleep 0.1
  async: 10
  poll: 0
  register: job
- async_status: { jid: "{{ job.ansible_job_id }}" }
  register: state
  until: state.finished
  retries: 20
  delay: 0.1`,
  post_tasks: `- hosts: localhost
  post_tasks:
    - debug: { msg: last }`,
  pre_tasks: `- hosts: localhost
  pre_tasks:
    - debug: { msg: first }`,
  register: `- command: echo hello
  register: said
- assert: { that: said.stdout == 'hello' }`,
  rescue: `- block:
    - command: 'false'
  rescue:
    - debug: { msg: "{{ ansible_failed_task.name }} ended with {{ ansible_failed_result.rc }}" }`,
  retries: `- command: 'true'
  register: up
  until: up is succeeded
  retries: 5`,
  run_once: `- ping:
  run_once: true`,
  strategy: `- hosts: localhost
  strategy: graph
  tasks:
    - ping:`,
  tags: `- ping:
  tags: [deploy, never]`,
  tasks: `- hosts: localhost
  tasks:
    - ping:`,
  throttle: `- ping:
  throttle: 1`,
  timeout: `- command: echo quick
  timeout: 10`,
  until: `- command: echo up
  register: health
  until: health.stdout == 'up'
  retries: 10
  delay: 1`,
  vars: `- debug: { msg: "{{ greeting }}" }
  vars: { greeting: hello }`,
  vars_prompt: `- hosts: localhost
  vars_prompt:
    - { name: stage, prompt: Which stage?, default: dev, private: false }
  tasks:
    - debug: { msg: "{{ stage }}" }`,
  when: `- debug: { msg: both hold }
  when:
    - 1 < 2
    - ansible_check_mode is defined`,
  with_LOOKUP: `- debug: { msg: "{{ item.key }}: {{ item.value }}" }
  with_dict: { web: 80, db: 5432 }`,
};
