import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { PlayError } from '../diagnostics.ts';
import { Template } from '../template/template.ts';
import { type Loaded, loadInventoryVars, loadPlaybook, loadRole, loadTaskFile, loadVarsFile } from './load.ts';
import { withFolder } from './test_folder.ts';
import type { At, Block, Entry, Play, RoleUse, Task } from './types.ts';

type Files = Readonly<Record<string, string>>;

const loading = (files: Files, use: (loaded: Loaded, play: Play, folder: string) => void, extraVars = {}) =>
  withFolder(files, (folder) => {
    const loaded = loadPlaybook(join(folder, 'playbook.yml'), { rolesPath: [], extraVars });
    use(loaded, loaded.playbook?.plays[0] as Play, folder);
  });

const play = (body: string) => `- hosts: localhost\n${body.replace(/^/gm, '  ')}\n`;
const text = ({ value }: At) => (value instanceof Template ? value.text : value);
const values = (list: readonly At[]) => list.map(text);
const outline = (entries: readonly Entry[]): unknown[] =>
  entries.map((entry) => {
    if (entry.kind === 'task') return String(entry.name?.value ?? entry.module.value);
    return entry.kind === 'role' ? { [entry.role.name]: outline(entry.entries) } : outline(entry.block);
  });

test('a task holds its keywords with the places they were written at', () =>
  loading(
    {
      'playbook.yml': play(
        'tasks:\n- name: say\n  debug: {msg: "{{ x }}"}\n  when: [a, b]\n  tags: one, two\n  register: r\n  with_items: [1]\n  notify: h',
      ),
    },
    ({ diagnostics }, { tasks }) => {
      const task = tasks[0] as Task;
      assert.deepEqual(diagnostics, []);
      assert.equal(task.module.value, 'debug');
      assert.deepEqual(values(task.when), ['a', 'b']);
      assert.deepEqual(values(task.tags), ['one', 'two']);
      assert.equal(task.tags[1]?.place.column, 16);
      assert.equal(task.register?.value, 'r');
      assert.equal(task.loop?.kind, 'items');
      assert.deepEqual(values(task.notify), ['h']);
      assert.equal(task.args.within(['msg']).line, 4);
    },
  ));

test('action, local_action, args and free form text all come out as module and arguments', () => {
  const tasks = [
    '- action: copy src=a dest=b',
    '- action: {module: copy, src: a}',
    '- local_action: command echo hi',
    '- shell: echo hi\n  args: {chdir: /}',
    '- copy: {src: a}\n  args: {src: b, dest: c}',
    '- action: {module: "{{ kind }}", src: a}\n  vars: {kind: copy}',
    '- action: "{{ kind }} {{ 1 }}"\n  vars: {kind: command}',
  ];
  return loading({ 'playbook.yml': play(`tasks:\n${tasks.join('\n')}`) }, ({ diagnostics }, { tasks: found }) => {
    assert.deepEqual(diagnostics, []);
    const text = (value: unknown) => (value instanceof Template ? value.text : value);
    const written = (found as Task[]).map(({ module, args }) => [module.value, text(args.value)]);
    assert.deepEqual(written, [
      ['copy', 'src=a dest=b'],
      ['copy', { src: 'a' }],
      ['command', 'echo hi'],
      ['shell', { _raw_params: 'echo hi', chdir: '/' }],
      ['copy', { src: 'a', dest: 'c' }],
      ['copy', { src: 'a' }],
      ['command', '{{ 1 }}'],
    ]);
    assert.equal((found[2] as Task).delegate_to?.value, 'localhost');
    assert.equal((found[0] as Task).args.place.column, 18);
  });
});

test('import_tasks becomes a block with the keywords of the import, include_tasks stays a task', () =>
  loading(
    {
      'playbook.yml': play(
        'vars: {name: b}\ntasks:\n- import_tasks: sub/a.yml\n  tags: t\n  vars: {file: "{{ name }}"}\n- ansible.builtin.include_tasks: c.yml',
      ),
      'sub/a.yml': '- {name: a, debug: }\n- import_tasks: "{{ file }}.yml"\n',
      'sub/b.yml': '- {name: b, debug: }\n',
    },
    ({ diagnostics }, { tasks }) => {
      assert.deepEqual(diagnostics, []);
      const block = tasks[0] as Block;
      assert.equal(block.origin, 'import_tasks');
      assert.deepEqual(values(block.tags), ['t']);
      assert.deepEqual(outline(tasks), [['a', ['b']], 'ansible.builtin.include_tasks']);
    },
  ));

const roles = {
  'playbook.yml': play(
    'roles:\n- {role: web, tags: w, when: go, port: 80}\n- db\ntasks:\n- import_role: {name: web, tasks_from: other}\n  vars: {x: 1}',
  ),
  'roles/web/tasks/main.yml': '- {name: web main, debug: }\n',
  'roles/web/tasks/other.yaml': '- {name: web other, debug: }\n',
  'roles/web/handlers/main.yml': '- {name: h, listen: [a, b], debug: }\n',
  'roles/web/defaults/main.yml': 'd: 1\n',
  'roles/web/vars/main/01.yml': 'v: 1\nw: 1\n',
  'roles/web/vars/main/02.yml': 'v: 2\n',
  'roles/web/meta/main.yml':
    'dependencies: [{role: base, size: 1}]\nargument_specs: {main: {options: {port: {type: int}}}}\n',
  'roles/base/tasks/main.yml': '- {name: base main, debug: }\n',
  'roles/db/tasks/main': '- {name: db main, debug: }\n',
  'roles/db/meta/main.yml': 'dependencies: [{role: base, size: 1}]\n',
};

