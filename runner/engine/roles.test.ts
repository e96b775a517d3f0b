import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, linesOf, outcomeOf, rehearse } from './testing.ts';

const play = (body: string) => `- hosts: localhost\n  gather_facts: false\n${body}`;
const say = (name: string, text: string) => `- {name: ${name}, debug: {msg: "${text}"}}\n`;

/** Files, and the lines of the run. */
const table: [name: string, files: Files, lines: string[]][] = [
  [
    'the same use of a role twice runs once; other arguments, tags or conditions make it another use',
    {
      'playbook.yml': play(
        '  roles: [r, r, {role: r, n: 1}, {role: r, n: 1}, {role: r, tags: t}, {role: r, when: true}]\n',
      ),
      'roles/r/tasks/main.yml': say('t', "{{ n | default('-') }}"),
    },
    ['r : t: ok -', 'r : t: ok 1', 'r : t: ok -', 'r : t: ok -'],
  ],
  [
    'a role that allows duplicates runs each time',
    {
      'playbook.yml': play('  roles: [r, r]\n'),
      'roles/r/tasks/main.yml': say('t', 'x'),
      'roles/r/meta/main.yml': 'allow_duplicates: true\n',
    },
    ['r : t: ok x', 'r : t: ok x'],
  ],
  [
    'a dependency of which everything was skipped runs for the next role that needs it',
    {
      'playbook.yml': play('  roles: [{role: a, when: false}, b]\n'),
      'roles/a/meta/main.yml': 'dependencies: [base]\n',
      'roles/b/meta/main.yml': 'dependencies: [base]\n',
      'roles/base/tasks/main.yml': say('t', 'x'),
    },
    ['base : t: skipped', 'base : t: ok x'],
  ],
  [
    'an include runs a role again, unless duplicates are not allowed there',
    {
      'playbook.yml': `- include_role: {name: r}
- include_role: {name: r, allow_duplicates: false}
- include_role: {name: r, allow_duplicates: false}
  vars: {n: 1}
`,
      'roles/r/tasks/main.yml': say('t', "{{ n | default('-') }}"),
    },
    ['include_role : r: ok', 'r : t: ok -', 'include_role : r: ok', 'include_role : r: ok', 'r : t: ok 1'],
  ],
  [
    'an imported role and what it was given are visible to the whole play, from its first task on',
    {
      'playbook.yml': `${say('before', '{{ v }} {{ given }}')}- import_role: {name: r}\n  vars: {given: yes}\n`,
      'roles/r/vars/main.yml': 'v: from r\n',
      'roles/r/tasks/main.yml': say('t', '{{ given }}'),
    },
    ['before: ok from r True', 'r : t: ok true'],
  ],
  [
    'of a public role the tasks after it see what the include gave it',
    {
      'playbook.yml': `- include_role: {name: r, public: true}\n  vars: {given: g}\n${say('after', '{{ v }} {{ given }}')}`,
      'roles/r/vars/main.yml': 'v: from r\n',
      'roles/r/tasks/main.yml': say('t', '{{ given }}'),
    },
    ['include_role : r: ok', 'r : t: ok g', 'after: ok from r g'],
  ],
  [
    'a role sees the vars of the roles it depends on under its own, and they see its vars under theirs',
    {
      'playbook.yml': play('  roles: [top, other]\n'),
      'roles/top/meta/main.yml': 'dependencies: [base]\n',
      'roles/top/vars/main.yml': 'both: top\nmine: top\n',
      'roles/top/tasks/main.yml': say('t', '{{ both }} {{ mine }} {{ theirs }}'),
      'roles/base/vars/main.yml': 'both: base\ntheirs: base\n',
      'roles/base/tasks/main.yml': say('t', '{{ both }} {{ mine }} {{ theirs }}'),
      'roles/other/vars/main.yml': 'mine: other\ntheirs: other\n',
      'roles/other/tasks/main.yml': say('t', '{{ both }} {{ mine }} {{ theirs }}'),
    },
    ['base : t: ok base top base', 'top : t: ok top top base', 'other : t: ok top other other'],
  ],
  [
    'roles are told by whose tasks they were brought in; merely depending on one does not count',
    {
      'playbook.yml': '- include_role: {name: top}\n',
      'roles/top/tasks/main.yml': '- include_role: {name: mid}\n',
      'roles/mid/meta/main.yml': 'dependencies: [base]\n',
      'roles/mid/tasks/main.yml': say('t', "{{ ansible_parent_role_names | join(',') }}"),
      'roles/base/tasks/main.yml': say('t', "{{ ansible_parent_role_names | join(',') }}"),
    },
    ['include_role : top: ok', 'include_role : mid: ok', 'base : t: ok top', 'mid : t: ok top'],
  ],
  [
    'magic names list roles by how they came into the play',
    {
      'playbook.yml': play(`  roles: [a]
  tasks:
    - {name: t, debug: {msg: "{{ ansible_play_role_names }} {{ ansible_dependent_role_names }} {{ ansible_role_names | sort }}"}}
    - import_role: {name: c}
`),
      'roles/a/meta/main.yml': 'dependencies: [b]\n',
      'roles/b/defaults/main.yml': '',
      'roles/c/tasks/main.yml': say('t', '{{ ansible_parent_role_names is defined }}'),
    },
    ["t: ok ['a', 'c'] ['b'] ['a', 'b', 'c']", 'c : t: ok false'],
  ],
  [
    'a role keeps the name it was asked for by',
    { 'playbook.yml': play('  roles: [sub/r]\n'), 'roles/sub/r/tasks/main.yml': say('t', '{{ role_name }}') },
    ['sub/r : t: ok sub/r'],
  ],
];

for (const [name, files, lines] of table) test(name, async () => assert.deepEqual(await linesOf(files), lines));

const spec = (options: string) => ({
  'roles/r/meta/argument_specs.yml': `argument_specs: {main: {options: ${options}}}\n`,
  'roles/r/tasks/main.yml': say('t', 'ran'),
});

test('all mistakes in the arguments of a role are told together, and kept for a rescue', async () => {
  const run = await rehearse({
    'playbook.yml': `- block:
    - include_role: {name: r}
      vars: {port: "{{ 'x' }}", size: "{{ 'huge' }}"}
  rescue:
    - {name: see, debug: {msg: "{{ ansible_failed_result.argument_errors | length }} {{ ansible_failed_result.validate_args_context.name }}"}}
`,
    ...spec('{port: {type: int}, size: {choices: [small, big]}, list: {type: list, elements: int}}'),
  });
  const validation = outcomeOf(run, "Validating arguments against arg spec 'main'");
  assert.deepEqual(validation.result['argument_errors'], [
    '"port" must be a whole number, not "x"',
    '"size" must be one of "small", "big", not "huge"',
  ]);
  assert.equal(run.lines.at(-1), 'see: ok 2 r');
});

test('an argument that the spec does not know is refused before anything runs', async () => {
  const lines = await linesOf({
    'playbook.yml': play('  roles: [{role: r, prot: 1}]\n'),
    ...spec('{port: {type: int}}'),
  });
  assert.deepEqual(lines, ['argument-unknown: "prot" is not a parameter of the role "r" (role "r")']);
});

for (const task of ['include_role', 'import_role']) {
  test(`rolespec_validate: false on ${task} leaves the arguments to the role`, async () => {
    const playbook = `- ${task}: {name: r, rolespec_validate: false}\n`;
    const lines = await linesOf({ 'playbook.yml': playbook, ...spec('{port: {required: true}}') });
    assert.equal(lines.at(-1), 'r : t: ok ran');
  });
}
