import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type { Diagnostic } from '../../diagnostics.ts';
import { loadPlaybook } from '../../playbook/load.ts';
import { check } from '../check.ts';
import { type Change, changed, foundIn, soundPlaybook } from './testing.ts';

async function foundWith(file: string, extraVars: Readonly<Record<string, unknown>> = {}): Promise<string[]> {
  const found: Diagnostic[] = [];
  const loaded = loadPlaybook(resolve(file), { extraVars });
  found.push(...(await check(loaded, { warn: (warning) => found.push(warning) })));
  return found.map(({ code, message }) => `${code}: ${message}`);
}

test('the shipped playbook and one in the style of Ansible 2.7 raise nothing', async () => {
  assert.deepEqual(await foundWith('playbook.yml'), []);
  assert.deepEqual(await foundWith('runner/rehearsal/old_style/playbook.yml'), []);
});

/** Values of the shipped playbook's variables with which it is as sound as with its own. */
const variations: readonly (readonly [name: string, values: readonly unknown[]])[] = [
  ['app_name', ['shop', 'a-b-c']],
  ['app_port', [80, 3000, '8443', 65535]],
  ['aws_region', ['us-east-1', 'ap-southeast-2']],
  ['log_group_name', ['/ecs/shop', 'logs']],
  ['vpc_cidr', ['192.168.0.0/17', '192.168.0.0/18']],
  ['service_desired_count', [0, 1, 2, 4, 10, '3']],
  ['service_minimum_healthy_percent', [0, 50]],
  ['service_maximum_percent', [150]],
  ['task_cpu', [512, '256']],
  ['task_memory', [1024]],
  ['image', ['nginx:1.27', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@sha256:abc']],
  ['iam_allowed_cidr', ['10.0.0.0/8', '203.0.113.7/32']],
  ['alb_path', ['/', '/health?full=1']],
  ['alb_health_check_interval', [10, 30]],
  ['ecr_tag_mutability', ['mutable']],
  ['app_tags', [{}, { Owner: 'someone', stage: 'test' }]],
  ['image_platform', ['linux/amd64']],
];

test('the shipped playbook raises nothing with other values that are sound', async () => {
  let seed = 20_260_801;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 60; round++) {
    const chosen = variations.filter(() => next(3) === 0).map(([name, values]) => [name, values[next(values.length)]]);
    const extraVars = Object.fromEntries(chosen) as Record<string, unknown>;
    // CPU and memory go together.
    if ('task_cpu' in extraVars || 'task_memory' in extraVars)
      Object.assign(extraVars, { task_cpu: 512, task_memory: 1024 });
    assert.deepEqual(await foundWith('playbook.yml', extraVars), [], JSON.stringify(extraVars));
  }
});

/** Ways in which a playbook gets harder to see through; none of them may turn silence into a finding. */
const veils: readonly (readonly Change[])[] = [
  [['- name: routes\n', "- name: routes\n      when: lookup('env', 'ROUTES') != ''\n"]],
  [['- name: container group\n', '- name: container group\n      when: vpc.changed\n']],
  [['- name: logs\n', '- name: logs\n      ignore_errors: true\n']],
  [
    [
      'register: vpc\n',
      'register: vpc\n    - ec2_vpc_net: {name: main, cidr_block: 10.8.0.0/16}\n      register: vpc\n',
    ],
  ],
  [['register: definition\n', 'register: definition\n    - set_fact: {definition: "{{ definition }}"}\n']],
  [['loop: "{{ zones }}"', "loop: \"{{ lookup('env', 'ZONES') | split(',') }}\""]],
  [['{ports: "{{ port }}", group_id: "{{ balancer_group.group_id }}"}', '{ports: "{{ item }}", group_name: balancer}']],
  [['- name: secrets\n', "- name: secrets\n      when: lookup('env', 'X') | bool\n"]],
  [['  tasks:\n', "  tasks:\n    - include_tasks: \"{{ lookup('env', 'FILE') }}\"\n"]],
  [
    [
      '  tasks:\n',
      '  tasks:\n    - ec2_security_group: {name: containers, description: x, vpc_id: vpc-1, rules: []}\n',
    ],
  ],
  [['  tasks:\n', '  tasks:\n    - {elb_target_group: {name: targets, state: absent}, tags: [never, down]}\n']],
];

test('what cannot be seen through is not held against anyone', async () => {
  const serious = new Set(['variable-undefined', 'task-loops']);
  for (const veil of veils) {
    const found = (await foundIn(changed(soundPlaybook, veil))).map(({ code }) => code);
    assert.deepEqual(
      found.filter((code) => !serious.has(code)),
      [],
      veil[0]![1],
    );
  }
});
