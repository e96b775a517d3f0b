import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlayEvent } from '../../engine/events.ts';
import { play } from '../../play.ts';
import { withFolder } from '../../playbook/test_folder.ts';
import { createJson } from '../../report/json.ts';
import { createLines } from '../../report/lines.ts';
import { runAction } from '../testing.ts';
import { setStats } from './set_stats.ts';

const playbook = `- hosts: localhost
  gather_facts: false
  tasks:
    - set_stats: {data: {built: "{{ item }}", names: ["n{{ item }}"]}}
      loop: [1, 2]
    - set_stats: {data: {mine: {a: 1}}, per_host: true}
    - ansible.builtin.set_stats: {data: {built: 10}, aggregate: false}
      when: false
`;

test('what set_stats keeps is in every summary', () =>
  withFolder({ 'playbook.yml': playbook }, async (folder) => {
    let [json, text] = ['', ''];
    const write = (add: (more: string) => void) => ({ write: add });
    const document = createJson({ out: write((more) => (json += more)), complain: () => {} });
    const lines = createLines({ out: write((more) => (text += more)), color: false, verbosity: 0, diff: false });
    const reporter = (event: PlayEvent) => {
      document.report(event);
      lines.report(event);
    };
    const { recap } = await play({ playbook: `${folder}/playbook.yml`, reporter });
    await document.end();
    await lines.end();
    const run = { built: 3, names: ['n1', 'n2'] };
    assert.deepEqual(recap?.stats, { run, localhost: { mine: { a: 1 } } });
    const { custom_stats, global_custom_stats } = JSON.parse(json);
    assert.deepEqual([custom_stats, global_custom_stats], [{ localhost: { mine: { a: 1 } } }, run]);
    assert.match(
      text,
      /CUSTOM STATS: \*+\n\tlocalhost: \{"mine":\{"a":1\}\}\n\tRUN: \{"built":3,"names":\["n1","n2"\]\}/,
    );
  }));

test('a value has a name that a variable could have', async () => {
  const data = { 'a-b': 1 };
  assert.equal((await runAction(setStats, { data }))['code'], 'variable-name');
});
