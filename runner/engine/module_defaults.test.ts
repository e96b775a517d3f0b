import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from './testing.ts';

test('module_defaults fill what a task leaves out; the innermost entry of a module replaces outer ones', async () => {
  const lines = await linesOf(`
- hosts: localhost
  gather_facts: false
  module_defaults:
    ansible.builtin.debug: {msg: "{{ word }}"}
  vars: {word: play}
  tasks:
    - {name: filled, debug: }
    - {name: own, debug: {msg: own}}
    - module_defaults: {debug: {msg: block}}
      block: [{name: inner, debug: }]
`);
  assert.deepEqual(lines, ['filled: ok play', 'own: ok own', 'inner: ok block']);
});
