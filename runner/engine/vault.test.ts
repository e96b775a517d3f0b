import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { PlayOptions } from '../play.ts';
import { inline, sealed } from '../vault/testing.ts';
import { type Files, linesOf, type Rehearsal, rehearse } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-vault-run-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string, mode = 0o600) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};
const right = { vaultPasswordFiles: [file('right', 'throw-away\n')] };
const wrong = { vaultPasswordFiles: [file('wrong', 'another\n')] };
const environment = { PATH: process.env['PATH'] ?? '', HOME: folder };
const run = (files: Files, options: Partial<PlayOptions> = {}) =>
  rehearse(files, { environment, ...right, ...options });

/** What tasks said and returned, with nothing hidden: by way of a file that a task writes. */
async function written(
  files: Readonly<Record<string, string>>,
  expression: string,
  options: Partial<PlayOptions> = {},
) {
  const target = file('said', '');
  const tasks = `- copy: { content: "{{ ${expression} }}", dest: "${target}" }\n`;
  const playbook = files['playbook.yml'];
  const end = await run({ ...files, 'playbook.yml': (playbook ?? '') + tasks }, options);
  assert.deepEqual(end.diagnostics, []);
  assert.equal(end.code, 0, end.lines.join('\n'));
  return readFileSync(target, 'utf8');
}

const play = (head: string) => `- hosts: localhost\n  gather_facts: false\n${head}  tasks:\n`;
const everything = (end: Rehearsal) => JSON.stringify([end.events, end.diagnostics, end.lines]);

describe('an encrypted file is read', () => {
  const secrets = sealed('token: open-sesame\n');
  const cases: readonly [where: string, files: Readonly<Record<string, string>>, options?: Partial<PlayOptions>][] = [
    ['by vars_files', { 'playbook.yml': `${play('  vars_files: [v.yml]\n')}    `, 'v.yml': secrets }],
    ['as group_vars', { 'playbook.yml': `${play('')}    `, 'group_vars/all.yml': secrets }],
    ['in a folder of group_vars', { 'playbook.yml': `${play('')}    `, 'group_vars/all/vault.yml': secrets }],
    ['as host_vars', { 'playbook.yml': `${play('')}    `, 'host_vars/localhost.yml': secrets }],
    [
      'as defaults of a role',
      {
        'playbook.yml': `${play('  roles: [r]\n')}    `,
        'roles/r/defaults/main.yml': secrets,
        'roles/r/tasks/main.yml': '',
      },
    ],
    [
      'as vars of a role',
      {
        'playbook.yml': `${play('  roles: [r]\n')}    `,
        'roles/r/vars/main.yml': secrets,
        'roles/r/tasks/main.yml': '',
      },
    ],
    ['by include_vars', { 'playbook.yml': '- include_vars: v.yml\n', 'v.yml': secrets }],
    ['by include_vars of a folder', { 'playbook.yml': '- include_vars: { dir: d }\n', 'd/v.yml': secrets }],
    ['by -e @file', { 'playbook.yml': `${play('')}    ` }, { extraVars: [`@${file('e.yml', secrets)}`] }],
    [
      'as a file of tasks that is included',
      { 'playbook.yml': '- include_tasks: t.yml\n', 't.yml': sealed('- set_fact: { token: open-sesame }\n') },
    ],
    [
      'as a file of tasks that is imported',
      { 'playbook.yml': '- import_tasks: t.yml\n', 't.yml': sealed('- set_fact: { token: open-sesame }\n') },
    ],
  ];
  for (const [where, files, options] of cases) {
    test(where, async () => assert.equal(await written(files, 'token', options), 'open-sesame'));
  }

  test('as the tasks of a role, and as a whole playbook', async () => {
    const tasks = "- debug: { msg: 'from the role' }\n";
    assert.match(
      (
        await run({ 'playbook.yml': `${play('  roles: [r]\n')}    []\n`, 'roles/r/tasks/main.yml': sealed(tasks) })
      ).lines.join(),
      /from the role/,
    );
    const whole = await rehearse(
      { 'p.yml': sealed(`${play('')}    - debug: { msg: 'all of it' }\n`) },
      {
        environment,
        ...right,
        playbook: 'p.yml',
      },
    );
    assert.match(whole.lines.join(), /all of it/);
  });
});

