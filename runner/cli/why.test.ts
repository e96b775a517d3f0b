import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inline } from '../vault/testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-why-'));
after(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(
  join(folder, 'playbook.yml'),
  `- name: deploy
  hosts: localhost
  gather_facts: false
  vars:
    port: 80
    url: "http://host:{{ port }}"
    db_password: ${inline('hunter2-in-the-vault').replaceAll('          ', '      ')}
  tasks:
    - name: look
      command: ls
      register: out
      vars: {port: 81}
    - name: say
      debug: {msg: "{{ url }} {{ said }}"}
      vars: {said: "{{ out.stdout }}"}
`,
);
writeFileSync(join(folder, 'broken.yml'), '- hosts: [\n');
writeFileSync(join(folder, 'pw'), 'throw-away\n');

function why(...words: string[]) {
  const env = { PATH: process.env['PATH'], HOME: folder };
  const options = { cwd: folder, env, encoding: 'utf8', input: '' } as const;
  return spawnSync(process.execPath, [process.env['PLAY_TEST_COMMAND']!, 'why', ...words], options);
}

test('play why shows the value, what set it and what it overrode', () => {
  const { status, stdout } = why('port', '--task', 'look', '-e', 'port=8080');
  assert.equal(status, 0);
  assert.equal(
    stdout,
    `port in the task "look"
  8080
  set by    extra vars (-e)
  overrides task vars         playbook.yml:19:20   81
  overrides play vars         playbook.yml:5:11   80
`,
  );
});

test('a template is shown as it was written, and what the run brings as known after apply', () => {
  assert.equal(
    why('url').stdout,
    `url in the play "deploy"
  http://host:80
  set by    play vars   playbook.yml:6:10
  written   http://host:{{ port }}
`,
  );
  assert.match(why('said', '--task', 'say').stdout, /\n {2}\(known after apply: it needs out\)\n/);
  assert.match(why('out').stdout, /\n {2}set by {4}registered by the task "look" {3}playbook\.yml:18:17\n/);
});

test('secrets are not shown, encrypted or by their names, whether a password is there or not', () => {
  for (const more of [[], ['--vault-password-file', 'pw']]) {
    const { stdout, stderr } = why('db_password', ...more);
    assert.match(stdout, /\n {2}\*{8}\n/);
    assert.doesNotMatch(stdout + stderr, /hunter2/);
  }
  const { stdout } = why('db_password', '-e', 'db_password=plain-hunter2', '--output', 'json');
  assert.doesNotMatch(stdout, /hunter2/);
});

test('--output json prints one document', () => {
  const { variable, scopes } = JSON.parse(why('port', '--output', 'json').stdout);
  assert.equal(variable, 'port');
  const file = join(folder, 'playbook.yml');
  assert.deepEqual(
    scopes.map((scope: object) => ({ ...scope })),
    [
      {
        scope: 'play',
        name: 'deploy',
        value: 80,
        definitions: [{ level: 'play vars', file, line: 5, column: 11, value: 80 }],
      },
    ],
  );
});

test('wrong usage says what to do', () => {
  const cases: readonly (readonly [words: readonly string[], status: number, message: RegExp])[] = [
    [[], 64, /why which variable\?\n {2}play why VAR/],
    [['prot'], 64, /nothing defines "prot"\n {2}did you mean "port"\?/],
    [['port', '--task', 'lok'], 64, /no task is called "lok"\n {2}did you mean "look"\?/],
    [['port', 'playbook.yml', 'more'], 64, /not also more/],
    [['port', 'broken.yml'], 4, /yaml-syntax/],
    [['port', 'nowhere.yml'], 4, /no playbook "/],
    [['port', '--output', 'xml'], 64, /no output format xml/],
  ];
  for (const [words, status, message] of cases) {
    const ended = why(...words);
    assert.equal(ended.status, status, words.join(' '));
    assert.match(ended.stderr, message);
    assert.equal(ended.stdout, '');
  }
});
