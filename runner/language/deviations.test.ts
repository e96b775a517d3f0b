import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { PlayEvent } from '../engine/events.ts';
import { type Files, rehearse } from '../engine/testing.ts';
import type { PlayOptions } from '../play.ts';
import { deviationGroups } from './deviations/index.ts';

interface Shown {
  /** What runs; a list of tasks, or files with a playbook. */
  readonly files: Files;
  readonly options?: Partial<PlayOptions>;
  /** Codes of the mistakes it is refused for. */
  readonly refused?: readonly string[];
  /** What each task does, when it runs. */
  readonly lines?: readonly (string | RegExp)[];
  readonly warning?: RegExp;
}

/** Each deviation at work. */
const shown: Readonly<Record<string, Shown>> = {
  'mistakes-first': {
    files: `- {name: t, debug: {msg: "{{ nothing }}"}}
- {name: t, debug: {msg: "{{ 1 | tojsn }}"}}
- {name: t, debug: {mgs: x}}
- {name: t, copy: {src: nowhere, dest: /nowhere}}
- {name: t, nothing: {}}
- {name: t, debug: {msg: "{{ nothing }}"}, when: false}`,
    refused: ['variable-undefined', 'filter-unknown', 'param-unknown', 'file-missing', 'module-unknown'],
  },
  'duplicate-keys': {
    files: '- {name: t, debug: {msg: x}, vars: {a: 1, a: 2}}',
    refused: ['duplicate-key'],
  },
  'unknown-tags': { files: '- {ping: , tags: deploy}', options: { tags: ['deplyo'] }, refused: ['tag-unknown'] },
  'handlers-first': { files: '- {command: echo, notify: nobody}', refused: ['handler-missing'] },
  'argument-specs-first': {
    files: {
      'playbook.yml': '- hosts: localhost\n  roles: [{role: r, port: much}]\n',
      'roles/r/tasks/main.yml': '- ping:\n',
      'roles/r/meta/argument_specs.yml':
        'argument_specs: {main: {options: {port: {type: int}, name: {required: true}}}}\n',
    },
    refused: ['argument-type', 'argument-missing'],
  },
  'own-plugins': {
    files: '- {apt: {name: x}}\n- {some.where.module: {}}',
    refused: ['module-refused', 'module-foreign'],
  },
  'security-labels': {
    files: '- {copy: {content: x, dest: /nowhere/x, setype: a_t, attributes: +i}}',
    refused: ['param-unknown', 'param-unknown'],
  },
  'prompt-encryption': {
    files: '- hosts: localhost\n  vars_prompt: [{name: a, default: x, encrypt: sha512_crypt}]\n  tasks: []',
    refused: ['prompt-encrypt'],
  },
  'prompt-without-terminal': {
    files: '- hosts: localhost\n  vars_prompt: [{name: a}]\n  tasks: []',
    refused: ['prompt-impossible'],
  },
  'other-hosts': { files: '- {ping: , delegate_to: web1}', refused: ['host-unknown'] },
  'native-values': {
    files: '- {name: t, debug: {msg: "{{ (n + 1) | type_debug }}"}, vars: {n: "{{ 1 }}"}}',
    lines: ['t: ok int'],
  },
  'data-is-data': {
    files: `- {name: c, command: "printf '%s' '{_{ 1 + 1 }_}'", register: r}
- {name: t, debug: {msg: "{{ r.stdout | replace('_', '') }}"}}`,
    lines: ['c: changed', 't: ok {{ 1 + 1 }}'],
  },
  'lazy-members': {
    files: '- {name: t, debug: {msg: "{{ cfg.port }}"}, vars: {cfg: {port: "{{ 80 }}", other: "{{ missing }}"}}}',
    lines: ['t: ok 80'],
  },
  'bounded-templates': {
    files: '- {name: t, debug: {msg: "{{ range(1000001) | list }}"}, ignore_errors: true}',
    lines: [/^t: ignored a range of 1000001 numbers is too long/],
  },
  'closed-values': {
    files: '- {name: t, debug: {msg: "{{ \'\'.__class__ is defined }}"}}',
    lines: ['t: ok false'],
  },
  'no-markup': {
    files: `- {name: t, debug: {msg: "{{ '&' | escape | escape }} {{ ('&' | escape) is escaped }}"}}`,
    lines: ['t: ok &amp;amp; False'],
  },
  'seeded-random': {
    files: `- {name: t, debug: {msg: "{{ (range(99) | shuffle(seed='a')) == (range(99) | shuffle(seed='a')) }}"}}`,
    lines: ['t: ok true'],
  },
  'regular-expressions': {
    files: `- {name: t, debug: {msg: "{{ 'a' | regex_search('(a)(?(1)b|c)') }}"}, ignore_errors: true}`,
    lines: [/^t: ignored conditional groups are not supported/],
  },
  'password-hashes': {
    files: `- {name: t, debug: {msg: "{{ 'x' | password_hash('md5_crypt') }}"}, ignore_errors: true}`,
    lines: [/^t: ignored passwords cannot be hashed with 'md5_crypt'/],
  },
  'undefined-is-an-error': {
    files: '- {name: t, debug: {msg: "{{ nothing is none }}"}}',
    refused: ['variable-undefined'],
  },
  'jinja-corners': {
    files: `- {name: a, debug: {msg: "{% for i in [1] %}{% break %}{% else %}e{% endfor %}."}}
- {name: b, debug: {msg: "{% break %}"}, ignore_errors: true, when: false}`,
    refused: ['template-syntax'],
  },
  'takes-more': {
    files: `- {name: t, debug: {msg: "{% for i in [1, 2] %}{% if loop.last %}{% break %}{% endif %}{{ i }}x{% endfor %}"}}`,
    lines: ['t: ok 1x'],
  },
  'text-not-bytes': {
    files: `- {name: t, debug: {msg: "{{ 'ab'.encode() }} {{ 'ab'.encode() | b64encode }}"}}`,
    lines: ['t: ok ab YWI='],
  },
  'numbers-of-javascript': {
    files: '- {name: t, debug: {msg: "{{ (-2) ** 2.5 }}"}, ignore_errors: true}',
    lines: [/^t: ignored -2 has no power of 2.5/],
  },
  'language-version': {
    files: '- {name: t, debug: {msg: "{{ ansible_version.full }}"}}',
    lines: ['t: ok 2.19.0'],
  },
  'facts-of-this-process': {
    files: `- {setup: }
- {name: t, debug: {msg: "{{ ansible_python is defined }} {{ ansible_devices is defined }} {{ ansible_user_id is defined }}"}}`,
    lines: ['setup: ok', 't: ok False False True'],
  },
  configuration: {
    files: {
      'playbook.yml': `- {name: t, debug: {msg: "{{ lookup('config', 'DEFAULT_FORKS') }} {{ ansible_config_file is none }}"}}`,
      'ansible.cfg': '[defaults]\nforks = 9\n',
    },
    lines: ['t: ok 1 True'],
  },
  'keywords-without-effect': {
    files: `- hosts: localhost
  gather_facts: false
  serial: 1
  order: sorted
  port: 22
  remote_user: nobody
  connection: ssh
  tasks: [{name: t, ping: , debugger: never}]`,
    lines: ['t: ok'],
  },
  'become-warns': {
    files: '- {name: t, ping: , become: true}',
    lines: ['t: ok'],
    warning: /become is taken but has no effect/,
  },
  strategies: {
    files:
      '- hosts: localhost\n  gather_facts: false\n  strategy: free\n  tasks: [{name: a, ping: }, {name: b, ping: }]',
    lines: ['a: ok', 'b: ok'],
  },
  'background-in-process': {
    files: '- {name: t, command: sleep 30, async: 60, poll: 0}',
    lines: ['t: changed'],
    warning: /was still at work in the background when the run ended, and was ended with it/,
  },
  'partial-runs-read': {
    files: `- {name: a, set_fact: {x: 1}}
- {name: b, debug: {msg: "{{ x }}"}, tags: only}`,
    options: { tags: ['only'] },
    lines: ['a: read', 'b: ok 1'],
  },
  'predictions-of-files': {
    files: '- {name: t, lineinfile: {path: /nowhere/x, line: a}}',
    options: { check: true },
    lines: ['t: changed (known after apply)'],
    warning: /is not there yet; unless a task before makes it, this will fail/,
  },
  'plain-include': {
    files: { 'playbook.yml': '- include: more.yml a=1', 'more.yml': '- {name: t, debug: {msg: "{{ a }}"}}' },
    lines: ['t: ok 1'],
  },
  'arguments-first': {
    files: `- {name: t, debug: {msg: a, var: b}, ignore_errors: true}
- {name: t, command: '', ignore_errors: true}
- {name: t, set_fact: {a-b: 1}, ignore_errors: true}`,
    refused: ['param-missing', 'params-exclusive', 'variable-name'],
  },
  'loops-left-out': {
    files: `- {ping: , with_inventory_hostnames: all}
- {ping: , with_filetree: x}`,
    refused: ['lookup-unknown', 'lookup-unknown'],
  },
  'module-names': {
    files: `- {set_fact: {m: ping}}
- {action: {module: "{{ m }}"}}
- {action: {module: "{{ n }}"}, vars: {n: ping}}`,
    refused: ['module-dynamic'],
  },
  'missing-includes': {
    files: `- {name: a, include_tasks: "{{ f }}.yml", vars: {f: none}, ignore_errors: true}
- {name: t, debug: {msg: went on}}`,
    lines: [/^a: ignored no file "none.yml"/, 't: ok went on'],
  },
  'retries-alone': {
    files: `- {name: a, command: "false", retries: 1, delay: 0, register: r, ignore_errors: true}
- {name: t, debug: {msg: "{{ r.attempts }}"}}`,
    lines: [/^a: ignored/, 't: ok 1'],
  },
  'vars-rendered': {
    files: `- {name: t, debug: {msg: "{{ vars['a'] }}"}, vars: {a: "{{ 1 }}x"}}`,
    lines: ['t: ok 1x'],
  },
  'templated-keywords': {
    files: '- {name: t, debug: , tags: [no, 1], module_defaults: "{{ all }}", vars: {all: {debug: {msg: x}}}}',
    lines: ['t: ok x'],
  },
  'yaml-dates': {
    files: '- {name: t, debug: {msg: "{{ d | type_debug }}"}, vars: {d: 2024-01-01}}',
    lines: ['t: ok str'],
  },
  'results-as-later': {
    files: `- {name: a, ping: , when: [true, 1 == 2], register: r}
- {name: t, debug: {msg: "{{ r.false_condition }} {{ 'invocation' in r }}"}}`,
    lines: ['a: skipped', 't: ok 1 == 2 False'],
  },
  'absent-text': {
    files: `- {name: t, wait_for: {path: playbook.yml, state: absent, search_regex: 'nowh[e]re', timeout: 1}}`,
    lines: ['t: ok'],
  },
  'file-results': {
    files: `- {name: c, copy: {src: playbook.yml, dest: out}, register: r, loop: [1, 2]}
- {name: t, debug: {msg: "{{ r.results | map(attribute='src') | map('basename') | list }} {{ r.results[1].md5sum is defined }}"}}`,
    lines: [/^c: changed/, "t: ok ['playbook.yml', 'playbook.yml'] True"],
  },
  'strategy-graph': {
    files: `- hosts: localhost
  gather_facts: false
  strategy: graph
  tasks:
    - block:
        - {name: fails, fail: {msg: broken}, register: x}
    - block:
        - {name: needs it, debug: {msg: "{{ x }}"}}
    - block:
        - {name: does not, debug: {msg: hi}}
`,
    options: { forks: 1 },
    lines: ['fails: failed broken', 'does not: ok hi'],
  },
  'loop-parallel': {
    files: '- {name: t, debug: {msg: "{{ item }}"}, loop: [1, 2, 3], loop_control: {parallel: 3}}',
    lines: ['t: ok [1 2 3]'],
  },
};