describe('an encrypted value', () => {
  const vars = {
    'group_vars/all.yml': `user: me\ntoken: ${inline('a {{ user }} {% x')}\ncfg:\n  port: 80\n  key: ${inline('deep').replaceAll('\n', '\n  ')}\nlist:\n  - ${inline('listed').replaceAll('\n', '\n  ')}\n`,
  };

  test('is data: templates in it are never rendered', async () => {
    assert.equal(await written(vars, 'token'), 'a {{ user }} {% x');
    assert.equal(await written(vars, "token ~ '!'"), 'a {{ user }} {% x!');
  });
  test('of an encrypted file has templates, as any other file', async () => {
    assert.equal(await written({ 'group_vars/all.yml': sealed('user: me\ntoken: "a {{ user }}"\n') }, 'token'), 'a me');
  });
  test('is text that filters, tests and conditions work with', async () => {
    assert.equal(
      await written(vars, "[cfg.key | upper, cfg.key is string, cfg['key'] == 'deep', list[0], list | join] | to_json"),
      '["DEEP", true, true, "listed", "listed"]',
    );
  });
  test('stands in arguments, environments, loops and extra variables, too', async () => {
    const { lines } = await run(
      `- shell: test "$KEY" = from-env\n  environment:\n    KEY: ${inline('from-env')}\n` +
        `- assert: { that: item == 'looped' }\n  loop:\n    - ${inline('looped')}` +
        `- assert: { that: extra == 'given' }\n- fail: {}\n  when: item_ != 'x-arg'\n  vars:\n    item_: ${inline('x-arg')}`,
      { extraVars: [`{"extra": !vault ${JSON.stringify(sealed('given'))}}`] },
    );
    assert.deepEqual(
      lines.filter((line) => /failed|fatal/.test(line)),
      [],
    );
  });
  test('is vault_encrypted as it is written, and what is made of it is not', async () => {
    assert.equal(
      await written(
        {
          ...vars,
          'playbook.yml': '- set_fact: { copy_of: "{{ token }}" }\n',
        },
        '[token is vault_encrypted, cfg.key is vault_encrypted, list[0] is vault_encrypted, cfg.port is vault_encrypted, ' +
          'copy_of is vault_encrypted, (token ~ 1) is vault_encrypted, user is not vault_encrypted] | to_json',
      ),
      '[true, true, true, false, false, false, true]',
    );
  });
  test('stays closed until it is used, so that nobody needs all passwords', async () => {
    const files = { ...vars, 'playbook.yml': `${play('')}    - debug: { msg: '{{ cfg.port }} {{ user }}' }\n` };
    assert.equal((await run(files, { vaultPasswordFiles: [] })).code, 0);
    assert.equal((await run(files, wrong)).code, 0);
  });
});

test('copy, template and lookups decrypt the files of the playbook; copy leaves them closed when told so', async () => {
  const files = {
    'playbook.yml':
      `- copy: { src: s.bin, dest: ${folder}/copied, mode: '0600' }\n` +
      `- copy: { src: s.bin, dest: ${folder}/kept, decrypt: false }\n` +
      `- copy: { src: tree/, dest: ${folder}/tree }\n` +
      `- template: { src: t.j2, dest: ${folder}/rendered }\n` +
      `- copy: { content: "{{ lookup('file', 's.bin') }}|{{ lookup('unvault', 's.bin') }}|{{ lookup('template', 't.j2') }}", dest: ${folder}/looked }\n`,
    's.bin': sealed('in the file {{ x }}\n'),
    't.j2': sealed('it is {{ 1 + 1 }}\n'),
    'tree/a': sealed('in the tree'),
  };
  const end = await run(files);
  assert.equal(end.code, 0, end.lines.join('\n'));
  const content = (name: string) => readFileSync(join(folder, name), 'utf8');
  assert.equal(content('copied'), 'in the file {{ x }}\n');
  assert.equal(content('kept'), files['s.bin']);
  assert.equal(content('tree/a'), 'in the tree');
  assert.equal(content('rendered'), 'it is 2\n');
  assert.equal(content('looked'), 'in the file {{ x }}|in the file {{ x }}\n|it is 2\n');
  assert.doesNotMatch(everything(end), /in the (file|tree)/);
  assert.match((await run(files)).lines.join(), /ok/);
});

