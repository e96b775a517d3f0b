import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { type Files, outcomeOf, rehearse } from '../testing.ts';

const network: Files = {
  'playbook.yml': `
- hosts: localhost
  gather_facts: false
  vars:
    region: eu-west-1
    subnet_cidr: 10.0.1.0/24
    vpc_id: "{{ vpc.vpc.id }}"
  module_defaults:
    group/aws: {region: "{{ region }}"}
  roles:
    - {role: net, tags: net}
    - {role: app, tags: app}
`,
  'roles/net/tasks/main.yml': `
- name: VPC
  ec2_vpc_net: {name: v, cidr_block: 10.0.0.0/16}
  register: vpc
- name: subnet
  ec2_vpc_subnet: {vpc_id: "{{ vpc_id }}", cidr: "{{ subnet_cidr }}", tags: {Name: s}}
  register: subnet
- name: not needed
  ec2_vpc_igw: {vpc_id: "{{ vpc_id }}"}
  register: gateway
`,
  'roles/app/tasks/main.yml': `
- name: group
  ec2_security_group: {name: g, description: d, vpc_id: "{{ vpc_id }}"}
  when: subnet.subnet.cidr_block is defined
- name: say
  debug: {msg: "{{ subnet.subnet.vpc_id == vpc_id }}"}
`,
};

test('what tags leave out but a selected task needs is read, and nothing else', async () => {
  const sandbox = createSandbox();
  await rehearse(network, { sandbox });
  sandbox.calls.length = 0;
  const run = await rehearse(network, { sandbox, tags: ['app'] });
  assert.deepEqual(run.lines, ['net : VPC: read', 'net : subnet: read', 'app : group: ok', 'app : say: ok true']);
  assert.deepEqual(
    sandbox.calls.filter(({ write }) => write),
    [],
  );
  assert.equal(run.recap?.read, 2);
  assert.equal(run.code, 0);
});

test('a plain --tags run of the part that defines things reads nothing', async () => {
  const run = await rehearse(network, { sandbox: true, tags: ['net'] });
  assert.equal(run.recap?.read, 0);
  assert.equal(run.lines.length, 3);
});

test('when the thing is not there yet the error names the tag to run first', async () => {
  const run = await rehearse(network, { sandbox: true, tags: ['app'] });
  assert.equal(run.code, 2);
  const { error } = outcomeOf(run, 'VPC');
  assert.equal(
    error?.message,
    '"vpc" comes from the task "net : VPC", which tags leave out, and what it makes is not there yet',
  );
  assert.equal(error?.hint, 'run it first: --tags net, or both at once: --tags net,app');
});

test('the same holds for what --skip-tags leaves out', async () => {
  const run = await rehearse(network, { sandbox: true, skipTags: ['net'] });
  assert.equal(outcomeOf(run, 'VPC').error?.hint, 'run it first, without --skip-tags net');
});

test('a variable given with -e needs no reading', async () => {
  const run = await rehearse(network, {
    sandbox: true,
    tags: ['app'],
    extraVars: ['{"vpc_id": "vpc-1", "subnet": {"subnet": {"vpc_id": "vpc-1"}}}'],
  });
  assert.deepEqual(run.lines, ['app : group: skipped', 'app : say: ok true']);
});

