import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { SandboxFolder } from '../sandbox/daemon/folder.ts';
import { isRunning } from '../sandbox/daemon/process_identity.ts';
import { readRecord } from '../sandbox/daemon/record.ts';
import { sandboxForTest } from '../sandbox/daemon/testing.ts';

const site = `
- hosts: localhost
  gather_facts: false
  module_defaults: { group/aws: { region: eu-west-1 } }
  tasks:
    - ec2_vpc_net: { name: try, cidr_block: 10.0.0.0/16 }
    - cloudwatchlogs_log_group: { log_group_name: try }
`;

/** Runs the command in a project of the test's own. */
function project(t: TestContext) {
  const folder = sandboxForTest(t);
  const cwd = dirname(folder.path);
  writeFileSync(join(cwd, 'playbook.yml'), site);
  const run = (words: string, { file = process.env['PLAY_TEST_COMMAND']!, from = cwd } = {}) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: cwd };
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words.split(' ').filter(Boolean)], {
      cwd: from,
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  };
  return { folder, cwd, run };
}

const pidOf = (folder: SandboxFolder) => readRecord(folder.record)?.pid;

test('--sandbox starts it, says so once, and finds its state again', (t) => {
  const { folder, run } = project(t);
  const first = run('playbook.yml --sandbox');
  assert.equal(first.status, 0, first.stdout + first.stderr);
  assert.match(first.stderr, /^play: started the sandbox at http:\/\/127\.0\.0\.1:\d+; .*"play sandbox stop".*\n$/);
  assert.match(first.stdout, /changed=2 /);
  const pid = pidOf(folder);
  assert.notEqual(pid, undefined);
  const second = run('playbook.yml --sandbox');
  assert.deepEqual([second.status, second.stderr, pidOf(folder)], [0, '', pid]);
  assert.match(second.stdout, /changed=0 .*\n/);
  assert.match(second.stdout, /AWS API calls, no write/);
  assert.equal(run('playbook.yml --sandbox --check -e x=1').status, 0);
});

test('a playbook with mistakes, and a listing, start nothing', (t) => {
  const { folder, cwd, run } = project(t);
  writeFileSync(join(cwd, 'bad.yml'), site.replace('cidr_block', 'cdir_block'));
  assert.equal(run('bad.yml --sandbox').status, 4);
  assert.equal(run('playbook.yml --sandbox --list-tasks').status, 0);
  assert.equal(run('playbook.yml --sandbox --syntax-check').status, 0);
  assert.ok(!existsSync(folder.path));
});

test('start, status, env, fault, logs, reset and stop', (t) => {
  const { folder, cwd, run } = project(t);
  assert.deepEqual([run('sandbox status').status, run('sandbox fault').status], [1, 1]);
  assert.match(run('sandbox start --sandbox-speed 30 --sandbox-idle 5').stderr, /started .* 5 minutes/);
  assert.match(run('sandbox start').stdout, /runs already, at http/);
  const { pid, port, started } = { ...readRecord(folder.record)! };
  const status = run('sandbox status').stdout;
  assert.match(status, new RegExp(`at http://127.0.0.1:${port}\n  pid ${pid}, up .*ends after 5 min\n  speed 30`));
  assert.equal(JSON.parse(run('sandbox status --output json').stdout).pid, pid);
  assert.equal(
    run('sandbox env').stdout,
    `export AWS_ENDPOINT_URL=http://127.0.0.1:${port}
export AWS_ACCESS_KEY_ID=sandbox
export AWS_SECRET_ACCESS_KEY=sandbox
export AWS_REGION=eu-west-1
export AWS_DEFAULT_REGION=eu-west-1
`,
  );
  assert.equal(run('sandbox fault delay ec2:DescribeVpcs 1s').stdout, 'delay ec2:DescribeVpcs 1s\n');
  writeFileSync(join(cwd, 'faults'), '# two\nlag iam 2s\nthrottle ecs:* 3\n');
  assert.equal(run('sandbox fault @faults').status, 0);
  assert.equal(run('sandbox fault').stdout.split('\n').length, 4);
  writeFileSync(join(cwd, 'faults'), 'lag iam 2s\n  trottle ecs:* 3\n');
  assert.match(run('sandbox fault @faults').stderr, /^play: faults:2:3: there is no fault "trottle"/);
  assert.equal(run('sandbox fault clear all').stdout.split('\n').length, 4);
  run('playbook.yml --sandbox');
  assert.equal(run('sandbox logs try').status, 0);
  assert.match(run('sandbox logs tyr').stderr, /no log group tyr\n.*did you mean "try"/);
  assert.match(run('sandbox logs').stdout, /the sandbox answers at/);
  assert.equal(run('sandbox reset').status, 0);
  assert.match(run('playbook.yml --sandbox').stdout, /changed=2 /);
  assert.equal(run('sandbox stop').status, 0);
  assert.ok(!isRunning({ pid, started }));
  assert.match(run('sandbox stop').stdout, /no sandbox runs here/);
  assert.equal(run('sandbox reset').status, 0);
  assert.match(run('playbook.yml --sandbox').stdout, /changed=2 /);
});

test('it is found from below the project’s folder', (t) => {
  const { run, cwd } = project(t);
  const from = join(cwd, 'roles/mine');
  mkdirSync(from, { recursive: true });
  run('sandbox start');
  assert.equal(run('sandbox status', { from }).status, 0);
});

test('health_check --sandbox looks into it, and says so where there is none', (t) => {
  const { run } = project(t);
  const file = join(dirname(process.env['PLAY_TEST_COMMAND']!), 'health_check.js');
  const none = run('--sandbox', { file });
  assert.deepEqual([none.status, none.stdout], [2, '']);
  assert.match(none.stderr, /no sandbox runs here \(play playbook\.yml --sandbox/);
  run('sandbox start');
  const empty = run('--sandbox', { file });
  assert.equal(empty.status, 2);
  assert.match(empty.stderr, /UNKNOWN no load balancer named ecs-services/);
});

for (const [words, message] of [
  ['sandbox strat', /no command sandbox strat\n.*did you mean "start"/],
  ['sandbox stop now', /takes no now/],
  ['sandbox start --sandbox-speed 0', /--sandbox-speed 0/],
  ['sandbox start --sandbox-speed fast', /fast is not a number/],
  ['sandbox start --sandbox-engine podman', /no engine podman/],
] as const) {
  test(`${words} is wrong usage`, (t) => {
    const { status, stderr } = project(t).run(words);
    assert.match(stderr, message);
    assert.equal(status, 64);
  });
}

test('sandbox --help explains it', (t) => {
  const { run } = project(t);
  for (const words of ['sandbox', 'sandbox --help', 'sandbox start -h'])
    assert.match(run(words).stdout, /play sandbox fault/);
});