describe('without the password nothing is touched, and one mistake says where', () => {
  const touch = (task: string) => `- file: { path: '${folder}/touched', state: touch }\n${task}`;
  const cases: readonly [what: string, files: Readonly<Record<string, string>>, place: RegExp][] = [
    [
      'a value',
      { 'playbook.yml': touch(`- debug: { msg: '{{ a }}' }\n  vars:\n    a: ${inline('x')}`) },
      /playbook\.yml:7:/,
    ],
    [
      'a value behind others',
      {
        'playbook.yml': touch("- debug: { msg: '{{ b }}' }\n- debug: { msg: '{{ c.d }}' }\n"),
        'group_vars/all.yml': `b: '{{ c.d }}'\nc:\n  d: ${inline('x').replaceAll('\n', '\n  ')}`,
      },
      /all\.yml:3:/,
    ],
    [
      'a value of a file that is included',
      { 'playbook.yml': touch("- include_vars: v.yml\n- debug: { msg: '{{ a }}' }\n"), 'v.yml': `a: ${inline('x')}` },
      /v\.yml:1:/,
    ],
    [
      'a vars file',
      { 'playbook.yml': touch("- include_vars: v.yml\n- debug: { msg: '{{ a }}' }\n"), 'v.yml': sealed('a: 1\n') },
      /v\.yml:1:1|playbook\.yml:5:/,
    ],
    [
      'a file of tasks',
      { 'playbook.yml': touch('- include_tasks: t.yml\n'), 't.yml': sealed('- debug:\n') },
      /t\.yml:1:1/,
    ],
    [
      'a file to copy',
      { 'playbook.yml': touch('- copy: { src: s, dest: /nowhere/x }\n'), s: sealed('x') },
      /playbook\.yml:5:/,
    ],
    [
      'a template',
      { 'playbook.yml': touch('- template: { src: s, dest: /nowhere/x }\n'), s: sealed('x') },
      /playbook\.yml:5:/,
    ],
    [
      'a looked-up file',
      { 'playbook.yml': touch(`- debug: { msg: "{{ lookup('file', 's') }}" }\n`), s: sealed('x') },
      /playbook\.yml:5:/,
    ],
  ];
  for (const [what, files, place] of cases) {
    for (const [how, options] of [
      ['none', { vaultPasswordFiles: [] }],
      ['a wrong one', wrong],
    ] as const) {
      test(`${what}, with ${how}`, async () => {
        const { code, diagnostics } = await run(files, options);
        assert.equal(code, 4);
        assert.deepEqual(
          diagnostics.map((each) => each.code),
          ['vault'],
        );
        const [{ place: at, message, hint }] = diagnostics as [(typeof diagnostics)[0]];
        assert.match(`${at!.file}:${at!.line}:${at!.column}`, place);
        assert.match(message, how === 'none' ? /no vault password is given/ : /no vault password given opens it/);
        assert.ok(hint);
        assert.throws(() => readFileSync(join(folder, 'touched')), /ENOENT/);
      });
    }
  }

  test('all that is locked alike counts as one', async () => {
    const tasks = '- debug: { msg: "{{ a }} {{ b }} {{ c }}" }\n';
    const vars = `${['a', 'b'].map((name) => `${name}: ${inline('x')}`).join('')}c: ${inline('x', 'throw-away', 'prod')}`;
    const { diagnostics } = await run(
      { 'playbook.yml': tasks, 'group_vars/all.yml': vars },
      { vaultPasswordFiles: [] },
    );
    assert.equal(diagnostics.length, 2);
    assert.match(diagnostics[0]!.hint!, /one other place is locked/);
    assert.match(diagnostics[1]!.message, /under the label "prod"/);
  });
  test('a password file that is missing is the one mistake', async () => {
    const { code, diagnostics } = await run(
      {
        'playbook.yml': "- debug: { msg: '{{ a }} {{ undefined_elsewhere }}' }\n",
        'group_vars/all.yml': sealed('a: 1\n'),
      },
      { vaultPasswordFiles: ['/no/such/file'] },
    );
    assert.deepEqual([code, diagnostics.map((each) => each.code)], [4, ['vault-password']]);
  });
  test('tasks that tags leave out, or a condition, need none', async () => {
    const tasks = `- debug: { msg: hi }\n  tags: a\n- debug: { msg: '{{ token }}' }\n  tags: b\n- debug: { msg: '{{ token }}' }\n  when: false\n  tags: a\n`;
    const files = { 'playbook.yml': tasks, 'group_vars/all.yml': `token: ${inline('x')}` };
    assert.equal((await run(files, { vaultPasswordFiles: [], tags: ['a'] })).code, 0);
    assert.equal((await run(files, { vaultPasswordFiles: [] })).code, 4);
  });
});

