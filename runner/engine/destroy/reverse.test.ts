import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { type Files, type Rehearsal, rehearse } from '../testing.ts';
import { reverseOf } from './reverse.ts';

const role = (text: string) => text.trimStart();
const files: Files = {
  'playbook.yml': `
- hosts: localhost
  gather_facts: false
  strategy: graph
  module_defaults: {group/aws: {region: eu-west-1}}
  roles: [net, logs, group]
`,
  'roles/net/tasks/main.yml': role(`
- name: VPC
  ec2_vpc_net: {name: v, cidr_block: 10.0.0.0/16}
  register: vpc
- name: subnets
  ec2_vpc_subnet: {vpc_id: "{{ vpc.vpc.id }}", cidr: "10.0.{{ item }}.0/24", tags: {Name: "s{{ item }}"}}
  loop: [0, 1]
`),
  'roles/logs/tasks/main.yml': '- name: logs\n  cloudwatchlogs_log_group: {log_group_name: l}\n',
  'roles/group/tasks/main.yml':
    '- name: group\n  ec2_security_group: {name: g, description: d, vpc_id: "{{ vpc.vpc.id }}"}\n',
};

const ended = ({ events }: Rehearsal) =>
  events.flatMap((event) => (event.type === 'task_done' ? [`${event.task.name}: ${event.outcome.status}`] : []));

test('units are taken down side by side, each when those that waited for it have gone', async () => {
  const sandbox = createSandbox();
  await rehearse(files, { sandbox });
  const run = await rehearse(files, { sandbox, destroy: 'all' });
  assert.equal(run.code, 0);
  const order = ended(run);
  assert.deepEqual([...order].sort(), ['VPC: changed', 'group: changed', 'logs: changed', 'subnets: changed']);
  assert.deepEqual(
    order.filter((line) => !line.startsWith('logs')),
    ['group: changed', 'subnets: changed', 'VPC: changed'],
  );
  assert.deepEqual(run.recap?.graphs?.[0]?.criticalPath, ['group', 'net']);
});

test('what --check announces it announces in its order, and --serial removes in it', async () => {
  const order = ['group: changed', 'logs: changed', 'subnets: changed', 'VPC: changed'];
  const sandbox = createSandbox();
  await rehearse(files, { sandbox });
  assert.deepEqual(ended(await rehearse(files, { sandbox, destroy: 'all', check: true })), order);
  assert.deepEqual(ended(await rehearse(files, { sandbox, destroy: 'all', serial: true })), order);
});

test('a removal that fails keeps what is still used, and nothing else', async () => {
  const sandbox = createSandbox();
  await rehearse(files, { sandbox });
  await sandbox.faults.set('refuse ec2:DeleteSecurityGroup UnauthorizedOperation');
  const run = await rehearse(files, { sandbox, destroy: 'all' });
  assert.equal(run.code, 2);
  assert.deepEqual([...ended(run)].sort(), ['VPC: skipped', 'group: failed', 'logs: changed', 'subnets: changed']);
});

test('a unit with nothing to take down passes on who waits for whom', () => {
  const units = [0, 1, 2].map((id) => ({ id, title: `u${id}` }));
  const edges = [
    { from: 0, to: 1, reasons: [] },
    { from: 1, to: 2, reasons: [] },
  ];
  const { units: kept, edges: all } = reverseOf({ units, edges }, new Map([0, 2].map((id) => [id, []])));
  assert.deepEqual(
    kept.map(({ title }) => title),
    ['u2', 'u0'],
  );
  assert.deepEqual(
    all.map(({ from, to }) => [from + 0, to + 0]),
    [[-2, 0]],
  );
});
