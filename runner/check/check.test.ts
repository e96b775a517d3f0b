import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Diagnostic } from '../diagnostics.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { withFolder } from '../playbook/test_folder.ts';
import { type CheckOptions, check } from './check.ts';

const checking = (tasks: string, use: (found: Diagnostic[], folder: string) => void, options: CheckOptions = {}) =>
  withFolder({ 'playbook.yml': `- hosts: localhost\n  tasks:\n${tasks.replace(/^/gm, '    ')}` }, async (folder) =>
    use(await check(loadPlaybook(join(folder, 'playbook.yml'), { rolesPath: [] }), options), folder),
  );
const codesOf = (found: readonly Diagnostic[]) => found.map(({ code }) => code);

test('a tag that an include may bring is a warning only', () => {
  const warnings: Diagnostic[] = [];
  return checking(
    '- include_tasks: "{{ name }}.yml"\n  vars: {name: x}\n',
    (found) => {
      assert.deepEqual(found, []);
      assert.deepEqual(codesOf(warnings), ['tag-unknown']);
    },
    { tags: ['brought'], warn: (diagnostic) => warnings.push(diagnostic) },
  );
});

test('words for groups of tags are always known, and so is a pattern that matches a task', () =>
  checking('- name: first step\n  debug:\n', (found) => assert.deepEqual(found, []), {
    tags: ['all', 'tagged', 'untagged', 'always', 'never'],
    startAtTask: 'first*',
  }));

test('nothing runs while checking, whatever the templates say', () =>
  checking(
    `- debug: {msg: "{{ lookup('pipe', 'touch ' ~ playbook_dir ~ '/made') if nope else 1 }}"}\n  when: lookup('pipe', 'touch made') == ''\n`,
    (found, folder) => {
      assert.deepEqual(codesOf(found), ['variable-undefined']);
      assert.ok(!existsSync(join(folder, 'made')));
      assert.ok(!existsSync('made'));
    },
  ));

test('a misspelt register does not make every use of its name a mistake', () =>
  checking('- command: ls\n  regster: out\n- debug: {msg: "{{ out.rc }}"}\n', (found) =>
    assert.deepEqual(codesOf(found), ['keyword-unknown']),
  ));

test('a playbook that is not there is one mistake', async () => {
  const found = await check(loadPlaybook('/no/such/playbook.yml'));
  assert.deepEqual(codesOf(found), ['file-missing']);
});