test('passwords come from the environment, too, and several are tried', async () => {
  const files = {
    'playbook.yml': "- assert: { that: a == 'one' and b == 'two' }\n",
    'group_vars/all.yml': `a: ${inline('one', 'first', 'x')}b: ${inline('two', 'second')}`,
  };
  const [first, second] = [file('first', 'first'), file('second', '#!/bin/sh\necho second\n', 0o700)];
  const none = { vaultPasswordFiles: [] };
  const from = (more: Record<string, string>) => ({ ...none, environment: { ...environment, ...more } });
  assert.equal((await run(files, { ...none, vaultIds: [`x@${first}`, second] })).code, 0);
  assert.equal((await run(files, from({ ANSIBLE_VAULT_IDENTITY_LIST: `x@${first}, ${second}` }))).code, 0);
  assert.equal((await run(files, { ...from({ ANSIBLE_VAULT_PASSWORD_FILE: second }), vaultIds: [first] })).code, 0);
  const strict = { ANSIBLE_VAULT_ID_MATCH: '1', ANSIBLE_VAULT_PASSWORD_FILE: second };
  assert.equal((await run(files, { ...from(strict), vaultIds: [`y@${first}`] })).code, 4);
});

test('a password that is asked for is asked for once, hidden', async () => {
  const asked: unknown[] = [];
  const { code } = await run(
    { 'playbook.yml': `- debug: { msg: '{{ a }}' }\n  vars:\n    a: ${inline('hidden-text')}` },
    {
      vaultPasswordFiles: [],
      vaultIds: ['dev@prompt'],
      prompt: async (question, { echo }) => {
        asked.push(question, echo);
        return 'throw-away';
      },
    },
  );
  assert.deepEqual([code, asked], [0, ['Vault password (dev): ', false]]);
});

