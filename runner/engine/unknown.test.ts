import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Files, rehearse } from './testing.ts';

/** Tasks after one that makes `x`, which is known after apply, and what check mode says of them. */
type Table = Readonly<Record<string, readonly [tasks: string, ...lines: string[]]>>;

const anUnknown = `
- hosts: localhost
  gather_facts: false
  tasks:
    - {name: VPC, ec2_vpc_net: {name: v, cidr_block: 10.0.0.0/16, region: eu-west-1}, register: vpc}
    - {name: x, set_fact: {x: "{{ vpc.vpc.id }}"}}
`;
const yet = '(known after apply)';

const files = (tasks: string): Files => ({
  'playbook.yml': `${anUnknown}${tasks
    .replace(/^(?![@=])/gm, '    ')
    .replace(/^@/gm, '  ')
    .replace(/^=/gm, '')}\n`,
  'inc.yml': '- {name: in, debug: {msg: in}}\n- {name: sets, set_fact: {inside: 1}}\n',
  't.j2': 'a {{ x }}\n',
  'roles/r/tasks/main.yml': '- {name: role, debug: {msg: role}}\n',
});

function hold(title: string, table: Table): void {
  describe(title, () => {
    for (const [name, [tasks, ...lines]] of Object.entries(table))
      test(name, async () => {
        const run = await rehearse(files(tasks), { sandbox: true, check: true });
        assert.deepEqual([run.diagnostics, run.lines.slice(2)], [[], lines]);
      });
  });
}

hold('names and loops that are not known yet', {
  'a name is shown as it is written': ['- {name: "n {{ x }}", debug: {msg: a}}', 'n {{ x }}: ok a'],
  'an unknown list may run for each': [
    `- {name: t, debug: {msg: a}, loop: "{{ x }}", register: r}
- {name: u, debug: {msg: "{{ r.results | length }}"}}`,
    't: ok? [a]',
    `u: ok ${yet}`,
  ],
  'so may any kind of loop': [
    `- {name: dict, debug: {msg: "{{ item.key }}"}, with_dict: "{{ x }}"}
- {name: nested, debug: {msg: "{{ item }}"}, with_nested: ["{{ x }}", [1]]}
- {name: sequence, debug: {msg: "{{ item }}"}, with_sequence: "count={{ x }}"}`,
    `dict: ok? [${yet}]`,
    `nested: ok? [${yet}]`,
    `sequence: ok? [${yet}]`,
  ],
  'an unknown item is an item': [`- {name: t, debug: {msg: "{{ item }}"}, loop: ["{{ x }}", b]}`, `t: ok [${yet} b]`],
  'what a loop is told besides does not stop it': [
    '- {name: t, debug: {msg: a}, loop: [1, 2], loop_control: {label: "{{ x }}", pause: "{{ x }}", break_when: x == 1}}',
    't: ok [a a]',
  ],
  'resources of an unknown list are planned once': [
    '- {name: t, ec2_vpc_subnet: {region: eu-west-1, vpc_id: "{{ x }}", cidr: "{{ item }}"}, loop: "{{ x }}"}',
    't: changed? []',
  ],
});

hold('conditions on what is not known yet', {
  'of a task that may be skipped it is not known whether it was': [
    `- {name: t, debug: {msg: a}, when: x == 'a', register: r}
- {name: u, debug: {msg: b}, when: r is skipped}
- {name: v, debug: {msg: c}, when: r is not skipped}
- {name: w, debug: {msg: "{{ r.msg }}"}}`,
    't: ok? a',
    'u: ok? b',
    'v: ok? c',
    'w: ok a',
  ],
  'changed_when and failed_when are left open': [
    `- {name: t, command: echo a, check_mode: false, changed_when: x == 'a', register: r}
- {name: u, command: echo a, check_mode: false, failed_when: x == 'a', register: s}
- {name: w, debug: {msg: "{{ r.changed }} {{ s.failed }}"}}
- {name: y, debug: {msg: a}, when: s is failed}`,
    't: changed?',
    'u: changed?',
    `w: ok ${yet}`,
    'y: ok? a',
  ],
  'until does not try again': [
    "- {name: t, command: echo a, check_mode: false, until: x == 'a', retries: 3, delay: 60}",
    't: changed?',
  ],
  'assert does not fail': [
    `- {name: t, assert: {that: [x == 'a', 1 == 1]}}
- {name: u, assert: {that: [1 == 2, x == 'a']}, ignore_errors: true}`,
    `t: ok cannot be decided before it is known: x == 'a'`,
    'u: ignored Assertion failed',
  ],
  'a block that may run is walked as such, also when it would fail': [
    `- {block: [{name: t, fail: {msg: a}}, {name: u, debug: {msg: a}}], when: x == 'a'}
- {name: after, debug: {msg: b}}`,
    `t: ok? ${yet}`,
    'u: ok? a',
    'after: ok b',
  ],
  'handlers of a task that may run may run': [
    `- {name: t, copy: {content: a, dest: "{{ playbook_dir }}/c"}, notify: h, when: x == 'a'}
- {name: u, copy: {content: a, dest: "{{ playbook_dir }}/c"}, notify: "{{ x }}"}
- meta: flush_handlers
- {name: v, copy: {content: a, dest: "{{ playbook_dir }}/c"}, notify: h, loop: [1, 2], when: item == 1 or x == 'a'}
@handlers: [{name: h, debug: {msg: h}}]`,
    't: changed?',
    'u: changed',
    'h: ok? h',
    'v: changed? [ ]',
    'h: ok? h',
  ],
});

