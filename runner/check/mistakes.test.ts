import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { findModule } from '../modules/registry.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { withFolder } from '../playbook/test_folder.ts';
import { type CheckOptions, check } from './check.ts';
import { codes } from './codes.ts';
import { insteadOf } from './refused_modules.ts';

interface Mistake {
  readonly name: string;
  /** The playbook; a list of tasks, when it does not start with a play. */
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: CheckOptions;
  /** `code line:column` of each mistake, with its file when that is not the playbook. */
  readonly found: readonly string[];
  readonly message?: RegExp;
  readonly hint?: RegExp;
}

const play = (tasks: string) => `- hosts: localhost\n  gather_facts: false\n  tasks:\n${tasks.replace(/^/gm, '  ')}`;
const role = (tasks: string, more: Readonly<Record<string, string>> = {}) => ({
  'roles/r/tasks/main.yml': tasks,
  ...Object.fromEntries(Object.entries(more).map(([name, text]) => [`roles/r/${name}`, text])),
});

/** Tasks start at line 4, column 3. */
const mistakes: readonly Mistake[] = [
  // The file itself
  { name: 'a quote is not closed', text: '- debug: {msg: "x}\n', found: ['yaml-syntax 4:18'], hint: /close it/ },
  {
    name: 'a loop by a lookup that does not exist',
    text: '- debug: {msg: hi}\n  with_itms: [1]\n- debug: {msg: hi}\n  with_inventory_hostnames: all\n',
    found: ['lookup-unknown 5:16', 'lookup-unknown 7:31'],
  },
  {
    name: 'braces are not quoted',
    text: '- debug:\n    msg: {{ x }}\n',
    found: ['yaml-key 5:12'],
    hint: /"\{\{ … \}\}"/,
  },
  {
    name: 'a colon hides in a value',
    text: '- debug: {msg: a}\n  name: a: b\n',
    found: ['yaml-syntax 5:11'],
    hint: /quote/,
  },
  { name: 'a tab indents', text: '- debug:\n\tmsg: x\n', found: ['yaml-syntax 5:3'], hint: /spaces/ },
  {
    name: 'a key stands twice',
    text: '- name: a\n  debug: {msg: x}\n  name: b\n',
    found: ['duplicate-key 6:5'],
    hint: /line 4, column 5/,
  },
  {
    name: 'a vault value',
    text: '- debug: {msg: x}\n  vars:\n    p: !vault |\n      61\n',
    found: ['vault-format 6:17'],
    hint: /ANSIBLE_VAULT/,
  },
  { name: 'an alias has no anchor', text: '- debug: {msg: *x}\n', found: ['yaml-alias 4:18'], hint: /&x/ },

  // Plays
  {
    name: 'the playbook is no list',
    text: '- hosts: localhost\n'.slice(2),
    found: ['playbook-type 1:1'],
    hint: /- hosts/,
  },
  {
    name: 'a play has no hosts',
    text: '- gather_facts: false\n  tasks: []\n',
    found: ['hosts-missing 1:3'],
    hint: /hosts: localhost/,
  },
  {
    name: 'a play keyword is misspelt',
    text: '- hosts: localhost\n  task: []\n',
    found: ['keyword-unknown 2:3'],
    hint: /"tasks"/,
  },
  {
    name: 'a task keyword stands on a play',
    text: '- hosts: localhost\n  register: r\n  tasks: []\n',
    found: ['keyword-misplaced 2:3'],
    hint: /task, handler/,
  },
  {
    name: 'an imported playbook is missing',
    text: '- import_playbook: other.yml\n',
    found: ['file-missing 1:20'],
    hint: /looked for .*other\.yml/,
  },
  {
    name: 'a vars file is missing',
    text: '- hosts: localhost\n  vars_files: [v.yml]\n  tasks: []\n',
    found: ['file-missing 2:16'],
    hint: /looked for/,
  },
  {
    name: 'a vars file is no mapping',
    text: '- hosts: localhost\n  vars_files: [v.yml]\n  tasks: []\n',
    files: { 'v.yml': '- a\n' },
    found: ['v.yml: vars-type 1:1'],
  },
  {
    name: 'a variable name is a boolean',
    text: '- hosts: localhost\n  vars: {on: 1}\n  tasks: []\n',
    found: ['variable-name 2:10'],
    hint: /yes, no, on or off/,
  },
  {
    name: 'gather_facts is no boolean',
    text: '- hosts: localhost\n  gather_facts: perhaps\n  tasks: []\n',
    found: ['keyword-type 2:17'],
    message: /true or false, not "perhaps"/,
  },

  // Tasks
  {
    name: 'a task keyword is misspelt',
    text: '- debug: {msg: x}\n  regster: r\n',
    found: ['keyword-unknown 5:5'],
    hint: /"register"/,
  },
  {
    name: 'a play keyword stands on a task',
    text: '- debug: {msg: x}\n  hosts: localhost\n',
    found: ['keyword-misplaced 5:5'],
    hint: /play/,
  },
  {
    name: 'a task has no module',
    text: '- name: nothing\n  when: true\n',
    found: ['task-module-missing 4:5'],
    hint: /debug/,
  },
  {
    name: 'a task has two modules',
    text: '- debug: {msg: x}\n  command: ls\n',
    found: ['task-modules 5:5'],
    hint: /two tasks/,
  },
  {
    name: 'a task has two loops',
    text: '- debug: {msg: x}\n  loop: [1]\n  with_items: [2]\n',
    found: ['task-loops 6:5'],
    hint: /keep one/,
  },
  { name: 'a task is text', text: '- debug\n', found: ['task-type 4:5'], hint: /- name/ },
  {
    name: 'tasks are a mapping',
    text: '- hosts: localhost\n  tasks: {debug: }\n',
    found: ['keyword-type 2:10', 'tasks-type 2:10'],
  },
  { name: 'rescue has no block', text: '- rescue:\n    - debug:\n', found: ['block-missing 4:5'] },
  {
    name: 'a keyword stands on an include, which does not pass it on',
    text: '- include_tasks: t.yml\n  become: true\n',
    files: { 't.yml': '- debug:\n' },
    found: ['keyword-misplaced 5:5'],
    hint: /under apply/,
  },
  {
    name: 'an include is to notify',
    text: '- include_role: {name: r}\n  changed_when: true\n',
    files: role('- debug:\n'),
    found: ['keyword-misplaced 5:5'],
    hint: /on the tasks inside/,
  },
  {
    name: 'blocks and roles stand as handlers',
    text: '- hosts: localhost\n  handlers:\n    - block: [{debug: }]\n    - include_role: {name: r}\n',
    files: role('- debug:\n'),
    found: ['handler-kind 3:7', 'handler-kind 4:7'],
    hint: /listen to one topic/,
  },
  {
    name: 'register cannot be a name',
    text: '- debug: {msg: x}\n  register: my-result\n',
    found: ['variable-name 5:15'],
    hint: /underscores/,
  },
  {
    name: 'set_fact cannot make a name',
    text: '- set_fact:\n    my-fact: 1\n',
    found: ['variable-name 5:7'],
    hint: /underscores/,
  },
  { name: 'a module is misspelt', text: '- debgu: {msg: x}\n', found: ['module-unknown 4:5'], hint: /"debug"/ },
  {
    name: 'a module is of a foreign collection',
    text: '- community.general.ufw: {state: enabled}\n',
    found: ['module-foreign 4:5'],
    message: /community\.general/,
  },
  {
    name: 'an import loops',
    text: '- import_tasks: t.yml\n  loop: [1]\n',
    files: { 't.yml': '- debug:\n' },
    found: ['import-loop 5:11'],
    hint: /include_tasks/,
  },
  {
    name: 'an imported file is missing',
    text: '- import_tasks: t.yml\n',
    found: ['file-missing 4:19'],
    hint: /looked for/,
  },
  {
    name: 'an included file is missing',
    text: '- include_tasks: t.yml\n',
    found: ['file-missing 4:20'],
    hint: /looked for/,
  },
  {
    name: 'an import is named by a fact',
    text: '- set_fact: {f: t}\n- import_tasks: "{{ f }}.yml"\n',
    found: ['import-name 5:19'],
    hint: /-e, play vars/,
  },
  {
    name: 'what assert says is neither text nor lines',
    text: '- assert: {that: true, msg: true, success_msg: {a: 1}}\n- assert: {that: true, msg: [a, b], success_msg: null}\n',
    found: ['param-type 4:31', 'param-type 4:50'],
    hint: /quotes/,
  },
  {
    name: 'a module is named by a fact',
    text: '- set_fact: {f: ping}\n- action: {module: "{{ f }}"}\n',
    found: ['module-dynamic 5:22'],
    hint: /one task for each module/,
  },

  // Parameters
  {
    name: 'a parameter is misspelt',
    text: '- ec2_vpc_net: {name: a, cidr_blok: 10.0.0.0/16}\n',
    found: ['param-unknown 4:28'],
    hint: /"cidr_block"/,
  },
  {
    name: 'a parameter is misspelt deep inside',
    text: '- ec2_security_group:\n    name: a\n    description: a\n    rules:\n      - {proto: tcp, ports: 80, cidr_blok: 0.0.0.0/0, cidr_ip: 0.0.0.0/0}\n',
    found: ['param-unknown 8:35'],
    message: /in rules\[0\]/,
  },
  {
    name: 'desired_cout',
    text: '- ecs_service: {name: a, task_definition: b, desired_cout: 3}\n',
    found: ['param-unknown 4:48'],
    hint: /"desired_count"/,
  },
  {
    name: 'a parameter is missing',
    text: '- ec2_vpc_subnet: {cidr: 10.0.0.0/24}\n',
    found: ['param-missing 4:5'],
    message: /"vpc_id" is missing/,
  },
  {
    name: 'a parameter of the wrong type',
    text: '- ecs_service: {name: a, task_definition: b, desired_count: many}\n',
    found: ['param-type 4:63'],
    message: /whole number, not "many"/,
  },
  {
    name: 'a choice that is none',
    text: '- ecs_cluster: {name: a, state: presnt}\n',
    found: ['param-choice 4:35'],
    hint: /"present"/,
  },
  {
    name: 'a CIDR of /99',
    text: '- ec2_vpc_net: {name: a, cidr_block: 10.0.0.0/99}\n',
    found: ['param-value 4:40'],
    message: /"10\.0\.0\.0\/99"/,
  },
  {
    name: 'cpu: lots',
    text: '- ecs_taskdefinition: {family: a, launch_type: FARGATE, network_mode: awsvpc, execution_role_arn: r, cpu: lots, memory: 512, containers: [{name: a, image: b}]}\n',
    found: ['fargate-size 4:109'],
    message: /lots/,
  },
  {
    name: 'Fargate has no such size',
    text: '- ecs_taskdefinition: {family: a, launch_type: FARGATE, network_mode: awsvpc, execution_role_arn: r, cpu: 256, memory: 8192, containers: [{name: a, image: b}]}\n',
    found: ['fargate-size 4:122'],
    message: /8192/,
  },
  {
    name: 'an ALB name of 33 characters',
    text: `- elb_application_lb: {name: ${'a'.repeat(33)}, subnets: [a, b]}\n`,
    found: ['param-value 4:32'],
    message: /at most 32 characters/,
  },
  {
    name: 'a port beyond 65535',
    text: '- elb_target_group: {name: a, protocol: http, port: 80800, vpc_id: vpc-1}\n',
    found: ['param-value 4:55'],
    message: /at most 65535/,
  },
  {
    name: 'two parameters that exclude each other',
    text: '- debug: {msg: a, var: b}\n',
    found: ['params-exclusive 4:21'],
    hint: /keep one/,
  },
  {
    name: 'none of what is needed',
    text: '- copy: {dest: /tmp/x}\n',
    found: ['param-missing 4:5'],
    message: /"src", "content"/,
  },
  {
    name: 'free form text where none is taken',
    text: '- debug: hello there\n',
    found: ['args-syntax 4:5'],
    message: /"hello there" is not key=value/,
  },
  {
    name: 'a quote in text is not closed',
    text: "- shell: echo it's\n",
    found: ['args-syntax 4:5'],
    message: /not closed/,
  },
  { name: 'a list where a mapping belongs', text: '- debug: [a]\n', found: ['args-type 4:5'] },
  {
    name: 'a parameter in key=value text is misspelt',
    text: '- file: path=/tmp/x stat=touch\n',
    found: ['param-unknown 4:23'],
    hint: /"state"/,
  },
  {
    name: 'a default parameter is misspelt',
    text: '- hosts: localhost\n  module_defaults: {debug: {mgs: x}}\n  tasks:\n  - debug:\n',
    found: ['param-unknown 2:29'],
    hint: /"msg"/,
  },
  { name: 'an unknown meta', text: '- meta: dance\n', found: ['param-choice 4:11'], message: /"dance"/ },

  {
    name: 'a loop control is misspelt',
    text: '- debug: {msg: x}\n  loop: [1]\n  loop_control: {lable: x}\n',
    found: ['keyword-unknown 6:20'],
    hint: /"label"/,
  },
  {
    name: 'a strategy that is none',
    text: '- hosts: localhost\n  strategy: grahp\n  tasks: []\n',
    found: ['keyword-choice 2:13'],
    hint: /"graph"/,
  },

  // What the playbook alone decides of templated values, and rules of AWS
  {
    name: 'a CIDR of /99 in a variable',
    text: '- ec2_vpc_net: {name: a, cidr_block: "{{ range }}"}\n  vars: {range: 10.0.0.0/99}\n',
    found: ['param-value 4:40'],
    message: /10\.0\.0\.0\/99/,
  },
  {
    name: 'a wrong item of a loop over variables',
    text: '- ecs_cluster: {name: "{{ item }}"}\n  loop: [good, "not good"]\n',
    found: ['param-value 4:25'],
    message: /"not good"/,
  },
  {
    name: 'a subnet outside its VPC',
    text: '- ec2_vpc_net: {name: a, cidr_block: 10.0.0.0/16}\n  register: vpc\n- ec2_vpc_subnet: {vpc_id: "{{ vpc.vpc.id }}", cidr: 10.1.0.0/20}\n',
    found: ['subnet-range 6:56'],
    hint: /10\.0\.0\.0\/16/,
  },
  {
    name: 'two subnets that overlap',
    text: '- ec2_vpc_net: {name: a, cidr_block: 10.0.0.0/16}\n  register: vpc\n- ec2_vpc_subnet: {vpc_id: "{{ vpc.vpc.id }}", cidr: "{{ item }}"}\n  loop: [10.0.0.0/20, 10.0.8.0/24]\n',
    found: ['subnet-overlap 6:56'],
    message: /10\.0\.0\.0\/20 and 10\.0\.8\.0\/24/,
  },
  {
    name: 'a health check slower than its interval',
    text: '- elb_target_group: {name: a, protocol: http, port: 80, vpc_id: vpc-1, health_check_interval: 10, health_check_timeout: 10}\n',
    found: ['health-check-times 4:123'],
    hint: /over before/,
  },
  {
    name: 'a port range that runs backwards',
    text: '- ec2_security_group: {name: a, description: a, rules: [{proto: tcp, from_port: 90, to_port: 80, cidr_ip: 0.0.0.0/0}]}\n',
    found: ['ports-order 4:59'],
  },
  {
    name: 'a rule that lets in nobody it names',
    text: '- ec2_security_group: {name: a, description: a, rules: [{proto: tcp, ports: 80}]}\n',
    found: ['rule-without-source 4:59'],
    hint: /cidr_ip/,
  },
  {
    name: 'a misspelt connection parameter',
    text: '- aws_caller_info: {regoin: eu-west-1}\n',
    found: ['param-unknown 4:23'],
    hint: /"region"/,
  },
  {
    name: 'a secret is never repeated',
    text: '- aws_caller_info: {secret_key: [hunter2]}\n',
    found: ['param-type 4:35'],
    message: /^(?!.*hunter2)/,
  },

  // Templates and variables
  { name: 'a template is broken', text: '- debug: {msg: "{{ 1 + }}"}\n', found: ['template-syntax 4:26'] },
  {
    name: 'a block in a template is not closed',
    text: '- debug:\n    msg: |\n      a\n      {% if true %}b\n',
    found: ['template-syntax 7:12'],
  },
  { name: 'a condition is broken', text: '- debug: {msg: x}\n  when: a ==\n', found: ['template-syntax 5:15'] },
  {
    name: 'a filter is misspelt',
    text: '- debug: {msg: "{{ 1 | defualt(2) }}"}\n',
    found: ['filter-unknown 4:26'],
    hint: /default/,
  },
  {
    name: 'a test is misspelt',
    text: '- debug: {msg: x}\n  when: 1 is definde\n',
    found: ['test-unknown 5:16'],
    hint: /defined/,
  },
  {
    name: 'a lookup is misspelt',
    text: `- debug: {msg: "{{ lookup('fiel', 'x') }}"}\n`,
    found: ['lookup-unknown 4:29'],
    hint: /file/,
  },
  {
    name: 'a variable is misspelt',
    text: '- debug: {msg: "{{ greting }}"}\n  vars: {greeting: hi}\n',
    found: ['variable-undefined 4:22'],
    hint: /"greeting"/,
  },
  {
    name: 'a registered name is misspelt',
    text: '- command: ls\n  register: listing\n- debug: {msg: x}\n  when: lising.rc == 0\n',
    found: ['variable-undefined 7:11'],
    hint: /"listing"/,
  },
  {
    name: 'item without a loop',
    text: '- debug: {msg: "{{ item }}"}\n',
    found: ['variable-undefined 4:22'],
    hint: /loop/,
  },
  {
    name: 'a variable used by a variable is undefined',
    text: '- debug: {msg: "{{ a }}"}\n  vars:\n    a: "x {{ b_c }}"\n',
    found: ['variable-undefined 6:16'],
    message: /"b_c"/,
  },
  {
    name: 'a variable refers to itself',
    text: '- debug: {msg: "{{ a }}"}\n  vars: {a: "{{ b }}", b: "{{ a }}"}\n',
    found: ['variable-recursive 5:33'],
    message: /a → b → a/,
  },
  {
    name: 'a template file uses an undefined name',
    text: '- template: {src: t.j2, dest: /tmp/x}\n',
    files: { 'templates/t.j2': 'a\n  {{ nope }}\n' },
    found: ['templates/t.j2: variable-undefined 2:6'],
  },
  {
    name: 'a condition on a block uses an undefined name',
    text: '- when: nope\n  block:\n    - debug:\n',
    found: ['variable-undefined 4:11'],
  },

  // Files, handlers, tags
  {
    name: 'a file to copy is missing',
    text: '- copy: {src: nope.conf, dest: /tmp/x}\n',
    found: ['file-missing 4:17'],
    hint: /files\/nope\.conf/,
  },
  {
    name: 'a script, an archive and a folder of parts are missing',
    text: '- script: nope.sh a b\n- unarchive: {src: nope.tgz, dest: /tmp}\n- assemble: {src: fragments, dest: /tmp/x, remote_src: false}\n',
    found: ['file-missing 4:13', 'file-missing 5:22', 'file-missing 6:21'],
    hint: /files\/(nope|fragments)/,
  },
  {
    name: 'a module is left out on purpose',
    text: '- apt: {name: nginx}\n- user: {name: me}\n',
    found: ['module-refused 4:5', 'module-refused 5:5'],
    hint: /`command`/,
  },
  {
    name: 'a template file is missing',
    text: '- template: {src: nope.j2, dest: /tmp/x}\n',
    found: ['file-missing 4:21'],
    hint: /templates\/nope\.j2/,
  },
  {
    name: 'a file to look up is missing',
    text: `- debug: {msg: "{{ lookup('file', 'nope.txt') }}"}\n`,
    found: ['file-missing 4:18'],
    hint: /files\/nope\.txt/,
  },
  {
    name: 'variables to include are missing',
    text: '- include_vars: nope.yml\n',
    found: ['file-missing 4:19'],
    hint: /vars\/nope\.yml/,
  },
  {
    name: 'a handler is misspelt',
    text: '- hosts: localhost\n  tasks:\n  - command: ls\n    notify: restart wbe\n  handlers:\n  - name: restart web\n    debug:\n',
    found: ['handler-missing 4:13'],
    hint: /"restart web"/,
  },
  {
    name: 'a tag is misspelt',
    text: '- debug:\n  tags: [deploy]\n',
    options: { tags: ['deplyo'] },
    found: ['tag-unknown'],
    hint: /"deploy"/,
  },
  {
    name: 'a task to start at does not exist',
    text: '- name: first\n  debug:\n',
    options: { startAtTask: 'frist' },
    found: ['task-unknown'],
    hint: /"first"/,
  },

  // Roles
  {
    name: 'a role is misspelt',
    text: '- hosts: localhost\n  roles: [rr]\n',
    files: role('- debug:\n'),
    found: ['role-missing 2:11'],
    hint: /"r"|looked for/,
  },
  {
    name: 'a role has no name',
    text: '- hosts: localhost\n  roles: [{tags: x}]\n',
    found: ['role-type 2:11'],
    hint: /role: NAME/,
  },
  {
    name: 'a role depends on itself',
    text: '- hosts: localhost\n  roles: [r]\n',
    files: role('', { 'meta/main.yml': 'dependencies: [r]\n' }),
    found: ['roles/r/meta/main.yml: role-cycle 1:16'],
  },
  {
    name: 'tasks_from names no file',
    text: '- import_role: {name: r, tasks_from: other}\n',
    files: role('- debug:\n'),
    found: ['file-missing 4:25'],
    hint: /other\.yml/,
  },
  {
    name: 'an argument of a role is missing',
    text: '- hosts: localhost\n  roles: [r]\n',
    files: role('- debug:\n', {
      'meta/argument_specs.yml': 'argument_specs: {main: {options: {port: {type: int, required: true}}}}\n',
    }),
    found: ['argument-missing 2:11'],
    hint: /port/,
  },
  {
    name: 'an argument of a role has the wrong type',
    text: '- hosts: localhost\n  roles: [{role: r, port: http}]\n',
    files: role('- debug:\n', {
      'meta/argument_specs.yml': 'argument_specs: {main: {options: {port: {type: int}}}}\n',
    }),
    found: ['argument-type 2:27'],
    message: /whole number, not "http"/,
  },
  {
    name: 'an argument of a role is no choice',
    text: '- include_role: {name: r}\n  vars: {size: hueg}\n',
    files: role('- debug:\n', {
      'meta/argument_specs.yml': 'argument_specs: {main: {options: {size: {choices: [small, huge]}}}}\n',
    }),
    found: ['argument-choice 5:18'],
    hint: /"huge"/,
  },
  {
    name: 'a mistake in a role is told in its file',
    text: '- hosts: localhost\n  roles: [r]\n',
    files: role('- debug: {mgs: x}\n'),
    found: ['roles/r/tasks/main.yml: param-unknown 1:11'],
    hint: /"msg"/,
  },

  {
    name: 'all mistakes are told together, in order',
    text: '- debgu:\n- debug: {mgs: "{{ nope }}"}\n  whne: x\n',
    found: ['module-unknown 4:5', 'param-unknown 5:13', 'variable-undefined 5:22', 'keyword-unknown 6:5'],
  },
];

for (const mistake of mistakes) {
  test(`refused: ${mistake.name}`, () => {
    const text = /^(- (hosts|gather_facts|import_playbook)|hosts)/.test(mistake.text)
      ? mistake.text
      : play(mistake.text);
    return withFolder({ ...mistake.files, 'playbook.yml': text }, async (folder) => {
      const isModule = (name: string) => findModule(name) !== undefined || insteadOf(name) !== undefined;
      const loaded = loadPlaybook(join(folder, 'playbook.yml'), { rolesPath: [], isModule });
      const found = await check(loaded, mistake.options);
      const shown = found.map(({ code, place }) => {
        const file =
          place && place.file !== join(folder, 'playbook.yml') ? `${place.file.slice(folder.length + 1)}: ` : '';
        return `${file}${code}${place ? ` ${place.line}:${place.column}` : ''}`;
      });
      assert.deepEqual(shown, mistake.found, found.map(({ message }) => message).join('\n'));
      if (mistake.message) assert.match(found[0]?.message ?? '', mistake.message);
      if (mistake.hint) assert.match(found[0]?.hint ?? '', mistake.hint);
      for (const { code } of found) assert.ok(Object.hasOwn(codes, code), `${code} is explained`);
    });
  });
}
