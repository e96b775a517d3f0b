import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { findModule } from '../modules/registry.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { withFolder } from '../playbook/test_folder.ts';
import { check } from './check.ts';

interface Correct {
  readonly name: string;
  /** The playbook; a list of tasks, when it does not start with a play. */
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly extraVars?: Readonly<Record<string, unknown>>;
}

const correct: readonly Correct[] = [
  {
    name: 'names from register, set_fact, loops, vars, magic and facts',
    text: `
- command: ls
  register: listing
  loop: [a, b]
  loop_control: {loop_var: name, index_var: index, label: "{{ name }} {{ index }}"}
- set_fact:
    lines: "{{ listing.results | map(attribute='stdout') | list }}"
    "{{ 'computed' }}": 1
- debug: {msg: "{{ lines }} {{ local }} {{ inventory_hostname }} {{ ansible_env.HOME }} {{ playbook_dir }}"}
  vars: {local: "{{ hostvars[inventory_hostname].lines }}"}
- debug: {msg: "{{ ansible_facts['distribution'] | default('none') }} {{ groups['all'] }} {{ vars['lines'] }}"}
`,
  },
  {
    name: 'a name registered later, or by a task that never runs, counts',
    text: `
- debug: {msg: "{{ later.rc }}"}
  when: later is defined
- command: ls
  register: later
  when: false
`,
  },
  {
    name: 'uses that a condition, a default or a test guards',
    text: `
- debug: {msg: "{{ nope | default('x') }} {{ nope.a.b | d('y') }} {{ 'z' if nope is defined else '' }}"}
- debug: {msg: "{{ nope }}"}
  when: nope is defined
- debug: {msg: "{{ nope }}"}
  when: [nope is defined, nope == 1]
- when: nope is defined
  block:
    - debug: {msg: "{{ nope }}"}
- debug: {msg: "{{ nope }}"}
  when: false
- debug: {msg: "{{ 'a' if true else nope }}"}
- debug: {msg: "{{ nope if on_ else 'b' }}"}
  vars: {on_: false}
`,
  },
  {
    name: 'a name the author asserts',
    text: `
- assert: {that: [required is defined, required != '']}
- debug: {msg: "{{ required }}"}
- fail: {msg: give other}
  when: other is not defined
- debug: {msg: "{{ other }}"}
`,
  },
  {
    name: 'a variable with an undefined part that nobody uses',
    text: `
- debug: {msg: "{{ config.port }}"}
  vars:
    config: {port: 80, host: "{{ nope }}"}
    unused: "{{ nope }}"
`,
  },
  {
    name: 'failures that are forgiven',
    text: `
- debug: {msg: "{{ nope }}"}
  ignore_errors: true
- include_vars: nope.yml
  ignore_errors: true
- block:
    - debug: {msg: "{{ nope }}"}
    - copy: {src: nope, dest: /tmp/x}
  rescue:
    - debug: {msg: "{{ ansible_failed_result.msg }} {{ ansible_failed_task.name }}"}
`,
  },
  {
    name: 'includes and variables that only the run knows',
    text: `
- set_fact: {which: one}
- include_tasks: "{{ which }}.yml"
- include_vars: "{{ which }}.yml"
- debug: {msg: "{{ anything }}"}
- command: ls
  notify: some handler of the include
`,
  },
  {
    name: 'names that include_vars brings',
    text: `
- include_vars: one.yml
- include_vars: {file: one.yml, name: box}
- include_vars: {dir: many}
- debug: {msg: "{{ a }} {{ box.a }} {{ b }}"}
`,
    files: { 'vars/one.yml': 'a: 1\n', 'many/x.yml': 'b: 1\n', 'many/readme.txt': 'not yaml: [' },
  },
  {
    name: 'every loop of the older kind',
    text: `
- debug: {msg: "{{ item }}"}
  with_items: [1, "{{ [2] }}"]
- debug: {msg: "{{ item.key }}={{ item.value }}"}
  with_dict: {a: 1}
- debug: {msg: "{{ item.0 }}{{ item.1 }}"}
  with_nested: [[1], [2]]
- debug: {msg: "{{ item }}"}
  with_sequence: start=1 end={{ 3 }}
- debug: {msg: "{{ item }}"}
  with_fileglob: "*.nothing"
- debug: {msg: "{{ item }}"}
  with_first_found: [{files: [none.yml], skip: true}]
`,
  },
  {
    name: 'free form text with quotes, pipes and templates',
    text: `
- shell: |
    set -e
    echo "{{ 'a' }}" | grep -c a > /dev/null || true
  args: {executable: /bin/bash, chdir: /tmp}
  changed_when: false
  register: out
  failed_when: "out.rc != 0 and 'x' not in out.stdout"
- command: echo key=value "two words" creates=/tmp/none
- command: {argv: [echo, "{{ out.rc }}"]}
- action: debug msg="a b"
- local_action: {module: command, cmd: ls}
- debug: msg="{{ out.stdout | default('a b') }}"
- file: path=/tmp/x{{ 1 }} state=absent
`,
  },
  {
    name: 'handlers by name, by topic, of roles, and by a name that is rendered',
    text: `
- hosts: localhost
  roles: [r]
  vars: {which: web}
  tasks:
    - command: ls
      notify: [restart web, the topic, "r : of the role", of the role, "restart {{ which }}"]
  handlers:
    - name: restart web
      debug:
    - name: other
      listen: the topic
      debug:
`,
    files: {
      'roles/r/tasks/main.yml': '- command: ls\n  notify: of the role\n',
      'roles/r/handlers/main.yml': '- name: of the role\n  debug:\n',
    },
  },
  {
    name: 'variables of roles are there for the whole play, parameters and role_path inside',
    text: `
- hosts: localhost
  vars_files: [[absent.yml, v.yml]]
  vars_prompt: [{name: asked, prompt: who}]
  pre_tasks:
    - debug: {msg: "{{ d }} {{ v }} {{ f }} {{ asked }} {{ g }}"}
  roles:
    - {role: r, given: 1}
`,
    files: {
      'v.yml': 'f: 1\n',
      'group_vars/all.yml': 'g: 1\n',
      'roles/r/tasks/main.yml':
        '- debug: {msg: "{{ given }} {{ role_path }} {{ role_name }} {{ d }} {{ base_d }}"}\n- include_tasks: more.yml\n  vars: {handed: 1}\n',
      'roles/r/tasks/more.yml': '- debug: {msg: "{{ handed }}"}\n',
      'roles/r/defaults/main.yml': 'd: "{{ v }}"\n',
      'roles/r/vars/main.yml': 'v: 1\n',
      'roles/r/meta/main.yml': 'dependencies: [base]\n',
      'roles/base/defaults/main.yml': 'base_d: 1\n',
    },
  },
  {
    name: 'a task file in a loop with a loop variable of its own',
    text: `
- include_tasks: t.yml
  loop: [a, b]
  loop_control: {loop_var: outer}
- include_role: {name: r, tasks_from: main, apply: {tags: [x], vars: {applied: 1}}}
  vars: {handed: 1}
  loop: [1]
`,
    files: {
      't.yml': '- debug: {msg: "{{ outer }} {{ item }}"}\n  loop: [1]\n',
      'roles/r/tasks/main.yml': '- debug: {msg: "{{ handed }} {{ applied }} {{ item }}"}\n',
    },
  },
  {
    name: 'a file that includes itself until a condition ends it',
    text: '- include_tasks: t.yml\n  vars: {n: 0}\n',
    files: { 't.yml': '- debug: {msg: "{{ n }}"}\n- include_tasks: t.yml\n  vars: {n: 1}\n  when: n | int < 1\n' },
  },
  {
    name: 'template files with macros, set, loops and names of their own',
    text: `
- template: {src: t.j2, dest: /tmp/x}
  vars: {list: [1]}
- template: {src: later.j2, dest: /tmp/y}
- copy: {content: "{{ 1 }}", dest: "{{ playbook_dir }}/templates/later.j2"}
`,
    files: {
      'templates/t.j2':
        '# {{ ansible_managed }}\n{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}\n{% set x = 1 %}{% for i in list %}{{ loop.index }}{{ i }}{{ m(x) }}{% endfor %}\n',
    },
  },
  {
    name: 'parameters in every spelling that Ansible takes',
    text: `
- file: {path: /tmp/x, mode: 0644, state: directory, recurse: yes}
- amazon.aws.ec2_vpc_net: {name: a, cidr_block: 10.0.0.0/16, dns_support: "yes", tags: {Name: a}, region: eu-west-1, profile: p}
- ec2_group:
    name: a
    description: a
    rules:
      - {proto: tcp, ports: "80", cidr_ip: 0.0.0.0/0}
      - {proto: tcp, from_port: "{{ port }}", to_port: 90, group_name: b}
  vars: {port: 80}
- ecs_service: {name: a, task_definition: b, desired_count: "{{ count }}", state: "{{ state | default(omit) }}"}
  vars: {count: "3"}
- copy: {content: {a: 1}, dest: /tmp/x}
- debug: "msg=x"
- ping:
- pause: {seconds: 1}
`,
  },
  {
    name: 'values of variables are not read as arguments, whatever is in them',
    text: `
- hosts: localhost
  vars: {words: two words, pairs: "a=b c=d", list: [{k: 1}, {k: 2}]}
  tasks:
    - debug: msg={{ words }}
    - set_fact: one={{ list }} two={{ pairs }}
    - copy: content={{ pairs }} dest=/tmp/x
    - command: echo {{ pairs }}
    - shell: echo {{ words }}
      args: {chdir: /tmp}
`,
  },
  {
    name: 'what playbooks for Ansible 2.7 hold beside the module',
    text: `
- shell: echo hi
  args: {warn: no}
  register: r
- debug: msg=ok
  when: r|success and not r|failed and r|changed and '2.7'|version_compare('2.5', '>')
- include_tasks: {file: t.yml}
  static: no
- stat: path=/tmp get_md5=no
- include_role: name=r private=yes
- debug: msg="{% for k, v in r.iteritems() %}{{ k }}{% endfor %}"
- debug: msg="{{ item }}"
  with_ansible.builtin.items: [1]
`,
    files: { 't.yml': '- ping:\n', 'roles/r/tasks/main.yml': '- ping:\n' },
  },
  {
    name: 'defaults of modules and of groups of them',
    text: `
- hosts: localhost
  module_defaults:
    group/aws: {region: "{{ where }}"}
    ec2_vpc_subnet: {vpc_id: vpc-1}
    ansible.builtin.copy: {mode: "0644"}
  vars: {where: eu-west-1}
  tasks:
    - ec2_vpc_subnet: {cidr: 10.0.0.0/24}
    - copy: {content: x, dest: /tmp/x}
`,
  },
  {
    name: 'values that a condition keeps away from the module',
    text: `
- hosts: localhost
  vars: {size: 0, certificate: ''}
  tasks:
    - elb_target_group: {name: a, protocol: http, port: "{{ size }}", vpc_id: vpc-1}
      when: size > 0
    - debug: {msg: "{{ certificate }}"}
      when: certificate
`,
  },
  {
    name: 'subnets inside their VPC, by a loop over variables',
    text: `
- hosts: localhost
  vars: {subnets: [{cidr: 10.0.0.0/20, az: eu-west-1a}, {cidr: 10.0.16.0/20, az: eu-west-1b}]}
  tasks:
    - ec2_vpc_net: {name: a, cidr_block: 10.0.0.0/16}
      register: vpc
    - ec2_vpc_subnet: {vpc_id: "{{ vpc.vpc.id }}", cidr: "{{ item.cidr }}", az: "{{ item.az }}"}
      loop: "{{ subnets }}"
`,
  },
  {
    name: 'argument specs with defaults, choices and lists that fit',
    text: `
- hosts: localhost
  roles:
    - {role: r, port: "80", size: small, names: "a,b"}
  tasks:
    - include_role: {name: r}
      vars: {port: "{{ some_fact }}"}
    - set_fact: {some_fact: 1}
`,
    files: {
      'roles/r/tasks/main.yml': '- debug:\n',
      'roles/r/meta/argument_specs.yml':
        'argument_specs:\n  main:\n    options:\n      port: {type: int, required: true}\n      size: {choices: [small, huge]}\n      names: {type: list, elements: str}\n      other: {type: bool, default: true}\n      list: {type: list, elements: dict, options: {a: {type: int, required: true}}}\n',
      'roles/r/defaults/main.yml': 'list: [{a: 1}]\n',
    },
  },
  {
    name: 'keywords of every level',
    text: `
- name: all of them
  hosts: all
  connection: local
  become: no
  gather_facts: false
  gather_subset: [min]
  strategy: free
  serial: 1
  order: sorted
  any_errors_fatal: true
  max_fail_percentage: 30
  force_handlers: "{{ x | default(false) }}"
  environment: [{A: b}, {C: "{{ x | default('') }}"}]
  collections: [community.aws]
  tags: a,b
  tasks:
    - name: task
      debug:
      delegate_to: localhost
      run_once: true
      no_log: "{{ x | default(false) }}"
      async: 10
      poll: 0
      throttle: 1
      timeout: 5
      retries: 2
      delay: 0.5
      register: r
      until: r is succeeded
      diff: false
      check_mode: no
      ignore_unreachable: true
      become_user: root
      vars: {y: 1}
`,
  },
  { name: 'names given with -e', text: '- debug: {msg: "{{ given }}"}\n', extraVars: { given: 1 } },
  { name: 'a play without tasks', text: '- hosts: localhost\n' },
];

for (const { name, text, files = {}, extraVars = {} } of correct) {
  test(`nothing to say about: ${name}`, () => {
    const body = text.trimStart();
    const playbook = /^- (name: .*\n {2})?hosts/.test(body)
      ? body
      : `- hosts: localhost\n  gather_facts: false\n  tasks:\n${body.replace(/^/gm, '    ')}`;
    return withFolder({ ...files, 'playbook.yml': playbook }, async (folder) => {
      const isModule = (module: string) => findModule(module) !== undefined;
      const loaded = loadPlaybook(join(folder, 'playbook.yml'), { rolesPath: [], isModule, extraVars });
      const found = await check(loaded);
      assert.deepEqual(
        found.map(({ code, message, place }) => `${place?.line}:${place?.column} ${code} ${message}`),
        [],
      );
    });
  });
}
