import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { PlayError } from '../../diagnostics.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { includeVars } from './include_vars.ts';
import { lookAt } from './look_at.ts';

function workshop(t: TestContext) {
  const folder = temporaryFolder(t);
  const write = (name: string, text: string) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const context = actionContext({
    playbookDir: folder,
    variable: (name) => (name === 'known' ? { a: 1, deep: { x: 1 } } : undefined),
    parseYaml: (text) => parse(text),
    findFile(_kind, name) {
      const path = resolve(folder, name);
      if (lookAt(path)) return path;
      throw new PlayError({ code: 'file-missing', message: `no file ${name}` });
    },
  });
  const run = (params: Record<string, unknown>) => runAction(includeVars, params, context);
  return { folder, write, run };
}

test('a file gives facts, or one variable that holds them all', async (t) => {
  const { folder, write, run } = workshop(t);
  write('one.yml', 'a: 1\nb: [2]\n');
  write('one.json', '{"c": 3}');
  write('empty.yml', '# nothing\n');
  for (const params of [{ file: 'one.yml' }, { _raw_params: 'one.yml' }])
    assert.deepEqual(await run(params), {
      changed: false,
      ansible_facts: { a: 1, b: [2] },
      ansible_included_var_files: [join(folder, 'one.yml')],
    });
  assert.deepEqual((await run({ file: 'one.json', name: 'box' }))['ansible_facts'], { box: { c: 3 } });
  assert.deepEqual((await run({ file: 'empty.yml' }))['ansible_facts'], {});
});

test('a folder is loaded in the order of names, later files winning', async (t) => {
  const { folder, write, run } = workshop(t);
  write('many/b.yml', 'x: b\nonly_b: 1\n');
  write('many/a.yaml', 'x: a\nonly_a: 1\n');
  write('many/sub/c.json', '{"x": "c"}');
  write('many/sub/deep/d.yml', 'x: d\n');
  const names = async (params: Record<string, unknown>) =>
    ((await run({ dir: 'many', ...params }))['ansible_included_var_files'] as string[]).map((path) =>
      path.slice(folder.length + 6),
    );
  assert.deepEqual((await run({ dir: 'many' }))['ansible_facts'], { x: 'd', only_a: 1, only_b: 1 });
  assert.deepEqual(await names({}), ['a.yaml', 'b.yml', 'sub/c.json', 'sub/deep/d.yml']);
  assert.deepEqual(await names({ depth: 1 }), ['a.yaml', 'b.yml']);
  assert.deepEqual(await names({ depth: 2, extensions: ['yml'], ignore_unknown_extensions: true }), ['b.yml']);
  assert.deepEqual(await names({ files_matching: '[ab]\\.' }), ['a.yaml', 'b.yml']);
  assert.deepEqual(await names({ ignore_files: ['a.yaml', '.*\\.json'] }), ['b.yml', 'sub/deep/d.yml']);
  write('many/notes.txt', 'no');
  assert.match(String((await run({ dir: 'many' }))['msg']), /does not have a valid extension/);
  assert.equal((await run({ dir: 'many', ignore_unknown_extensions: true }))['failed'], undefined);
});

test('dictionaries are merged on request, with each other and with the variable', async (t) => {
  const { write, run } = workshop(t);
  write('m/1.yml', 'known: { b: 2, deep: { y: 2 } }\n');
  write('m/2.yml', 'known: { deep: { z: 3 } }\n');
  assert.deepEqual((await run({ dir: 'm' }))['ansible_facts'], { known: { deep: { z: 3 } } });
  assert.deepEqual((await run({ dir: 'm', hash_behaviour: 'merge' }))['ansible_facts'], {
    known: { a: 1, b: 2, deep: { x: 1, y: 2, z: 3 } },
  });
});

test('what holds no variables is refused', async (t) => {
  const { write, run } = workshop(t);
  write('list.yml', '- 1\n');
  write('d/x.yml', 'a: 1\n');
  assert.equal((await run({ file: 'list.yml' }))['code'], 'vars-file');
  assert.equal((await run({ file: 'd' }))['code'], 'vars-file');
  assert.equal((await run({ dir: 'list.yml' }))['code'], 'vars-file');
  assert.equal((await run({ file: 'none.yml' }))['code'], 'file-missing');
  assert.equal((await run({ file: 'd/x.yml', name: 'a-b' }))['code'], 'variable-name');
  assert.equal((await run({ dir: 'd', files_matching: '(' }))['code'], 'regex');
});
