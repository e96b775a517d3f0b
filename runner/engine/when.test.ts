import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from './testing.ts';

/** A condition, and how its task ends. */
const table: [string, string][] = [
  ['true', 'ok'],
  ['false', 'skipped'],
  ['a == 1', 'ok'],
  ['a == 2', 'skipped'],
  ['[a == 1, b == 2]', 'ok'],
  ['[a == 1, b == 3]', 'skipped'],
  ['[a == 9, a.nothing.there]', 'skipped'],
  ['[]', 'ok'],
  ['"{{ a == 1 }}"', 'ok'],
  ['"{{ yes_ }}"', 'ok'],
  ['none_', 'skipped'],
  ['empty', 'skipped'],
  ['missing is not defined', 'ok'],
  ['missing is defined and missing == 1', 'skipped'],
];

for (const [condition, ending] of table) {
  test(`a task with when: ${condition} is ${ending}`, async () => {
    const lines = await linesOf(`
- hosts: localhost
  gather_facts: false
  vars: {a: 1, b: 2, yes_: true, none_: null, empty: ''}
  tasks:
    - {name: t, debug: {msg: x}, when: ${condition}}
`);
    assert.deepEqual(lines, [ending === 'ok' ? 't: ok x' : 't: skipped']);
  });
}

test('conditions of play import, role, block and task must all hold, the outermost first', async () => {
  const lines = await linesOf({
    'playbook.yml': `
- hosts: localhost
  gather_facts: false
  vars: {on: true, off_: false}
  roles:
    - {role: r, when: off_}
  tasks:
    - when: off_
      block:
        - {name: block first, debug: {msg: x}, when: broken.on.purpose}
`.replace('on: true, ', ''),
    'roles/r/tasks/main.yml': '- {name: in role, debug: {msg: x}}\n',
  });
  assert.deepEqual(lines, ['r : in role: skipped', 'block first: skipped']);
});

test('a skipped task says which condition did not hold', async () => {
  const { events } = await (await import('./testing.ts')).rehearse(`
- {name: t, debug: {msg: x}, when: [1 == 1, 1 == 2]}
`);
  const done = events.find((event) => event.type === 'task_done');
  assert.equal(done?.outcome.result['false_condition'], '1 == 2');
});
