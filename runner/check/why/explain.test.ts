import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import type { PlayEvent } from '../../engine/events.ts';
import { play } from '../../play.ts';
import { loadPlaybook } from '../../playbook/load.ts';
import { withFolder } from '../../playbook/test_folder.ts';
import { inline } from '../../vault/testing.ts';
import { type Explanation, explainVariable } from './explain.ts';

const files = {
  'playbook.yml': `- name: everything
  hosts: localhost
  gather_facts: false
  vars: {size: play, both: play, derived: "{{ size }}-x", config: {net: {cidr: 10.0.0.0/8}, ports: [80, 443]}}
  vars_files: [more.yml]
  vars_prompt: [{name: asked, prompt: what, default: x}]
  roles:
    - {role: one, size: param}
    - two
  tasks:
    - name: find out
      command: ls
      register: listing
    - set_fact: {both: fact, later: "{{ listing.stdout }}"}
    - name: use it
      debug: {msg: "{{ size }}"}
      vars: {size: task}
    - name: each
      debug: {msg: "{{ item }}"}
      loop: [1, 2]
`,
  'more.yml': 'size: file\nfrom_file: yes\n',
  'group_vars/all.yml': 'size: group\nonly_group: 1\n',
  'roles/one/defaults/main.yml': 'size: one-default\nown: "{{ size }}"\n',
  'roles/one/tasks/main.yml': '- name: of one\n  debug: {msg: "{{ own }}"}\n',
  'roles/two/defaults/main.yml': 'size: two-default\nown: two\n',
  'roles/two/vars/main.yml': 'size: two-vars\n',
  'roles/two/tasks/main.yml': '- name: of two\n  debug: {msg: "{{ own }}"}\n',
};

interface Asked {
  readonly task?: string;
  readonly extraVars?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, string>>;
}

/** `scope: value` and below it `level file:line value` of each definition. */
async function why(variable: string, { task, extraVars = {}, more = {} }: Asked = {}): Promise<string[]> {
  return withFolder({ ...files, ...more }, async (folder) => {
    const loaded = loadPlaybook(join(folder, 'playbook.yml'), { extraVars, rolesPath: [] });
    return explainVariable(loaded, variable, task).flatMap((each) => told(each, folder));
  });
}

const told = ({ scope, rungs }: Explanation, folder: string): string[] => [
  `${scope.kind} ${scope.name}`,
  ...rungs.map(({ level, at, value }) => {
    const place = at && at.place.file !== '-e' ? ` ${relative(folder, at.place.file)}:${at.place.line}` : '';
    const text =
      value.kind === 'known'
        ? JSON.stringify(value.value)
        : [value.kind, ...('from' in value ? value.from : [])].join(' ');
    return `  ${level}${place} ${text}`;
  }),
];