describe('what comes out of a vault is in no event and no message', () => {
  const secret = 'correct-horse';
  const cases: readonly [what: string, files: Files][] = [
    ['shown by debug', `- debug: { msg: 'it is {{ a }}!' }\n  vars:\n    a: ${inline(secret)}`],
    [
      'shown whole',
      `- debug: { var: a }\n  vars:\n    a: { b: ${JSON.stringify('x')} , c: !vault ${JSON.stringify(sealed(secret))} }\n`,
    ],
    [
      'printed by a command',
      `- command: echo {{ a }} {{ a | b64encode }} {{ a | urlencode }}\n  vars:\n    a: ${inline(secret)}`,
    ],
    ['in the name of a task', `- name: 'use {{ a }}'\n  debug:\n  vars:\n    a: ${inline(secret)}`],
    ['registered and kept', `- set_fact: { f: '{{ a }}' }\n  vars:\n    a: ${inline(secret)}- debug: { var: f }\n`],
    ['in the message of a failure', `- fail: { msg: 'not {{ a }}' }\n  vars:\n    a: ${inline(secret)}`],
    ['in an error of ours', `- debug: { msg: hi }\n  when: a | int('x', 'y', 'z')\n  vars:\n    a: ${inline(secret)}`],
    [
      'of a file',
      { 'playbook.yml': '- debug: { msg: "{{ d.e }}" }\n', 'group_vars/all.yml': sealed(`d: { e: ${secret} }\n`) },
    ],
    [
      'made by a template in a file',
      {
        'playbook.yml': '- debug: { msg: "{{ url }}" }\n',
        'group_vars/all.yml': sealed(`host: h\nurl: 'db://me:${secret}@{{ host }}'\n`),
      },
    ],
    [
      'a number',
      {
        'playbook.yml': '- debug: { msg: "{{ pin }}" }\n- debug: { var: pin }\n- set_fact: { twice: "{{ [pin] }}" }\n',
        'group_vars/all.yml': sealed('pin: 73914628\n'),
      },
    ],
    [
      'lines of a key',
      {
        'playbook.yml': '- command: "printf \'%s\' {{ key | quote }}"\n',
        'group_vars/all.yml': sealed(`key: |\n  -----BEGIN\n  ${secret}\n  line-two-of-key\n`),
      },
    ],
    [
      'of include_vars',
      { 'playbook.yml': '- include_vars: v.yml\n- debug: { msg: "{{ z }}" }\n', 'v.yml': sealed(`z: ${secret}\n`) },
    ],
    [
      'of vars in encrypted tasks',
      {
        'playbook.yml': '- import_tasks: t.yml\n',
        't.yml': sealed(
          `- debug: { msg: "{{ own }} {{ made }}" }\n  vars: { own: ${secret}, made: 'x {{ 1 }} line-two-of-key' }\n`,
        ),
      },
    ],
    [
      'decrypted by a filter',
      `- debug: { msg: "{{ '${sealed(secret, 'pw').replaceAll('\n', '\\\\n')}' | unvault('pw') }}" }\n`,
    ],
    [
      'quoted by a check',
      {
        'playbook.yml': '- file: { path: /nowhere, state: "{{ s }}" }\n',
        'group_vars/all.yml': sealed(`s: ${secret}\n`),
      },
    ],
    [
      'in a file that is no YAML',
      { 'playbook.yml': '- debug: { msg: "{{ s }}" }\n', 'group_vars/all.yml': sealed(`s: [${secret}\nx: ]\n@a\n`) },
    ],
  ];
  for (const [what, files] of cases) {
    test(what, async () => {
      const end = await run(files, { verbosity: 3, diff: true });
      assert.doesNotMatch(everything(end), /correct-horse|73914628|line-two-of-key|throw-away/);
      assert.ok(end.events.length + end.diagnostics.length > 0);
    });
  }
});

test('the vault filters speak the format of Ansible', async () => {
  const known =
    '$ANSIBLE_VAULT;1.2;AES256;lab\n37333631366337340a62313837393131653535626365663530336337333966306339646132643036\n' +
    '3563393765353231626630363164383132643731623662303038623838363962640a623939366335\n3236643434383630623762383636306265363533666631636139\n';
  assert.equal(await written({}, "'abc' | vault('s', 'salt', 'lab')"), known);
  assert.equal(await written({}, "'abc' | vault('s', salt='salt', vault_id='lab') | unvault('s')"), 'abc');
  assert.equal(await written({}, "'plain' | unvault('s')"), 'plain');
  assert.match(await written({}, "'abc' | vault('s')"), /^\$ANSIBLE_VAULT;1\.2;AES256;filter_default\n/);
  const lines = await linesOf("- debug: { msg: \"{{ 'abc' | vault('s') | unvault('t') }}\" }\n", { environment });
  assert.match(lines.join('\n'), /opens it/);
});
