import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from './testing.ts';

const data = '{{ secret }}{% if true %}!{% endif %}';
const play = (tasks: string) => ({
  'data.txt': data,
  'playbook.yml': `- hosts: localhost
  gather_facts: false
  vars: { secret: s3cret, a: 1, name_: secret, file: "{{ lookup('file', 'data.txt') }}" }
  tasks:
    - command: cat data.txt
      args: { chdir: "{{ playbook_dir }}" }
      register: r
${tasks}`,
});

/** Every line must show the data as it is. */
const shown = `    - { name: result, debug: { msg: "{{ r.stdout }}" } }
    - { name: in text, debug: { msg: "<{{ r.stdout }}>" } }
    - { name: filtered, debug: { msg: "{{ r.stdout | trim ~ '' }}" } }
    - { name: variable, debug: { msg: "{{ file }}" } }
    - set_fact: { kept: "{{ r.stdout }}", more: ["{{ r.stdout }}"] }
    - { name: fact, debug: { msg: "{{ kept }}" } }
    - { name: fact in a list, debug: { msg: "{{ more[0] }}" } }
    - { name: item, debug: { msg: "{{ item }}" }, loop: "{{ r.stdout_lines }}" }
    - { name: lines, debug: { msg: "{{ item }}" }, with_lines: "cat {{ playbook_dir }}/data.txt" }
    - { name: environment, debug: { msg: "{{ lookup('env', 'HOSTILE') }}" } }
    - { name: pipe, debug: { msg: "{{ lookup('pipe', 'cat data.txt') }}" } }
    - { name: composed, debug: { msg: "['{{ r.stdout }}']" } }
    - { name: json, debug: { msg: "{{ (r.stdout | to_json | from_json) }}" } }
    - { name: yaml, debug: { msg: "{{ ('x: ' ~ (r.stdout | to_json)) | from_yaml }}" } }
    - { name: query, debug: { msg: "{{ r | json_query('stdout') }}" } }
    - { name: default, debug: { msg: "{{ nosuch | default(r.stdout) }}" } }
    - { name: "named {{ r.stdout }}", debug: { msg: x } }
`;

test('what commands, files, lookups and the environment give is never rendered', async () => {
  const environment = { ...process.env, HOSTILE: data } as Record<string, string>;
  const lines = await linesOf(play(shown), { environment });
  assert.equal(lines.length, 18);
  assert.doesNotMatch(lines.join('\n'), /s3cret/);
  assert.equal(lines.filter((line) => line.includes(data)).length, 16);
});

const ignored = (name: string, task: string) => `    - { name: ${name}, ${task}, ignore_errors: true }\n`;

/** Every task must refuse to take the data for an expression. */
const refused = [
  ignored('assert', 'assert: { that: "{{ r.stdout }}" }'),
  ignored('assert with parts', `assert: { that: "'{{ r.stdout }}' == 'x'" }`),
  ignored('assert by args', `assert: {}, args: "{{ {'that': r.stdout} }}"`),
  ignored('assert over items', 'assert: { that: "{{ item }}" }, loop: "{{ r.stdout_lines }}"'),
  ignored('when', 'debug: { msg: x }, when: "{{ r.stdout }}"'),
  ignored('when with parts', `debug: { msg: x }, when: "'{{ file }}' == 'x'"`),
  ignored('changed_when', 'debug: { msg: x }, changed_when: "{{ r.stdout }}"'),
  ignored('failed_when', 'debug: { msg: x }, failed_when: "{{ r.stdout }}"'),
].join('');

test('data is never read as an expression', async () => {
  const lines = await linesOf(play(refused));
  assert.equal(lines.length, 9);
  for (const line of lines.slice(1))
    assert.match(line, /: ignored .*(?:data: it is not evaluated|items failed)/s, line);
});

const lookups = `"lookup('pipe', 'touch ' ~ playbook_dir ~ '/pwned')"`;

test('data that is an expression is shown, not evaluated', async () => {
  const lines = await linesOf({
    ...play(`    - set_fact: { evil: "{{ r.stdout }}" }
    - { name: shown, debug: { var: "{{ evil }}" } }
    - { name: asserted, assert: { that: "{{ evil }}" }, ignore_errors: true }
    - { name: there, stat: { path: "{{ playbook_dir }}/pwned" }, register: s }
    - { name: untouched, debug: { msg: "{{ s.stat.exists }}" } }
`),
    'data.txt': lookups.slice(1, -1),
  });
  assert.match(lines[3]!, /^asserted: ignored .*data: it is not evaluated/);
  assert.equal(lines.at(-1), 'untouched: ok false');
});