/** Tests that hold the others. */
const heldBy: Readonly<Record<string, readonly [file: string, test: string]>> = {
  'unknown-until-applied': [
    'runner/engine/check_mode.test.ts',
    '--check walks an empty account to the end and writes nothing',
  ],
  'login-ends-with-the-run': [
    'runner/modules/container/docker_login.test.ts',
    'a login goes over standard input into a folder of the run',
  ],
  'shipped-roles': ['runner/rehearsal/package.test.ts', 'with a role of its own and one of ours'],
  'custom-stats-shown': ['runner/modules/builtin/set_stats.test.ts', 'CUSTOM STATS'],
  'secrets-by-value': [
    'runner/engine/no_log.test.ts',
    'what a no_log task found out is hidden wherever it shows up later',
  ],
  'exit-codes': ['runner/cli/cli.test.ts', 'is wrong usage: exit 64'],
  'interrupt-finishes-the-step': ['runner/engine/run_playbook.test.ts', 'assert.equal(code, 130)'],
  'sandboxed-programs': [
    'runner/sandbox/environment.test.ts',
    'programs of a rehearsal find the sandbox, and nothing of the account of the user',
  ],
  'vault-view': ['runner/cli/vault.test.ts', "succeeds(['view', 'a.yml'"],
};

const all = Object.values(deviationGroups).flatMap((group) => Object.entries(group));

