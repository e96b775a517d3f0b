import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gatherFacts } from '../builtin/gather_facts.ts';
import { setup } from '../builtin/setup.ts';
import type { Result } from '../module.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { defaultRoute, defaultRoute6, ipv4Facts } from './addresses.ts';
import { machineFacts } from './machine.ts';
import { wantedGroups } from './subset.ts';

const factsOf = async (params: Result, context = actionContext()) =>
  (await runAction(setup, params, context))['ansible_facts'] as Result;

test('the machine is described in the words of Ansible', async () => {
  const facts = await factsOf({});
  assert.equal(facts['ansible_user_id'], userInfo().username);
  assert.equal(facts['ansible_nodename'], hostname());
  assert.equal(facts['ansible_system'], process.platform === 'darwin' ? 'Darwin' : 'Linux');
  for (const name of ['memtotal_mb', 'processor_vcpus', 'processor_count', 'processor_cores', 'uptime_seconds'])
    assert.ok(Number.isInteger(facts[`ansible_${name}`]) && Number(facts[`ansible_${name}`]) > 0, name);
  for (const name of ['distribution', 'distribution_version', 'os_family', 'architecture', 'pkg_mgr', 'service_mgr'])
    assert.ok(typeof facts[`ansible_${name}`] === 'string' && facts[`ansible_${name}`] !== '', name);
  const names = facts['ansible_interfaces'] as string[];
  assert.ok(names.length > 0);
  for (const name of names) assert.ok(`ansible_${name.replace(/[-:.]/g, '_')}` in facts);
  assert.deepEqual([facts['gather_subset'], facts['module_setup']], [['all'], true]);
  assert.equal(Object.values(facts).includes(undefined), false);
  assert.deepEqual((await runAction(gatherFacts, { parallel: true }))['changed'], false);
});

test('the time is there in every form, and stands still', () => {
  const now = new Date('2026-03-01T09:05:07.123Z');
  const machine = machineFacts({ environment: {}, now });
  const found = machine.get('date_time') as Result;
  assert.deepEqual(Object.keys(found).sort(), [
    ...[
      'date',
      'day',
      'epoch',
      'epoch_int',
      'hour',
      'iso8601',
      'iso8601_basic',
      'iso8601_basic_short',
      'iso8601_micro',
    ],
    ...[
      'minute',
      'month',
      'second',
      'time',
      'tz',
      'tz_dst',
      'tz_offset',
      'weekday',
      'weekday_number',
      'weeknumber',
      'year',
    ],
  ]);
  assert.deepEqual(
    [found['epoch'], found['iso8601'], found['iso8601_micro'], found['year']],
    ['1772355907', '2026-03-01T09:05:07Z', '2026-03-01T09:05:07.123000Z', '2026'],
  );
  assert.match(String(found['iso8601_basic']), /^\d{8}T\d{6}123000$/);
  assert.match(String(found['tz_offset']), /^[-+]\d{4}$/);
  assert.equal(machine.get('date_time'), found, 'asked twice it is the same');
});

test('filters and subsets choose', async () => {
  const filtered = await factsOf(
    { filter: ['ansible_distribution*', 'env'] },
    actionContext({ environment: { A: 'b' } }),
  );
  assert.ok(Object.keys(filtered).every((name) => /^ansible_(distribution|env)/.test(name)));
  assert.deepEqual(filtered['ansible_env'], { A: 'b' });
  const cases: [subset: string[], there: string[], notThere: string[]][] = [
    [['all'], ['user', 'interfaces', 'memory'], []],
    [['!all'], ['user', 'env'], ['interfaces', 'memory']],
    [['min'], ['user', 'date_time'], ['processor', 'virtual']],
    [['!all', '!min', 'network'], ['interfaces'], ['user', 'memory']],
    [['!hardware'], ['user', 'interfaces'], ['processor', 'memory', 'mounts']],
    [['hardware'], ['processor', 'user'], ['interfaces']],
    [['!all', 'memtotal_mb'], ['memory', 'user'], ['mounts']],
    [['!facter', '!ohai'], ['user', 'memory'], []],
  ];
  for (const [subset, there, notThere] of cases) {
    const groups = wantedGroups(subset);
    for (const group of there) assert.ok(groups.includes(group), `${subset} has ${group}`);
    for (const group of notThere) assert.ok(!groups.includes(group), `${subset} has no ${group}`);
  }
  const wrong = await runAction(setup, { gather_subset: ['nothing'] });
  assert.equal(wrong['code'], 'gather-subset');
});

test('a machine has facts of its own', async (t) => {
  const fact_path = temporaryFolder(t);
  for (const [name, text] of [
    ['a.fact', '{"x": [1]}'],
    ['b-c.fact', '[one]\nName = v\n# no\n'],
    ['run.fact', '#!/bin/sh\necho \'{"ran": true}\'\n'],
    ['bad.fact', 'neither'],
    ['other.txt', '{}'],
  ] as const)
    writeFileSync(join(fact_path, name), text);
  chmodSync(join(fact_path, 'run.fact'), 0o755);
  const { ansible_local: local } = await factsOf({ fact_path, gather_subset: ['!all', '!min', 'local'] });
  const { bad, ...others } = local as Result;
  assert.deepEqual(others, { a: { x: [1] }, b_c: { one: { name: 'v' } }, run: { ran: true } });
  assert.match(String(bad), /^error loading facts as JSON or ini/);
});

test('addresses are told with their networks', () => {
  assert.deepEqual(ipv4Facts('192.0.2.77', '255.255.255.192', false), {
    ...{ address: '192.0.2.77', broadcast: '192.0.2.127', netmask: '255.255.255.192' },
    ...{ network: '192.0.2.64', prefix: '26' },
  });
  assert.equal(ipv4Facts('127.0.0.1', '255.0.0.0', true).broadcast, '');
  const table = 'Iface\tDestination\tGateway\tFlags\nlan\t0002000A\t00000000\t0001\nlan\t00000000\t010200C0\t0003\n';
  assert.deepEqual(defaultRoute(table), { interface: 'lan', gateway: '192.0.2.1' });
  assert.equal(defaultRoute('Iface\n'), undefined);
  const zeros = '0'.repeat(32);
  const gateway = `fd00${'0'.repeat(27)}1`;
  const table6 = `${zeros} 00 ${zeros} 00 ${zeros} ffffffff 1 0 00200200 lo\n${zeros} 00 ${zeros} 00 ${gateway} 400 1 0 3 lan\n`;
  assert.deepEqual(defaultRoute6(table6), { interface: 'lan', gateway: 'fd00::1' });
});