/** Ways by which data that is an expression might come to be evaluated. */
const ways = `    - { assert: { that: "{{ item }}" }, with_lines: cat data.txt }
    - { assert: { that: "{{ item }}" }, with_file: data.txt }
    - { assert: { that: "{{ item }}" }, with_pipe: cat data.txt }
    - { assert: { that: "{{ item }}" }, with_env: HOSTILE }
    - { assert: { that: "{{ item }}" }, with_vars: file }
    - { assert: { that: "{{ item }}" }, with_items: "{{ r.stdout_lines }}" }
    - { debug: { msg: x }, when: "{{ item }}", with_file: data.txt }
    - { set_fact: { k1: "{{ item }}" }, loop: "{{ r.stdout_lines }}" }
    - { assert: { that: "{{ k1 }}" } }
    - { set_fact: { k2: "{{ item }}" }, with_file: data.txt }
    - { assert: { that: "{{ k2 }}" } }
    - { set_fact: { k3: a == 1, "{{ 'k3' }}": "{{ r.stdout }}" } }
    - { assert: { that: "{{ k3 }}" } }
    - { set_fact: { k4: a == 1 }, args: "{{ {'k4': r.stdout} }}" }
    - { assert: { that: "{{ k4 }}" } }
    - { set_fact: { k5: a == 1 } }
    - { command: cat data.txt, args: { chdir: "{{ playbook_dir }}" }, register: k5 }
    - { assert: { that: "{{ k5.stdout }}" } }
    - set_fact: k6="{{ r.stdout }}"
    - { assert: { that: "{{ k6 }}" } }
    - { assert: { that: "{% set f = lookup %}{{ f('file', 'data.txt') }}" } }
    - { assert: { that: "{{ '$HOSTILE' | expandvars }}" } }
    - { assert: { that: "{% include 'data.txt' %}" } }
    - { assert: { that: "{{ hostvars['localhost'].r.stdout }}" } }
    - { assert: { that: "{{ vars['r']['stdout'] }}" } }
    - { assert: { that: "{{ q }}" }, vars: { q: "{{ r.stdout }}" } }
    - { assert: { that: "{{ z }}" }, vars: { z: "{{ [y] | first }}", y: "{{ x }}", x: ["{{ r.stdout }}"] } }
    - { include_vars: { file: merged.yml, hash_behaviour: merge } }
    - { assert: { that: "{{ cfg.data }}" } }
    - block: [{ assert: {} }]
      module_defaults: { assert: { that: "{{ r.stdout }}" } }
    - block: [{ assert: {} }]
      module_defaults: { assert: "{{ {'that': r.stdout} }}" }
    - block: [{ assert: {} }]
      module_defaults: "{{ {'assert': {'that': r.stdout}} }}"
    - block: [{ debug: {} }]
      module_defaults: { debug: "{{ {'var': r.stdout} }}" }
    - { debug: {}, args: "{{ {'var': r.stdout} }}" }
    - debug: var="{{ r.stdout }}"
    - { action: { module: debug, var: "{{ r.stdout }}" } }
    - { command: echo, until: "{{ r.stdout }}", retries: 1, delay: 0 }
    - { debug: { msg: x }, loop: [1], loop_control: { break_when: "{{ r.stdout }}" } }
    - { set_fact: { ansible_failed_result: a == 1 } }
    - block: [{ fail: { msg: "{{ r.stdout }}" } }]
      rescue: [{ assert: { that: "{{ ansible_failed_result.msg }}" } }]
    - { include_tasks: part.yml, vars: { given: "{{ r.stdout }}" } }
    - { include_tasks: part.yml, loop: "{{ r.stdout_lines }}", loop_control: { loop_var: given } }
    - { debug: { msg: x }, when: r.stdout }
    - { ignore_errors: false, name: there, stat: { path: "{{ playbook_dir }}/pwned" }, register: s }
    - { ignore_errors: false, name: untouched, debug: { msg: "{{ s.stat.exists }}" } }
`;

test('no way leads from data to an expression', async () => {
  const files = {
    ...play(ways),
    'data.txt': lookups.slice(1, -1),
    'merged.yml': 'cfg: { more: 1 }\n',
    'part.yml': '- assert: { that: "{{ given }}" }\n',
  };
  const playbook = files['playbook.yml'].replace(
    '  vars: {',
    `  ignore_errors: true\n  vars: { cfg: { data: "{{ lookup('file', 'data.txt') }}" },`,
  );
  const environment = { ...process.env, HOSTILE: lookups.slice(1, -1) } as Record<string, string>;
  const lines = await linesOf({ ...files, 'playbook.yml': playbook }, { environment });
  assert.equal(lines.at(-1), 'untouched: ok false', lines.join('\n'));
  assert.ok(lines.length > 45, lines.join('\n'));
});

test('text that the author of the playbook wrote is read as the expression it is', async () => {
  const lines = await linesOf(
    play(`    - set_fact: { f: 1, wanted: "a == {{ a }}" }
    - { name: assert, assert: { that: ["{{ a }} == 1", "'{{ f }}' == '1'", "{{ wanted }}"] } }
    - { name: items, assert: { that: "{{ item }}" }, loop: [a == 1, f == 1] }
    - { name: when, debug: { msg: x }, when: "{{ a }} == 1" }
    - { name: not when, debug: { msg: x }, when: "{{ a }} == 2" }
    - { name: var, debug: { var: "{{ name_ }}" } }
`),
  );
  assert.deepEqual(lines.slice(2), [
    'assert: ok All assertions passed',
    'items: ok [All assertions passed All assertions passed]',
    'when: ok x',
    'not when: skipped',
    'var: ok',
  ]);
});

test('-e is written by who runs the playbook: its templates are rendered', async () => {
  const lines = await linesOf(play('    - { name: x, debug: { msg: "{{ x }}" } }\n'), {
    extraVars: ['{"x": "{{ secret }}"}'],
  });
  assert.equal(lines.at(-1), 'x: ok s3cret');
});