hold('what is included, and where', {
  'files and roles whose names are not known are passed over': [
    `- {name: t, include_tasks: "{{ x }}.yml"}
- {name: u, include_role: {name: "{{ x }}"}}
- {name: v, include_role: {name: r, tasks_from: "{{ x }}"}}
- {name: w, include_vars: "{{ x }}.yml"}
- {name: after, debug: {msg: a}}`,
    `t: ok? ${yet}`,
    `u: ok? ${yet}`,
    `v: ok? ${yet}`,
    `w: ok? ${yet}`,
    'after: ok a',
  ],
  'what a file would define whose name is not known is not known': [
    `- {name: t, include_vars: "{{ x }}.yml"}
- {name: u, debug: {msg: "{{ nope }}"}}
- {name: v, debug: {msg: a}, when: nope == 'a'}
- {name: w, debug: {msg: "{{ range(2) | list }} {{ here }}"}, vars: {here: there}}`,
    `t: ok? ${yet}`,
    `u: ok ${yet}`,
    'v: ok? a',
    'w: ok [0, 1] there',
  ],
  'an include for an unknown list may run': [
    '- {name: t, include_tasks: inc.yml, loop: "{{ x }}"}',
    't: ok? []',
    'in: ok? in',
    'sets: ok?',
  ],
  'what it sets may not be set': [
    `- {name: t, include_tasks: inc.yml, when: x == 'a'}
- {name: u, debug: {msg: "{{ inside }}"}}`,
    't: ok?',
    'in: ok? in',
    'sets: ok?',
    `u: ok ${yet}`,
  ],
  'a play goes on without vars files whose names are not known': [
    `- {name: t, debug: {msg: a}}
=- {hosts: localhost, gather_facts: false, vars_files: ['{{ x }}.yml'], tasks: [{name: u, debug: {msg: "{{ nope | default('none') }}"}}]}`,
    't: ok a',
    `u: ok ${yet}`,
  ],
});