test('roles come after their dependencies, which take over tags, conditions and parameters', () =>
  loading(roles, ({ diagnostics }, { roles: [base, web, , db] }) => {
    assert.deepEqual(diagnostics, []);
    assert.equal(base?.role.name, 'base');
    assert.equal(base?.origin, 'dependency');
    assert.deepEqual([values(base!.tags), values(base!.when)], [['w'], ['go']]);
    assert.deepEqual(Object.keys(base!.params).sort(), ['port', 'size']);
    assert.equal(web?.role.name, 'web');
    assert.deepEqual(Object.keys(web!.params), ['port']);
    assert.equal(web?.role.vars['v']?.value, 2);
    assert.equal(web?.role.defaults['d']?.value, 1);
    assert.equal(web?.handlers.length, 1);
    assert.ok(web?.role.argument_specs);
    assert.deepEqual(outline(db!.entries), ['db main']);
  }));

test('import_role puts the role in place, inside a block when it is given variables', () =>
  loading(roles, (_, { tasks }) => {
    const [block] = tasks as [Block];
    assert.deepEqual(Object.keys(block.vars ?? {}), ['x']);
    assert.deepEqual(outline(block.block), [{ base: ['base main'] }, { web: ['web other'] }]);
    assert.equal((block.block[1] as RoleUse).role.entry_point, 'other');
  }));

test('our own roles are found from any folder', () =>
  loading({ 'playbook.yml': play('roles: [vpc]') }, ({ diagnostics }, { roles: [vpc] }) => {
    assert.deepEqual(diagnostics, []);
    assert.equal(vpc?.role.name, 'vpc');
    assert.ok(vpc!.entries.length > 0);
  }));

test('import_playbook puts plays in place with the keywords of the import', () =>
  loading(
    {
      'playbook.yml': `${play('tasks: []')}- import_playbook: sub/p.yml\n  vars: {w: 1}\n  tags: t\n  when: go\n`,
      'sub/p.yml': play('tags: own\nvars: {w: 0, z: 0}\ntasks: []'),
    },
    ({ playbook }) => {
      const imported = playbook!.plays[1]!;
      assert.deepEqual([values(imported.tags), values(imported.when)], [['t', 'own'], ['go']]);
      assert.deepEqual(Object.values(imported.vars!).map(text), [1, 0]);
      assert.ok(imported.file.endsWith('sub/p.yml'));
    },
  ));

test('names of imports may use -e, play variables and vars_files', () =>
  loading(
    {
      'playbook.yml': play(
        'vars: {a: x}\nvars_files: ["{{ a }}.yml"]\nroles: ["{{ from_e }}"]\ntasks:\n- import_tasks: "{{ b }}.yml"',
      ),
      'x.yml': 'b: t\n',
      't.yml': '- debug:\n',
      'roles/r/tasks/main.yml': '- debug:\n',
    },
    ({ diagnostics }, { roles: uses, tasks }) => {
      assert.deepEqual(diagnostics, []);
      assert.deepEqual([uses.length, tasks.length], [1, 1]);
    },
    { from_e: 'r' },
  ));

test('what the run asks for is loaded with the same rules', () =>
  loading(roles, ({ context }, _, folder) => {
    const place = { file: 'x', line: 1, column: 1 };
    const use = loadRole('web', context, { place, playbookDir: folder, tasks_from: 'other' });
    assert.equal(use.origin, 'include_role');
    assert.deepEqual(outline(use.entries), [{ base: ['base main'] }, 'web other']);
    assert.deepEqual(
      outline(
        loadTaskFile(join(folder, 'roles/base/tasks/main.yml'), context, { playbookDir: folder, handlers: false }),
      ),
      ['base main'],
    );
    assert.equal(loadVarsFile(join(folder, 'roles/web/vars/main/01.yml'), context)['v']?.value, 1);
    assert.throws(
      () => loadRole('wbe', context, { place, playbookDir: folder }),
      (error: PlayError) => error.code === 'role-missing' && error.hint === 'did you mean "web"?',
    );
  }));

test('a file that is no YAML fails each time the run asks for it', () =>
  loading({ 'playbook.yml': play('tasks: []'), 'bad.yml': 'a: "\n' }, ({ context }, _, folder) => {
    for (const _ of [1, 2])
      assert.throws(
        () => loadTaskFile(join(folder, 'bad.yml'), context, { playbookDir: folder, handlers: false }),
        PlayError,
      );
  }));

test('group_vars and host_vars beside the playbook are read, the highest last', () =>
  loading(
    { 'playbook.yml': play('tasks: []'), 'group_vars/all.yml': 'a: 1\n', 'host_vars/localhost/x.yml': 'b: 2\n' },
    ({ context }) => {
      assert.deepEqual(
        loadInventoryVars(context).map((vars) => Object.keys(vars)),
        [['a'], [], ['b']],
      );
    },
  ));

test('a role that depends on itself and a file that imports itself are told, not followed', async () => {
  const cycle = { 'roles/a/meta/main.yml': 'dependencies: [b]\n', 'roles/b/meta/main.yml': 'dependencies: [a]\n' };
  const codes = ({ diagnostics }: Loaded) => diagnostics.map(({ code }) => code);
  await loading({ 'playbook.yml': play('roles: [a]'), ...cycle }, (loaded) =>
    assert.deepEqual(codes(loaded), ['role-cycle']),
  );
  await loading(
    { 'playbook.yml': play('tasks:\n- import_tasks: t.yml'), 't.yml': '- import_tasks: t.yml\n' },
    (loaded) => assert.deepEqual(codes(loaded), ['import-cycle']),
  );
});
