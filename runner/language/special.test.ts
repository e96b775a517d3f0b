import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { metaSchema } from '../../schemas/meta.ts';
import { magicNames } from '../check/magic.ts';
import { linesOf } from '../engine/testing.ts';
import { loopControls } from '../playbook/keywords.ts';
import { loopControlDocs, magicDocs, metaDocs, roleMagicDocs, taskMagicDocs } from './special.ts';

test('loop_control and meta are described as they are', () => {
  assert.deepEqual(Object.keys(loopControlDocs).sort(), loopControls.toSorted());
  assert.deepEqual(Object.keys(metaDocs).sort(), metaSchema.properties._raw_params.enum.toSorted());
});

test('every magic variable is described', () => {
  const described = [magicDocs, roleMagicDocs, taskMagicDocs].flatMap((docs) => Object.keys(docs));
  const source = readFileSync('runner/engine/magic.ts', 'utf8');
  const layers = [...source.matchAll(/^ {4,12}([a-z_]+): (?:\(|hosts,|\w+,$)/gm)].map(([, name]) => name!);
  assert.ok(layers.length > 35);
  for (const name of [...layers, ...magicNames]) if (name !== 'role_uuid') assert.ok(described.includes(name), name);
});

test('the magic variables are there', async () => {
  const inRole = ['ansible_role_name', 'role_name', 'role_path', 'roles_path'];
  const lacking = (names: readonly string[]) =>
    `- {name: t, debug: {msg: "{{ ['${names.join("', '")}'] | difference(vars.keys()) }}"}}`;
  const lines = await linesOf({
    'playbook.yml': `- hosts: localhost\n  gather_facts: false\n  roles: [r]\n  tasks:\n    ${lacking(Object.keys(magicDocs))}\n`,
    'roles/r/tasks/main.yml': `${lacking(inRole)}\n`,
  });
  assert.deepEqual(lines, ['r : t: ok []', 't: ok ["vars"]']);
});