const cases: readonly (readonly [name: string, variable: string, asked: Asked, found: readonly string[]])[] = [
  [
    'a task sees its own vars over all levels below, in order',
    'size',
    { task: 'use it', extraVars: { size: 'extra' } },
    [
      'task use it',
      '  extra vars "extra"',
      '  task vars playbook.yml:17 "task"',
      '  role vars roles/two/vars/main.yml:1 "two-vars"',
      '  vars_files more.yml:1 "file"',
      '  play vars playbook.yml:4 "play"',
      '  inventory vars group_vars/all.yml:1 "group"',
      '  role defaults roles/two/defaults/main.yml:1 "two-default"',
      '  role defaults roles/one/defaults/main.yml:1 "one-default"',
    ],
  ],
  [
    "a role's parameters win over what is below them",
    'size',
    { task: 'one : of one' },
    [
      'task one : of one',
      '  role params playbook.yml:8 "param"',
      '  role vars roles/two/vars/main.yml:1 "two-vars"',
      '  vars_files more.yml:1 "file"',
      '  play vars playbook.yml:4 "play"',
      '  inventory vars group_vars/all.yml:1 "group"',
      '  role defaults roles/one/defaults/main.yml:1 "one-default"',
      '  role defaults roles/two/defaults/main.yml:1 "two-default"',
    ],
  ],
  [
    'a role is told where another definition counts than for the play',
    'own',
    {},
    [
      'play everything',
      '  role defaults roles/two/defaults/main.yml:2 "two"',
      '  role defaults roles/one/defaults/main.yml:2 "two-vars"',
      'role one',
      '  role defaults roles/one/defaults/main.yml:2 "param"',
      '  role defaults roles/two/defaults/main.yml:2 "two"',
    ],
  ],
  [
    'a role that sees the same is not',
    'only_group',
    {},
    ['play everything', '  inventory vars group_vars/all.yml:2 1'],
  ],
  ['what a task registers is known after it', 'listing', {}, ['play everything', '  registered playbook.yml:13 open']],
  [
    'what is made of it as well, and it says of what',
    'later',
    { task: 'use it' },
    ['task use it', '  set_fact playbook.yml:14 open listing'],
  ],
  [
    'a fact counts from the task on that sets it',
    'both',
    { task: 'find out' },
    ['task find out', '  play vars playbook.yml:4 "play"'],
  ],
  [
    'and then over the vars of the play',
    'both',
    { task: 'use it' },
    ['task use it', '  set_fact playbook.yml:14 "fact"', '  play vars playbook.yml:4 "play"'],
  ],
  ['a question is open', 'asked', {}, ['play everything', '  vars_prompt playbook.yml:6 open']],
  ['an item is of the loop', 'item', { task: 'each' }, ['task each', '  loop variables playbook.yml:20 open']],
  [
    'a variable made of another follows it',
    'derived',
    { task: 'use it' },
    ['task use it', '  play vars playbook.yml:4 "task-x"'],
  ],
  [
    'a path leads into the value',
    'config.net.cidr',
    { task: 'each' },
    ['task each', '  play vars playbook.yml:4 "10.0.0.0/8"'],
  ],
  ['also by index', 'config.ports[1]', { task: 'each' }, ['task each', '  play vars playbook.yml:4 443']],
  ['and after vars', "vars.config['ports'].0", { task: 'each' }, ['task each', '  play vars playbook.yml:4 80']],
];

for (const [name, variable, asked, found] of cases)
  test(name, async () => {
    assert.deepEqual(await why(variable, asked), found);
  });

test('what is encrypted stays closed, and so does what is made of it', async () => {
  const text = `plain: 1\nurl: "db://{{ password }}@host"\npassword: ${inline('hunter2')}\n`;
  const more = { 'more.yml': text };
  assert.deepEqual(await why('password', { more, task: 'each' }), ['task each', '  vars_files more.yml:3 secret']);
  assert.deepEqual(await why('url', { more, task: 'each' }), ['task each', '  vars_files more.yml:2 secret']);
  assert.deepEqual(await why('plain', { more, task: 'each' }), ['task each', '  vars_files more.yml:1 1']);
});

test('what is said to count is what counts in a run', async () => {
  const ran = await withFolder(files, async (folder) => {
    const said: Record<string, unknown> = {};
    const reporter = (event: PlayEvent) => {
      if (event.type === 'task_done') said[String(event.task.name)] = event.outcome.result['msg'];
    };
    await play({ playbook: 'playbook.yml', cwd: folder, reporter });
    return said;
  });
  for (const [task, variable] of [
    ['of one', 'own'],
    ['of two', 'own'],
    ['use it', 'size'],
  ] as const) {
    const [, winner] = await why(variable, { task });
    assert.ok(winner?.endsWith(` ${JSON.stringify(ran[task])}`), `${task}: ${winner} is not ${ran[task]}`);
  }
});

const refused: readonly (readonly [variable: string, task: string | undefined, message: RegExp, hint: RegExp])[] = [
  ['sise', undefined, /nothing defines "sise"/, /did you mean "size"/],
  ['size', 'use itt', /no task is called "use itt"/, /did you mean "use it"/],
  ['config.net.cdir', undefined, /config\.net has no "cdir"/, /did you mean "cidr"|known: cidr/],
  ['size.more', undefined, /size has no "more"/, /no parts/],
];

for (const [variable, task, message, hint] of refused)
  test(`a name that does not exist is refused: ${variable}${task ? ` in ${task}` : ''}`, async () => {
    await assert.rejects(
      why(variable, task ? { task } : {}),
      (error: { message: string; hint: string; code: string }) => {
        assert.equal(error.code, 'usage');
        assert.match(error.message, message);
        assert.match(error.hint, hint);
        return true;
      },
    );
  });
