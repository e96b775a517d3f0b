import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHandlers } from './handlers.ts';
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
    'a handler that notifies itself does not run for ever, nor again',
    [changing('a', 'one')],
    [changing('one', 'one')],
    ['one: changed'],
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

const scenes: [name: string, files: Record<string, string>, lines: string[]][] = [
  [
    'what a handler includes runs in its place whatever its tags are, and the handlers of an imported file are its own',
    {
      'playbook.yml': `
- hosts: localhost
  gather_facts: false
  tasks: [{name: t, command: echo, notify: [one, inner]}]
  handlers:
    - {name: one, include_tasks: more.yml, listen: topic}
    - {name: two, import_tasks: put_in.yml}
`,
      'more.yml': '- {name: included, debug: {msg: 1}, tags: never}\n',
      'put_in.yml': '- {name: inner, debug: {msg: 2}}\n',
    },
    ['t: changed', 'one: ok', 'included: ok 1', 'inner: ok 2'],
  ],
  [
    'handlers of a role are there once it is included, also by a file of tasks that imports it',
    {
      'playbook.yml': `
- include_tasks: more.yml
- {name: t, command: echo, notify: "r : h"}
`,
      'more.yml': '- import_role: {name: r}\n  vars: {v: given}\n',
      'roles/r/tasks/main.yml': '- debug: {msg: r}\n',
      'roles/r/handlers/main.yml': '- {name: h, debug: {msg: "{{ v }}"}}\n',
    },
    ['include_tasks: ok', 'r : debug: ok r', 't: changed', 'r : h: ok given'],
  ],
  [
    'handlers of imported roles come after those of the play, which come after those of roles',
    {
      'playbook.yml': `
- hosts: localhost
  gather_facts: false
  roles: [a]
  tasks:
    - {name: t, command: echo, notify: [topic, same]}
    - import_role: {name: b}
  handlers:
    - {name: own, debug: {msg: own}, listen: topic}
    - {name: same, debug: {msg: play}}
`,
      'roles/a/handlers/main.yml': '- {name: h, debug: {msg: a}, listen: topic}\n- {name: same, debug: {msg: a}}\n',
      'roles/b/handlers/main.yml': '- {name: h, debug: {msg: b}, listen: topic}\n- {name: same, debug: {msg: b}}\n',
    },
    ['t: changed', 'a : h: ok a', 'own: ok own', 'b : h: ok b', 'b : same: ok b'],
  ],
  [
    'a role that is included again has the handlers it has already',
    {
      'playbook.yml': `
- include_role: {name: r}
  loop: [1, 2]
- {name: t, command: echo, notify: topic}
`,
      'roles/r/tasks/main.yml': '- debug: {msg: r}\n',
      'roles/r/handlers/main.yml': '- {name: h, debug: {msg: h}, listen: topic}\n',
    },
    ['include_role : r: ok [ ]', 'r : debug: ok r', 'r : debug: ok r', 't: changed', 'r : h: ok h'],
  ],
  [
    'after a handler has failed even force_handlers runs no more of them',
    {
      'playbook.yml': `
- hosts: localhost
  gather_facts: false
  force_handlers: true
  tasks: [{name: t, command: echo, notify: [one, two]}]
  handlers: [{name: one, fail: {msg: x}}, {name: two, debug: {msg: 2}}]
`,
    },
    ['t: changed', 'one: failed x'],
  ],
];

test('plain names are looked up, not gone through: ten thousand handlers are notified in no time', () => {
  let asked = 0;
  const counted = (value: string) => ({
    get value() {
      asked += 1;
      return value;
    },
    place: { file: 'p.yml', line: 1, column: 1 },
  });
  const entries = Array.from({ length: 10_000 }, (_, index) => ({
    kind: 'task',
    name: counted(`h${index}`),
    listen: [],
    place: { file: 'p.yml', line: index, column: 1 },
  }));
  const handlers = createHandlers();
  handlers.add(entries as never, { roles: [] } as never);
  const before = asked;
  for (let index = 0; index < entries.length; index += 1) assert.ok(handlers.notify(`h${index}`));
  assert.equal(asked, before);
  assert.equal(handlers.nextFrom(5000), 5000);
});

for (const [name, files, lines] of scenes) test(name, async () => assert.deepEqual(await linesOf(files), lines));

test('the name of a handler may use its own vars', async () => {
  const handlers = ['    - {name: "do {{ x }}", debug: {msg: "{{ x }}"}, vars: {x: it}}'];
  assert.deepEqual(await linesOf(playbook([changing('a', 'do it')], handlers)), ['a: changed', 'do it: ok it']);
});

test('forceHandlers runs what was notified although a task failed', async () => {
  const tasks = [changing('a', 'one'), "    - {name: b, fail: {msg: 'no'}}"];
  const text = playbook(tasks, ['    - {name: one, debug: {msg: 1}}']);
  assert.deepEqual(await linesOf(text), ['a: changed', 'b: failed no']);
  assert.deepEqual(await linesOf(text, { forceHandlers: true }), ['a: changed', 'b: failed no', 'one: ok 1']);
});
