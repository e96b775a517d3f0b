import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, linesOf } from './testing.ts';

const table: [name: string, files: Files, lines: string[]][] = [
  [
    'add_host puts this machine into groups and gives it variables; the same again changes nothing',
    `
- {name: add, add_host: {name: localhost, groups: [web, db], colour: red}}
- {name: look, debug: {msg: "{{ groups.web }} {{ group_names }} {{ colour }} {{ hostvars.localhost.colour }}"}}
- {name: again, add_host: {name: localhost, groups: web, colour: red}}
- {name: other, add_host: {name: localhost, colour: blue}}
`,
    ['add: changed', "look: ok ['localhost'] ['db', 'web'] red red", 'again: ok', 'other: changed'],
  ],
  [
    'plays are for groups this machine is in, and passed over otherwise',
    `
- hosts: localhost
  gather_facts: false
  tasks: [{name: by, group_by: {key: "os {{ 'linux' }}"}}]
- {hosts: os-linux, gather_facts: false, tasks: [{name: in it, debug: {msg: x}}]}
- {hosts: "localhost:&os-*", gather_facts: false, tasks: [{name: in both, debug: {msg: x}}]}
- {hosts: "localhost:!os-linux", gather_facts: false, tasks: [{name: excluded, debug: {msg: x}}]}
- {hosts: elsewhere, gather_facts: false, tasks: [{name: elsewhere, debug: {msg: x}}]}
`,
    ['by: changed', 'in it: ok x', 'in both: ok x'],
  ],
  [
    'variables of a group hold from the moment this machine is in it, under those of the host',
    {
      'playbook.yml': `
- {name: before, debug: {msg: "{{ shade }} {{ own }}"}}
- {name: by, group_by: {key: dark}}
- {name: after, debug: {msg: "{{ shade }} {{ own }}"}}
`,
      'group_vars/all.yml': 'shade: none\nown: all\n',
      'group_vars/dark.yml': 'shade: black\nown: group\n',
      'host_vars/localhost.yml': 'own: host\n',
    },
    ['before: ok none host', 'by: changed', 'after: ok black host'],
  ],
  [
    'a host that is not this machine is refused before anything runs',
    '- debug:\n- {name: add, add_host: {name: web1, groups: web}}\n- {name: there, debug: , delegate_to: web1}\n',
    [
      'host-unknown: "web1" cannot be added: Play runs everything on this machine',
      'host-unknown: a task cannot be delegated to "web1": Play runs everything on this machine',
    ],
  ],
  [
    'one whose name only the run knows fails its task',
    '- {name: add, add_host: {name: "{{ item }}"}, loop: [web1]}\n',
    [
      'add: failed ["web1" cannot be added: Play runs everything on this machine (add_host can put localhost into groups and give it variables)]',
    ],
  ],
  [
    'a play for hosts nobody makes groups for is refused',
    '- {hosts: web, gather_facts: false, tasks: [{debug: }]}\n',
    ['host-unknown: the play is for "web", but Play runs on this machine only'],
  ],
];

for (const [name, files, lines] of table) {
  test(name, async () =>
    assert.deepEqual(
      (await linesOf(files)).map((line) => line.replace(/ One or more.*$/, '')),
      lines,
    ),
  );
}
