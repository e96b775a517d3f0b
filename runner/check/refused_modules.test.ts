import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findModule } from '../modules/registry.ts';
import { play } from '../play.ts';
import { insteadOf, refusedModules } from './refused_modules.ts';

test('no module that Play has is in the table of those it has not', () => {
  assert.deepEqual(
    refusedModules.filter((name) => findModule(name)),
    [],
  );
  assert.equal(new Set(refusedModules).size, refusedModules.length);
});

test('a module is found in the table by each of its names', () => {
  for (const name of ['apt', 'ansible.builtin.apt', 'ansible.legacy.apt', 'ansible.posix.synchronize', 'win_copy'])
    assert.ok(insteadOf(name), name);
  for (const name of ['copy', 'aptt', 'windy', 'ansible.builtin.find']) assert.equal(insteadOf(name), undefined, name);
});

test('a playbook with such modules is refused, each by name with what to use', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'play-refused-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'playbook.yml');
  const tasks = [
    '- apt: {name: nginx}',
    '- ansible.builtin.service: name=nginx state=started',
    '- user: {name: me}',
    '- ansible.posix.synchronize: {src: a, dest: b}',
    '- community.windows.win_nssm: {}',
    '- action: pip name=x',
  ];
  writeFileSync(file, `- hosts: localhost\n  tasks:\n${tasks.map((task) => `    ${task}\n`).join('')}`);
  const { diagnostics } = await play({ playbook: file });
  assert.deepEqual(
    diagnostics.map(({ code, place }) => [code, place?.line]),
    tasks.map((task, index) => [/ansible.posix|community/.test(task) ? 'module-foreign' : 'module-refused', index + 3]),
  );
  assert.match(diagnostics[0]!.message, /"apt"/);
  for (const { hint } of diagnostics) assert.match(String(hint), /`(command|copy)`/);
});