test('every deviation is held by a test', () => {
  assert.deepEqual(all.map(([name]) => name).sort(), [...Object.keys(shown), ...Object.keys(heldBy)].sort());
  for (const [file, words] of Object.values(heldBy)) {
    assert.ok(existsSync(file), file);
    assert.ok(readFileSync(file, 'utf8').includes(words), `${file}: ${words}`);
  }
});

test('deviations are told in one way: lower case, no full stop', () => {
  for (const [name, { ansible, play, why }] of all)
    for (const text of [ansible, play, why]) {
      assert.match(text, /^[^A-Z\s][^\n]*[^.\s]$|^[A-Z][a-z]+’s [^\n]*[^.\s]$/, `${name}: ${text}`);
    }
});

function warningsOf(event: PlayEvent): readonly unknown[] {
  if (event.type === 'warning') return [event.message];
  return event.type === 'task_done' ? [event.outcome.result['warnings']].flat() : [];
}

for (const [name, { files, options, refused, lines, warning }] of Object.entries(shown)) {
  test(`${name} is as it is told`, async () => {
    const run = await rehearse(files, options);
    if (refused) {
      assert.deepEqual(run.diagnostics.map(({ code }) => code).sort(), refused.toSorted());
      assert.equal(run.code, 4);
    }
    for (const [index, wanted] of (lines ?? []).entries()) {
      if (typeof wanted === 'string') assert.equal(run.lines[index], wanted);
      else assert.match(run.lines[index] ?? '', wanted);
    }
    assert.equal(run.lines.length, lines?.length ?? 0);
    const warnings = run.events.flatMap(warningsOf);
    if (warning) assert.match(warnings.join('\n'), warning);
  });
}