hold('parameters that are not known yet', {
  'whole arguments, names of facts, other hosts': [
    `- {name: t, debug: {}, args: "{{ x }}"}
- {name: u, set_fact: {"{{ x }}": 1}}
- {name: v, debug: {msg: a}, delegate_to: "{{ x }}"}
- {name: w, add_host: {name: "{{ x }}"}}`,
    't: ok? cannot run yet: what stands under args is not known: it comes from a task that ran in check mode',
    'u: ok? cannot run yet: the name {{ x }} is not known: it comes from a task that ran in check mode',
    'v: ok a',
    `w: ok? ${yet}`,
  ],
  'no_log hides when it is not known whether it should': [
    '- {name: t, debug: {msg: a}, no_log: "{{ x }}"}',
    't: ok censored',
  ],
  'a member that is not known leaves the others known': [
    `- {name: t, set_fact: {d: "{{ {'a': 1} | combine({'b': x}) }}"}}
- {name: u, debug: {msg: "{{ d.a }}"}}
- {name: v, debug: {msg: "{{ d.b }}-{{ d.a }}"}}`,
    't: ok',
    'u: ok 1',
    `v: ok ${yet}`,
  ],
  'commands are skipped, unless creates and removes decide': [
    `- {name: t, command: "echo {{ x }}"}
- {name: u, command: {cmd: "echo {{ x }}", creates: "{{ playbook_dir }}/t.j2"}, register: r}
- {name: v, shell: {cmd: "echo {{ x }}", removes: "{{ playbook_dir }}/t.j2"}}
- {name: w, shell: {cmd: echo a, creates: "/{{ x }}"}}
- {name: y, debug: {msg: "{{ r.changed }}"}}`,
    't: skipped',
    'u: ok Would not run command since DIR/t.j2 exists',
    'v: changed Command would have run if not in check mode',
    `w: ok? ${yet}`,
    'y: ok false',
  ],
  'check_mode: false says that it cannot run': [
    `- {name: t, command: "echo {{ x }}", check_mode: false, register: r}
- {name: u, command: echo a, check_mode: false, environment: {A: "{{ x }}"}}
- {name: v, ec2_vpc_subnet_info: {region: eu-west-1, filters: {vpc-id: "{{ x }}"}}, check_mode: false}
- {name: w, debug: {msg: "{{ r.stdout }}"}}`,
    't: ok? cannot run yet: the value of "_raw_params" is not known: it comes from a task that ran in check mode',
    'u: ok? cannot run yet: a value of environment is not known: it comes from a task that ran in check mode',
    `v: ok? ${yet}`,
    `w: ok ${yet}`,
  ],
  'files are predicted, what is in them is not': [
    `- {name: t, template: {src: t.j2, dest: "{{ playbook_dir }}/o"}, register: r}
- {name: u, copy: {content: "{{ x }}", dest: "{{ playbook_dir }}/o"}, register: s}
- {name: v, debug: {msg: "{{ r.changed }} {{ s.dest | basename }}"}}
- {name: w, debug: {msg: "{{ r.checksum }}"}}`,
    't: changed',
    'u: changed',
    'v: ok True o',
    `w: ok ${yet}`,
  ],
  'what asks the outside is not asked': [
    `- {name: t, uri: {url: "http://{{ x }}/"}, until: r.status == 200, retries: 9, register: r}
- {name: u, wait_for: {host: "{{ x }}", port: 80}}
- {name: v, docker_image: {name: "{{ x }}", source: pull}, register: i}
- {name: w, debug: {msg: "{{ r.status }} {{ i.image.Id }}"}}`,
    `t: ok? ${yet}`,
    `u: ok? ${yet}`,
    'v: changed',
    `w: ok ${yet}`,
  ],
});

hold('a rescue of what may fail', {
  'may run, and what it sets is not known': [
    `- block:
    - {name: t, fail: {msg: a}, when: x == 'a'}
  rescue:
    - {name: r, debug: {msg: "{{ ansible_failed_result.msg }}"}, register: r}
    - {name: s, set_fact: {s: 1}}
    - {name: e, meta: end_play}
  always:
    - {name: a, debug: {msg: "{{ [s, r.msg] | join('') }}"}}`,
    `t: ok? ${yet}`,
    `r: ok? ${yet}`,
    's: ok?',
    `a: ok ${yet}`,
  ],
  'may run for an assertion, failed_when and what cannot be rehearsed': [
    `- block: [{name: t, assert: {that: x == 'a'}}]
  rescue: [{name: r, debug: {msg: r}}]
- block: [{name: u, copy: {content: a, dest: "{{ playbook_dir }}/a"}, failed_when: x == 'a'}]
  rescue: [{name: s, debug: {msg: s}}]
- block: [{name: v, uri: {url: "http://{{ x }}/"}}]
  rescue: [{name: w, debug: {msg: w}}]`,
    "t: ok cannot be decided before it is known: x == 'a'",
    'r: ok? r',
    'u: changed?',
    's: ok? s',
    `v: ok? ${yet}`,
    'w: ok? w',
  ],
  'of a rescue is the next one around': [
    `- block:
    - block: [{name: t, assert: {that: x == 'a'}}]
      rescue: [{name: r, copy: {content: "{{ x }}", dest: "{{ playbook_dir }}/{{ x }}"}}]
  rescue: [{name: s, debug: {msg: s}}]`,
    "t: ok cannot be decided before it is known: x == 'a'",
    'r: changed?',
    's: ok? s',
  ],
  'does not run for what is known, or ignored, or only read': [
    `- block:
    - {name: t, debug: {msg: a}}
    - {name: u, assert: {that: x == 'a'}, ignore_errors: true}
    - {name: v, debug: {msg: a}, when: x == 'a'}
  rescue: [{name: r, debug: {msg: r}}]`,
    't: ok a',
    "u: ok cannot be decided before it is known: x == 'a'",
    'v: ok? a',
  ],
});
