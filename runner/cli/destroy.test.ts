import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { sandboxForTest } from '../sandbox/daemon/testing.ts';

const site = `
- name: Try
  hosts: localhost
  gather_facts: false
  module_defaults: { group/aws: { region: eu-west-1 } }
  tasks:
    - { name: first, cloudwatchlogs_log_group: { log_group_name: one } }
    - { name: second, cloudwatchlogs_log_group: { log_group_name: two } }
`;

/** Runs the command in a folder of the test's own, with a sandbox and without a terminal. */
function project(t: TestContext) {
  const cwd = dirname(sandboxForTest(t).path);
  writeFileSync(join(cwd, 'site.yml'), site);
  writeFileSync(join(cwd, 'other.yml'), site);
  return (words: string) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [process.env['PLAY_TEST_COMMAND']!, ...words.split(' ')],
      { cwd, env: { PATH: process.env['PATH'] ?? '', HOME: cwd }, encoding: 'utf8', timeout: 60_000 },
    );
    return { status, stdout, stderr };
  };
}

test('--destroy is announced by --check, done, and then has nothing to do', (t) => {
  const play = project(t);
  assert.equal(play('site.yml --sandbox').status, 0);
  const planned = play('site.yml --sandbox --check --destroy --detailed-exitcode');
  assert.equal(planned.status, 10);
  assert.match(
    planned.stdout,
    /PLAY \[Destroy: Try\] [\s\S]*TASK \[second\] \*+\nchanged: \[localhost\]\n {4}- delete log group two\n[\s\S]*TASK \[first\]/,
  );
  assert.match(planned.stdout, /0 to replace, 2 to remove, 0 may run\n/);
  const done = play('site.yml --sandbox --destroy');
  assert.equal(done.status, 0);
  assert.match(done.stdout, /changed=2 /);
  const steps = (text: string) => text.match(/^ {4}- .*$/gm);
  assert.deepEqual(steps(done.stdout), steps(planned.stdout));
  const again = play('site.yml --sandbox --destroy');
  assert.match(again.stdout, /changed=0 [\s\S]*no write\n$/);
  assert.equal(play('site.yml --sandbox --check --destroy --detailed-exitcode').status, 0);
});

test('what another playbook made is left, named last, and told in JSON', (t) => {
  const play = project(t);
  assert.equal(play('site.yml --sandbox').status, 0);
  const left = play('other.yml --sandbox --destroy');
  assert.equal(left.status, 0);
  assert.match(left.stdout, /TASK \[second\] \*+\nskipping: \[localhost\]\n {4}left: site\.yml made it\n/);
  assert.match(
    left.stdout,
    /\nleft as it is:\n {2}second: site\.yml made it\n {2}first: site\.yml made it\n2 things are still there\n$/,
  );
  const document = JSON.parse(play('other.yml --sandbox --destroy --output json').stdout);
  assert.deepEqual(document.play.left, [
    { name: 'second', reason: 'site.yml made it' },
    { name: 'first', reason: 'site.yml made it' },
  ]);
  assert.deepEqual(
    document.plays[0].tasks.map((task: { hosts: { localhost: { left: string } } }) => task.hosts.localhost.left),
    ['site.yml made it', 'site.yml made it'],
  );
});

for (const [words, message] of [
  ['--destroy=some', /--destroy is followed by nothing or by =all, not by "some"/],
  ['--destroy-all', /there is no option --destroy-all\n.*--destroy=all/],
  ['--destroy --adopt', /--adopt has no meaning with --destroy/],
  ['--destroy=all --start-at-task x', /--start-at-task has no meaning with --destroy/],
] as const)
  test(`${words} is wrong usage`, (t) => {
    const { status, stdout, stderr } = project(t)(`site.yml ${words}`);
    assert.deepEqual([status, stdout], [64, '']);
    assert.match(stderr, message);
  });

test('a playbook with mistakes is not destroyed', (t) => {
  const play = project(t);
  assert.equal(play('site.yml --destroy -e @nowhere.yml').status, 4);
});
