import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../../rehearsal/check_is_apply/random.ts';
import { type Files, type Rehearsal, rehearse } from '../testing.ts';
import { inPlaybookOrder } from './playbook_order.ts';

const names = ['v0', 'v1', 'v2', 'v3'];

/** A playbook of roles and blocks that set and read a few variables in every way there is, with pauses that shuffle what runs at once. */
function randomPlaybook(seed: number, strategy: string): Files {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const files: Record<string, string> = {
    'more.yml': `- debug: {msg: "more {{ v0 | default('-') }}"}\n  register: v1\n- set_fact: {v2: more}\n  when: v3 is defined\n`,
    'vars/loaded.yml': `loaded: "{{ v2 | default('-') }} {{ r1.msg | default('-') }}"\nv3: of a file\n`,
    'templates/text.j2': "{{ v1 | default('-') }} {{ loaded | default('-') }}",
  };
  const value = (): string =>
    pick([
      `{{ ${pick(names)} | default('-') }}`,
      `{{ ${pick(names)} | default('-') | string | truncate(12) }}+${Math.floor(random() * 100)}`,
      `{{ r1.msg | default('-') }}`,
      `{{ lookup('vars', '${pick(names)}', default='-') }}`,
      `{{ alias }}`,
      `{{ loaded | default('-') }}`,
      "{{ lookup('template', 'text.j2') }}",
      'plain',
    ]);
  const slow = () =>
    `  until: waited.attempts is defined and waited.attempts > ${Math.floor(random() * 4)}\n  retries: 4\n  delay: 0.00${1 + Math.floor(random() * 3)}\n`;
  const condition = () =>
    random() < 0.3
      ? `  when: "${pick(['v0 is defined', "'1' in (v1 | default('') | string)", 'v3 is not defined'])}"\n`
      : '';
  const task = (title: string): string =>
    pick([
      () => `- name: ${title}\n  set_fact: {${pick(names)}: "${value()}"}\n${condition()}`,
      () => `- name: ${title}\n  debug: {msg: "${value()}"}\n  register: r1\n${condition()}`,
      () => `- name: ${title}\n  debug: {msg: "${value()}"}\n  register: waited\n${slow()}`,
      () => `- name: ${title}\n  debug: {msg: "${value()} ${value()}"}\n  changed_when: true\n  notify: tell\n`,
      () => `- name: ${title}\n  include_tasks: more.yml\n${condition()}`,
      () => `- name: ${title}\n  set_fact: {${pick(names)}: "{{ item }} ${value()}"}\n  loop: [1, 2]\n`,
      () =>
        `- name: ${title}\n  block:\n    - debug: {msg: "${value()}"}\n      failed_when: ${random() < 0.5}\n    - set_fact: {${pick(names)}: in block}\n  rescue:\n    - debug: {msg: "{{ ansible_failed_result.msg }} ${value()}"}\n      register: ${pick([...names, 'r1'])}\n`,
      ...(random() < 0.15
        ? [
            () => `- name: ${title}\n  meta: flush_handlers\n`,
            () => `- name: ${title}\n  include_vars: loaded.yml\n`,
            () => `- name: ${title}\n  set_fact: {"${pick(names)}{{ '' }}": computed}\n`,
            () => `- name: ${title}\n  debug: {msg: "{{ vars['v' ~ 1] | default('-') }}"}\n`,
            () => `- name: ${title}\n  set_stats: {data: {s: "${title}"}}\n`,
          ]
        : []),
    ])();
  const tasks = (title: string) =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index) => task(`${title}.${index}`)).join('');
  const indented = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));
  const count = 3 + Math.floor(random() * 5);
  const roles = Array.from({ length: count }, (_, index) => `r${index}`);
  for (const role of roles) {
    const breaks = random() < 0.2 ? '- name: breaks\n  fail: {msg: broken}\n  when: fails | default(false)\n' : '';
    files[`roles/${role}/tasks/main.yml`] = tasks(role) + breaks;
    files[`roles/${role}/defaults/main.yml`] = `alias: "{{ ${pick(names)} | default('none') }} of ${role}"\n`;
    if (random() < 0.3) files[`roles/${role}/meta/main.yml`] = `dependencies: [common]\n`;
  }
  files['roles/common/tasks/main.yml'] = tasks('common');
  const blocks = Array.from(
    { length: Math.floor(random() * 3) },
    (_, index) => `- block:\n${indented(tasks(`b${index}`), 4)}`,
  );
  files['playbook.yml'] = [
    `- hosts: localhost\n  gather_facts: false\n  strategy: ${strategy}\n  vars: {alias: "{{ v0 | default('play') }}"}`,
    `  roles: [${roles.join(', ')}]`,
    `  tasks:\n${indented(blocks.join('') + tasks('t'), 4)}`,
    "  handlers:\n    - name: tell\n      debug: {msg: \"told {{ v0 | default('-') }} {{ r1.msg | default('-') }}\"}\n      register: v2",
    `  post_tasks:\n    - debug: {msg: "${names.map((name) => `{{ ${name} | default('-') }}`).join(' / ')} {{ r1 | default('-') }} {{ loaded | default('-') }}"}\n`,
  ].join('\n');
  return files;
}

