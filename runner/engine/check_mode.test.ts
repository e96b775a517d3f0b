import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../sandbox/sandbox.ts';
import { linesOf, outcomeOf, rehearse } from './testing.ts';

const deployment = `
- hosts: localhost
  gather_facts: false
  module_defaults: {group/aws: {region: eu-west-1}}
  tasks:
    - name: VPC
      ec2_vpc_net: {name: v, cidr_block: 10.0.0.0/16}
      register: vpc
    - name: subnet
      ec2_vpc_subnet: {vpc_id: "{{ vpc.vpc.id }}", cidr: 10.0.1.0/24}
      register: subnet
    - {name: set, set_fact: {where: "in {{ vpc.vpc.id }}"}}
    - {name: say, debug: {msg: "{{ where }} {{ subnet.subnet.cidr_block }}"}}
    - {name: sure, assert: {that: vpc.vpc.id != ''}}
    - {name: maybe, debug: {msg: x}, when: vpc.vpc.id == 'vpc-1'}
    - {name: maybe not, fail: {msg: x}, when: vpc.vpc.id == 'vpc-1'}
    - {name: facts, ec2_vpc_subnet_info: {filters: {vpc-id: "{{ vpc.vpc.id }}"}}, register: info}
    - {name: count, debug: {msg: "{{ info.subnets[0].id }}"}}
    - {name: loop, debug: {msg: "{{ item.id }}"}, loop: "{{ info.subnets }}"}
    - {name: uri, uri: {url: "http://{{ vpc.vpc.id }}/"}, register: answer}
    - {name: answer, debug: {msg: "{{ answer.status }}"}}
`;

test('--check walks an empty account to the end and writes nothing', async () => {
  const sandbox = createSandbox();
  const run = await rehearse(deployment, { sandbox, check: true });
  const unknown = '(known after apply)';
  assert.deepEqual(run.lines, [
    'VPC: changed',
    'subnet: changed',
    'set: ok',
    `say: ok ${unknown}`,
    `sure: ok cannot be decided before it is known: vpc.vpc.id != ''`,
    'maybe: ok? x',
    `maybe not: ok? ${unknown}`,
    `facts: ok? ${unknown}`,
    `count: ok ${unknown}`,
    `loop: ok? [${unknown}]`,
    `uri: ok? ${unknown}`,
    `answer: ok ${unknown}`,
  ]);
  assert.equal(run.code, 0);
  assert.equal(run.recap?.writes, 0);
  assert.deepEqual(
    sandbox.calls.filter(({ write }) => write),
    [],
  );
});

test('--check announces the steps that the real run takes', async () => {
  const sandbox = createSandbox();
  const checked = await rehearse(deployment.split('    - {name: set')[0]!, { sandbox, check: true });
  const real = await rehearse(deployment.split('    - {name: set')[0]!, { sandbox });
  for (const name of ['VPC', 'subnet']) {
    assert.deepEqual(outcomeOf(checked, name).steps, outcomeOf(real, name).steps);
    assert.ok(outcomeOf(real, name).steps!.length > 0);
    assert.deepEqual(
      Object.keys(outcomeOf(checked, name).result).sort(),
      Object.keys(outcomeOf(real, name).result).sort(),
    );
  }
  const again = await rehearse(deployment.split('    - {name: set')[0]!, { sandbox, check: true });
  assert.deepEqual(again.lines, ['VPC: ok', 'subnet: ok']);
});

test('check_mode: false runs a task for real, check_mode: true predicts in a real run', async () => {
  const tasks = `
- {name: real, command: echo ran, check_mode: false, register: r}
- {name: not real, command: echo ran}
- {name: says, debug: {msg: "{{ ansible_check_mode }} {{ r.stdout }}"}}
`;
  assert.deepEqual(await linesOf(tasks, { check: true }), ['real: changed', 'not real: skipped', 'says: ok True ran']);
  const predicted = await rehearse(
    `
- {name: VPC, ec2_vpc_net: {name: v, cidr_block: 10.0.0.0/16, region: eu-west-1}, check_mode: true, register: vpc}
- {name: subnet, ec2_vpc_subnet: {vpc_id: "{{ vpc.vpc.id }}", cidr: 10.0.1.0/24, region: eu-west-1}}
`,
    { sandbox: true },
  );
  assert.equal(predicted.recap?.writes, 0);
  assert.match(
    predicted.lines[1]!,
    /^subnet: failed the value of "vpc_id" is not known: it comes from a task that ran in check mode/,
  );
});

test('what an undecided task would set is not known', async () => {
  const lines = await linesOf(
    `
- hosts: localhost
  gather_facts: false
  tasks:
    - {name: VPC, ec2_vpc_net: {name: v, cidr_block: 10.0.0.0/16, region: eu-west-1}, register: vpc}
    - {name: set, set_fact: {a: 1}, when: vpc.vpc.id == 'vpc-1'}
    - {name: say, debug: {msg: "{{ a }}"}}
    - {name: ends, meta: end_play, when: vpc.vpc.id == 'vpc-1'}
    - {name: goes on, debug: {msg: x}}
`,
    { check: true, sandbox: true },
  );
  assert.deepEqual(lines.slice(1), ['set: ok?', 'say: ok (known after apply)', 'goes on: ok x']);
});

test('a predicted change notifies its handlers', async () => {
  const lines = await linesOf(
    `
- hosts: localhost
  gather_facts: false
  tasks: [{name: copy, copy: {content: x, dest: "{{ playbook_dir }}/c"}, notify: h}]
  handlers: [{name: h, debug: {msg: h}}]
`,
    { check: true },
  );
  assert.deepEqual(lines, ['copy: changed', 'h: ok h']);
});

test('--diff adds what differs to the result of a resource', async () => {
  const tasks = '- {name: VPC, ec2_vpc_net: {name: v, cidr_block: 10.0.0.0/16, region: eu-west-1}}';
  const run = await rehearse(tasks, { sandbox: true, diff: true, check: true });
  const { before, after } = outcomeOf(run, 'VPC').result['diff'] as { before: object; after: { cidr_block?: string } };
  assert.deepEqual(before, {});
  assert.ok(Object.keys(after).length > 0);
});