/** Tasks of which only `wanted` is selected, and what runs. */
const table: [name: string, tasks: string, lines: string[]][] = [
  [
    'pure actions run, also those that other ones need',
    `
- {name: one, set_fact: {a: 1}}
- {name: two, set_fact: {b: "{{ a + 1 }}"}}
- {name: three, set_fact: {c: 3}}
- {name: t, debug: {msg: "{{ b }}"}, tags: wanted}
`,
    ['one: read', 'two: read', 't: ok 2'],
  ],
  [
    'a command that only looks runs',
    `
- {name: look, command: echo hi, register: r, changed_when: false}
- {name: t, debug: {msg: "{{ r.stdout }}"}, tags: wanted}
`,
    ['look: read', 't: ok hi'],
  ],
  [
    'a command that may change something does not',
    `
- {name: act, command: echo hi, register: r}
- {name: t, debug: {msg: "{{ r.stdout }}"}, tags: wanted}
`,
    [
      'act: failed "r" comes from the task "act", which tags leave out, and a command cannot be read (run it first, without --tags)',
    ],
  ],
  [
    'what is read for a guarded use may be missing',
    `
- {name: act, command: echo hi, register: r}
- {name: t, debug: {msg: "{{ r is defined }}"}, tags: wanted}
`,
    ['act: skipped', 't: ok false'],
  ],
  [
    'a condition that does not hold skips a reading as it would the task',
    `
- {name: look, debug: {msg: x}, register: r, when: false}
- {name: t, debug: {msg: "{{ r.skipped }}"}, tags: wanted}
`,
    ['look: skipped', 't: ok true'],
  ],
  [
    'loops are read item by item',
    `
- {name: look, debug: {msg: "{{ item }}"}, register: r, loop: [1, 2]}
- {name: t, debug: {msg: "{{ r.results[1].msg }}"}, tags: wanted}
`,
    ['look: read [1 2]', 't: ok 2'],
  ],
  [
    'a later definition that tags select makes an earlier one needless',
    `
- {name: first, set_fact: {a: 1}}
- {name: second, set_fact: {a: 2}, tags: wanted}
- {name: t, debug: {msg: "{{ a }}"}, tags: wanted}
`,
    ['second: ok', 't: ok 2'],
  ],
  [
    'tasks tagged never stay left out',
    `
- {name: look, set_fact: {a: 1}, tags: never}
- {name: t, debug: {msg: "{{ a is defined }}"}, tags: wanted}
`,
    ['t: ok false'],
  ],
];

for (const [name, tasks, lines] of table) {
  test(name, async () => assert.deepEqual((await rehearse(tasks, { tags: ['wanted'] })).lines, lines));
}

test('readings reach into included files whose names are written out', async () => {
  const { lines } = await rehearse(
    {
      'playbook.yml': `
- {name: inc, include_tasks: more.yml}
- {name: t, debug: {msg: "{{ a }}"}, tags: wanted}
`,
      'more.yml': '- {name: one, set_fact: {a: 1}}\n- {name: two, debug: {msg: x}}\n',
    },
    { tags: ['wanted'] },
  );
  assert.deepEqual(lines, ['one: read', 't: ok 1']);
});

test('readings reach back into earlier plays', async () => {
  const { lines } = await rehearse(
    `
- hosts: localhost
  gather_facts: false
  tasks: [{name: one, set_fact: {a: 1}}]
- hosts: localhost
  gather_facts: false
  tasks: [{name: t, debug: {msg: "{{ a }}"}, tags: wanted}]
`,
    { tags: ['wanted'] },
  );
  assert.deepEqual(lines, ['one: read', 't: ok 1']);
});

test('what a notified handler needs is read too', async () => {
  const { lines } = await rehearse(
    `
- hosts: localhost
  gather_facts: false
  tasks:
    - {name: one, set_fact: {a: 1}}
    - {name: t, debug: {msg: ''}, changed_when: true, notify: h, tags: wanted}
  handlers: [{name: h, debug: {msg: "{{ a }}"}}]
`,
    { tags: ['wanted'] },
  );
  assert.deepEqual(lines, ['one: read', 't: changed', 'h: ok 1']);
});

test('readings see into template files', async () => {
  const { lines } = await rehearse(
    {
      'playbook.yml': `
- {name: one, set_fact: {a: 1}}
- {name: two, set_fact: {b: 2}}
- {name: t, debug: {msg: "{{ lookup('template', 't.j2') }}"}, tags: wanted}
`,
      'templates/t.j2': "{% include 'inner.j2' %} {{ a }}",
      'templates/inner.j2': '{{ b }}',
    },
    { tags: ['wanted'] },
  );
  assert.deepEqual(lines, ['one: read', 'two: read', 't: ok 2 1']);
});

test('vars files that left-out tasks load are loaded', async () => {
  const { lines } = await rehearse(
    {
      'playbook.yml': `
- {name: load, include_vars: more.yml}
- {name: t, debug: {msg: "{{ a }}"}, tags: wanted}
`,
      'vars/more.yml': 'a: "{{ 1 + 1 }}"\n',
    },
    { tags: ['wanted'] },
  );
  assert.deepEqual(lines, ['load: read', 't: ok 2']);
});
