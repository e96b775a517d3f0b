import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlayOptions } from '../play.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { rehearse } from './testing.ts';

const look = '- { ec2_vpc_subnet_info: { region: eu-west-1 } }';
const environment = { PATH: process.env['PATH'] ?? '' };

async function readsOf(tasks: string, options: Partial<PlayOptions> = {}): Promise<number> {
  const sandbox = createSandbox();
  const { code, recap, lines } = await rehearse(tasks, { sandbox, environment, ...options });
  assert.equal(code, 0, lines.join('\n'));
  const reads = sandbox.calls.filter(({ operation }) => operation === 'DescribeSubnets').length;
  assert.equal(recap!.calls, sandbox.calls.length, 'what is remembered is not counted');
  return reads;
}

for (const [between, reads] of [
  ['- debug: { msg: nothing happens }', 1],
  ['- set_fact: { a: 1 }', 1],
  ['- assert: { that: true }', 1],
  ['- stat: { path: / }', 1],
  ['- ec2_vpc_subnet_info: { region: eu-west-1, filters: { "tag:Name": a } }', 2],
  ['- ec2_vpc_net: { name: a, cidr_block: 10.0.0.0/16, region: eu-west-1 }', 2],
  ['- iam_policy: { iam_type: role, iam_name: a, policy_name: b, state: absent }', 1],
  ['- command: "true"', 2],
  ['- shell: "true"', 2],
  ['- { command: "true", changed_when: false }', 2],
  ['- { command: "true", async: 10, poll: 0 }', 2],
  ['- pause: { seconds: 0 }', 2],
  ['- wait_for: { timeout: 0 }', 2],
  ['- copy: { content: a, dest: "{{ playbook_dir }}/a" }', 2],
] as const)
  test(`between two looks stands ${between.slice(2)}: AWS is asked ${reads === 1 ? 'once' : 'twice'}`, async () => {
    assert.equal(await readsOf([look, between, look].join('\n')), reads);
  });

test('each try of a loop that waits for something asks AWS', async () => {
  const tasks = `
- ec2_vpc_subnet_info: { region: eu-west-1 }
  register: found
  until: found.attempts == 3
  retries: 5
  delay: 0
`;
  assert.equal(await readsOf(tasks), 3);
});

test('items of a loop ask once, unless they pause', async () => {
  const loop = (control: string) => `
- ec2_vpc_subnet_info: { region: eu-west-1 }
  loop: [1, 2, 3]
  loop_control: { ${control} }
`;
  assert.equal(await readsOf(loop('label: a')), 1);
  assert.equal(await readsOf(loop('parallel: 3')), 1);
  assert.equal(await readsOf(loop('pause: 0.001')), 3);
});

test('an answer to --step makes it ask again', async () => {
  assert.equal(await readsOf([look, look].join('\n'), { step: async () => 'yes' }), 2);
});

test('another region is another question', async () => {
  assert.equal(await readsOf([look, look.replace('eu-west-1', 'us-east-1'), look].join('\n')), 2);
});

test('a command of a unit beside it keeps anything from being remembered while it runs', async () => {
  const playbook = `
- hosts: localhost
  gather_facts: false
  strategy: graph
  tasks:
    - name: slow
      block: [{ command: sleep 0.6 }]
    - name: looks
      block:
        - { wait_for: { timeout: 0 } }
        - { ec2_vpc_subnet_info: { region: eu-west-1 } }
        - { ec2_vpc_subnet_info: { region: eu-west-1 } }
`;
  assert.equal(await readsOf(playbook), 2);
});
