import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, linesOf } from './testing.ts';

const table: [name: string, files: Files, lines: string[]][] = [
  [
    'without an inventory this machine is in no group and has no inventory folder',
    '- {name: t, debug: {msg: "{{ groups }} {{ group_names }} {{ inventory_dir is defined }} {{ ansible_host }}"}}\n',
    ["t: ok {'all': [], 'ungrouped': []} [] False 127.0.0.1"],
  ],
  [
    'the search path leads from the role by the file of the task to the playbook',
    {
      'playbook.yml': '- {name: t, debug: {msg: "{{ ansible_search_path }}"}}\n- include_role: {name: r}\n',
      'roles/r/tasks/main.yml': '- include_tasks: sub/more.yml\n',
      'roles/r/tasks/sub/more.yml': '- {name: t, debug: {msg: "{{ ansible_search_path }}"}}\n',
    },
    [
      't: ok ["DIR"]',
      'include_role : r: ok',
      'r : include_tasks: ok',
      'r : t: ok ["DIR/roles/r","DIR/roles/r/tasks/sub","DIR"]',
    ],
  ],
  [
    'an imported play has the folder of its own file',
    {
      'playbook.yml':
        '- import_playbook: sub/inner.yml\n- {hosts: localhost, gather_facts: false, tasks: [{name: t, debug: {msg: "{{ playbook_dir | basename == \'sub\' }}"}}]}\n',
      'sub/inner.yml': `
- hosts: localhost
  gather_facts: false
  tasks:
    - {name: t, debug: {msg: "{{ playbook_dir | basename }} {{ lookup('file', 'f.txt') }}"}}
    - include_role: {name: r}
`,
      'sub/f.txt': 'content',
      'sub/roles/r/tasks/main.yml': '- {name: t, debug: {msg: r}}\n',
    },
    ['t: ok sub content', 'include_role : r: ok', 'r : t: ok r', 't: ok false'],
  ],
  [
    'environment lists what tasks inherit, unless a variable has that name',
    `
- {name: t, debug: {msg: "{{ environment }}"}, environment: {A: "{{ 1 + 1 }}"}}
- {name: u, debug: {msg: "{{ environment }}"}, vars: {environment: staging}}
`,
    ['t: ok [{"A":2}]', 'u: ok staging'],
  ],
  [
    'clear_facts forgets what was gathered and keeps what was set',
    `
- hosts: localhost
  tasks:
    - {name: set, set_fact: {mine: 1}}
    - meta: clear_facts
    - {name: t, debug: {msg: "{{ ansible_facts | length }} {{ mine }}"}}
`,
    ['Gathering Facts: ok', 'set: ok', 't: ok 0 1'],
  ],
  [
    'a role is included under its own title, and a task without a name goes by its module',
    {
      'playbook.yml':
        '- include_role: {name: r}\n- {name: named, include_role: {name: r}}\n- {name: "", debug: {msg: x}}\n',
      'roles/r/tasks/main.yml': '- include_role: {name: s}\n',
      'roles/s/tasks/main.yml': '- debug: {msg: s}\n',
    },
    [
      'include_role : r: ok',
      'include_role : s: ok',
      's : debug: ok s',
      'named: ok',
      'include_role : s: ok',
      's : debug: ok s',
      'debug: ok x',
    ],
  ],
  [
    'clear_host_errors in always lets the play go on, and the failure still counts',
    `
- block: [{name: bad, fail: {msg: x}}]
  always: [{meta: clear_host_errors}]
- {name: after, debug: {msg: x}}
- {name: again, fail: {msg: y}}
- {name: not, debug: {msg: x}}
`,
    ['bad: failed x', 'after: ok x', 'again: failed y'],
  ],
];

for (const [name, files, lines] of table) test(name, async () => assert.deepEqual(await linesOf(files), lines));
