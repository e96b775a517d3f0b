import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from './testing.ts';

const changing = (name: string, notify: string) =>
  `    - {name: ${name}, debug: {msg: ''}, changed_when: true, notify: ${notify}}`;
const playbook = (tasks: readonly string[], handlers: readonly string[], more = '') =>
  ['- hosts: localhost', '  gather_facts: false', more, '  tasks:', ...tasks, '  handlers:', ...handlers, ''].join(
    '\n',
  );

/** Tasks, handlers, and what runs after the tasks. */
const table: [name: string, tasks: string[], handlers: string[], ran: string[]][] = [
  [
    'handlers run once, in the order they are defined',
    [changing('a', 'two'), changing('b', '[one, two]')],
    ['    - {name: one, debug: {msg: 1}}', '    - {name: two, debug: {msg: 2}}'],
    ['one: ok 1', 'two: ok 2'],
  ],
  [
    'a task that changed nothing notifies nobody',
    ["    - {name: a, debug: {msg: ''}, notify: one}"],
    ['    - {name: one, debug: {msg: 1}}'],
    [],
  ],
  [
    'listeners run beside the handler of the name',
    [changing('a', 'topic')],
    ['    - {name: one, debug: {msg: 1}, listen: topic}', '    - {name: topic, debug: {msg: 2}}'],
    ['one: ok 1', 'topic: ok 2'],
  ],
  [
    'a handler that notifies an earlier one has it run in another round',
    [changing('a', 'late')],
    ['    - {name: early, debug: {msg: 1}}', changing('late', 'early')],
    ['late: changed', 'early: ok 1'],
  ],
  [
    'flush_handlers runs what waits, and what is notified again runs again',
    [changing('a', 'one'), '    - meta: flush_handlers', changing('b', 'one')],
    ['    - {name: one, debug: {msg: 1}}'],
    ['one: ok 1', 'b: changed', 'one: ok 1'],
  ],
  [
    'names of handlers may be templates on both sides',
    [changing('a', '"restart {{ svc }}"')],
    ['    - {name: "restart {{ svc }}", debug: {msg: 1}}'],
    ['restart db: ok 1'],
  ],
  [
    'of two handlers with one name in one list the first one runs',
    [changing('a', 'one')],
    ['    - {name: one, debug: {msg: 1}}', '    - {name: one, debug: {msg: 2}}'],
    ['one: ok 1'],
  ],
  [
    'after a failure handlers do not run',
    [changing('a', 'one'), '    - {name: bad, fail: {msg: x}}'],
    ['    - {name: one, debug: {msg: 1}}'],
    ['bad: failed x'],
  ],
];

for (const [name, tasks, handlers, ran] of table) {
  test(name, async () => {
    const lines = await linesOf(playbook(tasks, handlers, '  vars: {svc: db}'));
    assert.deepEqual(
      lines.slice(1).filter((line) => line !== 'b: changed' || ran.includes(line)),
      ran,
    );
  });
}

test('force_handlers runs them after a failure, and the run still fails', async () => {
  const lines = await linesOf(
    playbook(
      [changing('a', 'one'), '    - {name: bad, fail: {msg: x}}'],
      ['    - {name: one, debug: {msg: 1}}'],
      '  force_handlers: true',
    ),
  );
  assert.deepEqual(lines, ['a: changed', 'bad: failed x', 'one: ok 1']);
});

test('a notification that no handler hears fails the task that sends it', async () => {
  const lines = await linesOf(
    playbook([changing('a', '"{{ svc }}"')], ['    - {name: one, debug: {msg: 1}}'], '  vars: {svc: db}'),
  );
  assert.deepEqual(lines, [
    'a: failed no handler is called "db" or listens to it (add it under handlers, or correct notify)',
  ]);
});

test('handlers of roles are found by name and by role and name, those of the play before them', async () => {
  const lines = await linesOf({
    'playbook.yml': `
- hosts: localhost
  gather_facts: false
  roles: [web]
  tasks:
    - {name: short, debug: {msg: ''}, changed_when: true, notify: restart}
    - {name: both, debug: {msg: ''}, changed_when: true, notify: "web : reload"}
  handlers:
    - {name: restart, debug: {msg: play}}
`,
    'roles/web/tasks/main.yml': "- {name: t, debug: {msg: ''}}\n",
    'roles/web/handlers/main.yml': '- {name: restart, debug: {msg: role}}\n- {name: reload, debug: {msg: role}}\n',
  });
  assert.deepEqual(lines.slice(3), ['web : reload: ok role', 'restart: ok play']);
});

test('handlers run between pre_tasks, roles with tasks, and post_tasks', async () => {
  const one = "{name: t, debug: {msg: ''}, changed_when: true, notify: h}";
  const lines = await linesOf(`
- hosts: localhost
  gather_facts: false
  pre_tasks: [${one}]
  tasks: [${one}]
  post_tasks: [${one}]
  handlers: [{name: h, debug: {msg: h}}]
`);
  assert.deepEqual(lines, ['t: changed', 'h: ok h', 't: changed', 'h: ok h', 't: changed', 'h: ok h']);
});