/** What tasks came to, in the playbook's order. */
function told({ events }: Rehearsal): readonly string[] {
  const done = events.flatMap((event) => (event.type === 'task_done' ? [event] : []));
  return inPlaybookOrder(done, ({ task }) => task).map(({ task, outcome }) => {
    const { invocation: _, ...result } = outcome.result;
    return `${task.role ?? ''} ${task.name}: ${outcome.status} ${JSON.stringify(result)}`;
  });
}

const withoutDir = (lines: readonly string[], { dir }: Rehearsal) => lines.map((line) => line.replaceAll(dir, 'DIR'));

test('whatever a playbook sets and reads, side by side it comes to what it comes to one after the other', async () => {
  let overtaken = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const linear = await rehearse(randomPlaybook(seed, 'linear'));
    const graph = await rehearse(randomPlaybook(seed, 'graph'));
    assert.deepEqual(linear.diagnostics, [], `seed ${seed}`);
    assert.deepEqual(withoutDir(told(graph), graph), withoutDir(told(linear), linear), `seed ${seed}`);
    const { milliseconds: _a, graphs: _b, ...counts } = graph.recap!;
    const { milliseconds: _c, ...expected } = linear.recap!;
    assert.deepEqual(counts, expected, `seed ${seed}`);
    if (graph.lines.join() !== linear.lines.join()) overtaken += 1;
  }
  assert.ok(overtaken > 10, `only in ${overtaken} playbooks anything ran at the same time`);
});

test('after a failure what still runs comes to what it would have come to without, and nothing of what depends on it starts', async () => {
  let [blocked, ran] = [0, 0];
  for (let seed = 1; seed <= 40; seed += 1) {
    const whole = await rehearse(randomPlaybook(seed, 'linear'));
    const broken = await rehearse(randomPlaybook(seed, 'graph'), { extraVars: ['{"fails": true}'] });
    if (broken.code === 0) continue;
    const expected = new Set(withoutDir(told(whole), whole));
    for (const line of withoutDir(told(broken), broken)) {
      if (!line.includes(' breaks: failed ')) assert.ok(expected.has(line), `seed ${seed}: ${line}`);
    }
    const units = broken.recap!.graphs!.flatMap((graph) => graph.units);
    const isBlocked = ({ task }: { task: { role?: string } }) =>
      units.some(({ title, blockedBy }) => blockedBy !== undefined && title === task.role);
    const started = broken.events.flatMap((event) =>
      event.type === 'task_started' && isBlocked(event) ? [event.task] : [],
    );
    assert.deepEqual(started, [], `seed ${seed}`);
    blocked += units.filter(({ blockedBy }) => blockedBy !== undefined).length;
    ran += units.filter(({ ended }) => ended !== undefined).length;
  }
  assert.ok(blocked > 10 && ran > 30, `${blocked} units kept from running, ${ran} ran`);
});
