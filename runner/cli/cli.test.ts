import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'play-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const good = `
- name: Try
  hosts: localhost
  gather_facts: false
  tasks:
    - { name: one, debug: { msg: "{{ greeting | default('hi') }}" }, tags: a }
    - { name: two, command: 'true', tags: b }
`;
writeFileSync(join(folder, 'good.yml'), good);
writeFileSync(join(folder, 'bad.yml'), good.replace('debug:', 'debgu:').replace('greeting |', 'greeting | no_such |'));
writeFileSync(
  join(folder, 'failing.yml'),
  "- hosts: localhost\n  gather_facts: false\n  tasks:\n    - fail: { msg: 'no' }\n",
);
writeFileSync(
  join(folder, 'aws.yml'),
  '- hosts: localhost\n  gather_facts: false\n  tasks:\n    - aws_caller_info: { region: eu-west-1 }\n',
);

/** Runs the command itself in a process of its own, with no credentials and no terminal. */
function play(words: string[], environment: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, ...environment };
  const command = [process.env['PLAY_TEST_COMMAND']!, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('play', () => {
  test('runs a playbook and prints lines where there is no terminal', () => {
    const { status, stdout, stderr } = play(['good.yml', '-e', 'greeting=hello']);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.match(stdout, /TASK \[one\] \*+\nok: \[localhost\] => \{\n {4}"msg": "hello"\n\}/);
    assert.match(stdout, /localhost +: ok=2 +changed=1 /);
  });
  test('prints all mistakes at once, touches nothing and exits 4', () => {
    const { status, stdout, stderr } = play(['bad.yml']);
    assert.deepEqual([status, stdout], [4, '']);
    assert.match(stderr, /bad\.yml:6:20: error\[module-unknown\]/);
    assert.match(stderr, /did you mean "debug"/);
    assert.match(stderr, /mistakes?; nothing was touched\n$/);
  });
  test('--output json prints one document and nothing else', () => {
    const { stdout } = play(['good.yml', '--output', 'json']);
    const { plays, stats } = JSON.parse(stdout);
    assert.equal(plays[0].tasks.length, 2);
    assert.equal(stats.localhost.ok, 2);
  });
  test('PLAY_OUTPUT=json does the same', () => {
    assert.ok(JSON.parse(play(['good.yml'], { PLAY_OUTPUT: 'json' }).stdout).plays);
  });
  test('--list-tasks and --list-tags show what is in it', () => {
    assert.match(
      play(['good.yml', '--list-tasks']).stdout,
      /play #1 \(localhost\): Try\tTAGS: \[\]\n {4}tasks:\n {6}one\tTAGS: \[a\]/,
    );
    assert.match(play(['good.yml', '--list-tags']).stdout, /TASK TAGS: \[a, b\]/);
  });
  test('--syntax-check says nothing but the name', () => {
    assert.deepEqual(play(['good.yml', '--syntax-check']), { status: 0, stdout: '\nplaybook: good.yml\n', stderr: '' });
  });
  test('--tags runs a part', () => {
    assert.match(play(['good.yml', '--tags', 'b']).stdout, /localhost +: ok=1 /);
  });
  test('a failed task exits 2', () => {
    const { status, stdout } = play(['failing.yml']);
    assert.equal(status, 2);
    assert.match(stdout, /fatal: \[localhost\]: FAILED! => \{.*"msg":"no"/);
  });
  test('--version and --help', () => {
    assert.equal(play(['--version']).stdout, `play ${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`);
    assert.match(play(['--help']).stdout, /Usage\n {2}play PLAYBOOK/);
    assert.match(play([]).stdout, /Usage/);
  });
  test('doc explains a module and lists what there is', () => {
    assert.match(play(['doc', 'ec2_vpc_net']).stdout, /^amazon\.aws\.ec2_vpc_net\n[\s\S]*cidr_block/);
    for (const list of ['-l', '--filters', '--tests', '--lookups'])
      assert.ok(play(['doc', list]).stdout.split('\n').length > 5, list);
  });
  for (const [words, message] of [
    [['good.yml', '--chekc'], /no option --chekc\n {2}did you mean "check"/],
    [['good.yml', 'other.yml'], /one playbook at a time/],
    [['good.yml', '--output', 'xml'], /no output format xml/],
    [['good.yml', '--step'], /no terminal/],
    [['good.yml', '--tags'], /argument missing/],
    [['doc', 'ec2_vpc_nte'], /did you mean "ec2_vpc_net"/],
    [['--check'], /which playbook/],
  ] as const) {
    test(`${words.join(' ')} is wrong usage: exit 64, no stack`, () => {
      const { status, stderr } = play([...words]);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n {4}at /);
      assert.equal(status, 64);
    });
  }
  test('a playbook that is not there is a mistake', () => {
    const { status, stderr } = play(['nowhere.yml']);
    assert.equal(status, 4);
    assert.match(stderr, /nowhere\.yml/);
  });
});

describe('AWS that cannot be used gives one clear message and exit 2', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'the-secret-itself' };
  for (const [what, environment, message] of [
    ['no credentials', {}, /--sandbox/],
    ['an endpoint nobody listens at', { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, /127\.0\.0\.1:9/],
  ] as const) {
    test(what, () => {
      const { status, stdout, stderr } = play(['aws.yml'], environment);
      assert.equal(status, 2);
      assert.match(stdout + stderr, message);
      assert.equal(stdout.match(/fatal:/g)?.length, 1);
      assert.doesNotMatch(stdout + stderr, /\n {4}at |the-secret-itself/);
    });
  }
});
