import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as big from '../bench/big_playbooks.mjs';
import { graphs, list, type PlayOptions } from './play.ts';

type Write = (
  folder: string,
  count: number,
) => { readonly file: string; readonly args?: readonly string[]; readonly tags?: readonly string[] };

/** A play of so many tasks, roles or whatever the lines are made of. */
const play =
  (head: string, line: (i: number) => string, tail = ''): Write =>
  (folder, count) => {
    const file = join(folder, 'playbook.yml');
    mkdirSync(folder, { recursive: true });
    const lines = Array.from({ length: count }, (_, i) => line(i));
    writeFileSync(file, `- hosts: localhost\n  gather_facts: false\n${head}\n${lines.join('\n')}\n${tail}`);
    return { file };
  };

const vaulted = `  vars:\n    secret: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n${'      3030303030303030303030303030303030303030\n'.repeat(2)}`;

const writers: Readonly<Record<string, Write>> = {
  'tasks of one play': (folder, count) => big.tasks(folder, count, { shape: 'mixed' }),
  'tasks of roles': (folder, count) => big.tasks(folder, count, { shape: 'mixed', roles: count / 8 }),
  'imported files': (folder, count) => big.includes(folder, count),
  'included files': (folder, count) => big.includes(folder, count, { kind: 'include_tasks' }),
  'files included in a loop': (folder, count) => big.includes(folder, count, { kind: 'include_tasks', looped: true }),
  roles: (folder, count) => big.roles(folder, count),
  'uses of one role': (folder, count) => big.roles(folder, count, { same: true }),
  'roles side by side': (folder, count) => big.roles(folder, count, { strategy: 'graph' }),
  'variables in YAML': (folder, count) => big.vars(folder, count * 200, { templates: true }),
  'variables in JSON': (folder, count) => big.vars(folder, count * 200, { format: 'json' }),
  'variables in arguments': (folder, count) => big.vars(folder, count * 200, { kind: 'extra' }),
  'items of a loop': (folder, count) => big.loop(folder, count, { written: true }),
  'branches of a template': big.branches,
  'tasks that register one name': play(
    '  tasks:',
    (i) => `  - { debug: { msg: "{{ result.msg | default(${i}) }}" }, register: result }`,
  ),
  'handlers and those who notify them': play(
    '  tasks:',
    (i) => `  - { debug: { msg: x }, changed_when: true, notify: handler ${i} }`,
    `  handlers:\n${Array.from({ length: 512 }, (_, i) => `  - { name: handler ${i}, debug: { msg: x } }`).join('\n')}\n`,
  ),
  'encrypted values beside facts': play(
    `${vaulted}  tasks:`,
    (i) => `  - { set_fact: { fact_${i}: "{{ fact_${Math.max(0, i - 1)} | default(1) }}" } }`,
  ),
  'names that nothing defines': play(
    '  tasks:',
    (i) => `  - { debug: { msg: "{{ missing_name_${i} }} {{ known_${i} }}" }, register: known_name_${i} }`,
  ),
  'keywords and parameters that are misspelt': play('  tasks:', (i) => `  - { debug: { mesage${i}: 1 }, registr: x }`),
  'tasks that tags choose, and others they need': (folder, count) => ({
    ...play('  tasks:', (i) =>
      i % 2 === 0
        ? `  - { debug: { msg: 1 }, register: result, when: x is defined }`
        : `  - { debug: { msg: "{{ result }}" }, tags: few }`,
    )(folder, count),
    tags: ['few'],
  }),
  'the same use of a role': (folder, count) => {
    big.roles(folder, 1);
    return play('  strategy: graph\n  roles:', () => '  - role_0')(folder, count);
  },
  'blocks side by side that read each other': play(
    '  strategy: graph\n  tasks:',
    (i) => `  - block:\n    - { debug: { msg: "{{ result | default(${i}) }}" }, register: result }`,
  ),
  'blocks side by side that may read anything': play(
    '  strategy: graph\n  tasks:',
    (i) => `  - block:\n    - { debug: { msg: "{{ lookup('vars', name ~ ${i}) }}" }, when: name is defined }`,
  ),
  'tasks of AWS': play(
    '  tasks:',
    (i) => `  - { ec2_security_group: { name: group-${i}, description: d, vpc_id: vpc-1, region: eu-west-1 } }`,
  ),
  'comments that ignore a rule': play('  tasks:', (i) => `  # play: ignore subnet-range\n  - debug: { msg: ${i} }`),
  plays: play('  tasks: []', (i) => `- hosts: localhost\n  tasks:\n  - debug: { msg: ${i} }`),
};

/** How often each function of the program is called. */
async function callsOf(session: Session, work: () => Promise<unknown>): Promise<Map<string, number>> {
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  const calls = new Map<string, number>();
  for (const { url, functions } of result)
    for (const { functionName, ranges } of url.startsWith('file:') ? functions : [])
      calls.set(`${functionName} ${url.split('/').at(-1)}:${ranges[0]!.startOffset}`, ranges[0]!.count);
  return calls;
}

const sizes = [64, 128, 256] as const;

/** Functions that are called more than in proportion: what doubling adds must double, too, and not become four times as much. */
async function growing(
  session: Session,
  write: Write,
  folder: string,
  work: (options: PlayOptions) => Promise<unknown>,
) {
  const counts: Map<string, number>[] = [];
  for (const size of [sizes[0], ...sizes]) {
    const { file, args = [], tags } = write(join(folder, String(size)), size);
    const options = { playbook: file, extraVars: args.slice(1), ...(tags ? { tags } : {}) };
    counts.push(await callsOf(session, () => work(options)));
  }
  // The first of the smallest size has filled caches.
  const [, small, medium, large] = counts as [unknown, ...Map<string, number>[]];
  return [...large!].flatMap(([name, count]) => {
    const first = (medium!.get(name) ?? 0) - (small!.get(name) ?? 0);
    const second = count - (medium!.get(name) ?? 0);
    return second > 2.5 * Math.max(first, 300) ? [`${name}: ${first}, then ${second} more`] : [];
  });
}

test('twice as much to load, check and list is no more than twice the work', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'play-linear-'));
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  try {
    for (const [name, write] of Object.entries(writers)) {
      const work = /side by side|same use/.test(name) ? graphs : list;
      assert.deepEqual(await growing(session, write, join(folder, name), work), [], name);
    }
  } finally {
    session.disconnect();
    rmSync(folder, { recursive: true });
  }
});
