import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  join(folder, 'drift.yml'),
  '- hosts: localhost\n  gather_facts: false\n  tasks:\n    - { name: write, copy: { content: new, dest: drift.txt } }\n',
);
writeFileSync(
  join(folder, 'failing.yml'),
  "- hosts: localhost\n  gather_facts: false\n  tasks:\n    - fail: { msg: 'no' }\n",
);
writeFileSync(
  join(folder, 'aws.yml'),
  '- hosts: localhost\n  gather_facts: false\n  tasks:\n    - aws_caller_info: { region: eu-west-1 }\n',
);

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command itself in a process of its own, with no credentials and no terminal. */
function play(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, ...environment };
  const child = spawn(process.execPath, [process.env['PLAY_TEST_COMMAND']!, ...words], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...texts })));
}

describe('play', () => {
  test('--graph shows what waits for what in each form, and runs nothing', async () => {
    const tasks = '[{name: set, set_fact: {x: 1}}, {block: [{name: read, command: "echo {{ x }}"}]}]';
    writeFileSync(
      join(folder, 'graph.yml'),
      `- {name: G, hosts: localhost, gather_facts: false, strategy: graph, tasks: ${tasks}}\n`,
    );
    const text = await play(['graph.yml', '--graph']);
    assert.match(text.stdout, /tasks:\n {6}set\n {6}read\n {10}after set {2}reads x, which "set" sets\n/);
    assert.match((await play(['graph.yml', '--graph=mermaid'])).stdout, /^flowchart LR\n/);
    assert.match((await play(['graph.yml', '--graph=dot'])).stdout, /^digraph playbook \{\n/);
    assert.match((await play(['graph.yml', '--graph=svg'])).stdout, /^<svg xmlns=/);
    const wrong = await play(['graph.yml', '--graph=png']);
    assert.deepEqual(
      [wrong.status, wrong.stderr],
      [64, 'play: a graph has no form "png"\n  text, mermaid, dot, svg\n'],
    );
    assert.equal((await play(['bad.yml', '--graph'])).status, 4);
  });
  test('runs a playbook and prints lines where there is no terminal', async () => {
    const { status, stdout, stderr } = await play(['good.yml', '-e', 'greeting=hello']);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.match(stdout, /TASK \[one\] \*+\nok: \[localhost\] => \{\n {4}"msg": "hello"\n\}/);
    assert.match(stdout, /localhost +: ok=2 +changed=1 /);
  });
  test('prints all mistakes at once, touches nothing and exits 4', async () => {
    const { status, stdout, stderr } = await play(['bad.yml']);
    assert.deepEqual([status, stdout], [4, '']);
    assert.match(stderr, /bad\.yml:6:20: error\[module-unknown\]/);
    assert.match(stderr, /did you mean "debug"/);
    assert.match(stderr, /mistakes?; nothing was touched\n$/);
  });
  test('--check --detailed-exitcode tells pending changes by exit code 10, a run has nothing pending', async () => {
    const { stdout, ...check } = await play(['drift.yml', '--check', '--diff', '--detailed-exitcode']);
    assert.equal(check.status, 10);
    assert.match(stdout, /PLAN \*+\n\(no role\)\n {2}~ write\nplan: 0 to create, 1 to change, /);
    assert.equal((await play(['drift.yml', '--check'])).status, 0);
    assert.equal((await play(['drift.yml', '--detailed-exitcode'])).status, 0);
    const quiet = await play(['drift.yml', '--check', '--detailed-exitcode']);
    assert.equal(quiet.status, 0);
    assert.match(quiet.stdout, /\nplan: nothing to do\n/);
    const failing = await play(['failing.yml', '--check', '--detailed-exitcode']);
    assert.equal(failing.status, 2);
    assert.match(failing.stdout, /\nplan \(incomplete\): /);
  });
  test('--output json prints one document and nothing else', async () => {
    const { stdout } = await play(['good.yml', '--output', 'json']);
    const { plays, stats } = JSON.parse(stdout);
    assert.equal(plays[0].tasks.length, 2);
    assert.equal(stats.localhost.ok, 2);
  });
  test('--output json tells mistakes too, and the frames go to standard error', async () => {
    const { status, stdout, stderr } = await play(['bad.yml', '--output', 'json']);
    const { plays, diagnostics } = JSON.parse(stdout);
    assert.deepEqual([status, plays, diagnostics[0].code], [4, [], 'module-unknown']);
    assert.match(stderr, /did you mean "debug"/);
  });
  test('PLAY_OUTPUT=json does the same', async () => {
    assert.ok(JSON.parse((await play(['good.yml'], { PLAY_OUTPUT: 'json' })).stdout).plays);
  });
  test('--list-tasks and --list-tags show what is in it', async () => {
    assert.match(
      (await play(['good.yml', '--list-tasks'])).stdout,
      /play #1 \(localhost\): Try\tTAGS: \[\]\n {4}tasks:\n {6}one\tTAGS: \[a\]/,
    );
    assert.match((await play(['good.yml', '--list-tags'])).stdout, /TASK TAGS: \[a, b\]/);
  });
  test('--syntax-check says nothing but the name', async () => {
    assert.deepEqual(await play(['good.yml', '--syntax-check']), {
      status: 0,
      stdout: '\nplaybook: good.yml\n',
      stderr: '',
    });
  });
  test('--tags runs a part', async () => {
    assert.match((await play(['good.yml', '--tags', 'b'])).stdout, /localhost +: ok=1 /);
  });
  test('a failed task exits 2', async () => {
    const { status, stdout } = await play(['failing.yml']);
    assert.equal(status, 2);
    assert.match(stdout, /fatal: \[localhost\]: FAILED! => \{.*"msg":"no"/);
  });
  test('--version and --help', async () => {
    assert.equal(
      (await play(['--version'])).stdout,
      `play ${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`,
    );
    assert.match((await play(['--help'])).stdout, /Usage\n {2}play PLAYBOOK/);
    assert.match((await play([])).stdout, /Usage/);
  });
  test('doc explains a module and lists what there is', async () => {
    assert.match((await play(['doc', 'ec2_vpc_net'])).stdout, /^amazon\.aws\.ec2_vpc_net\n[\s\S]*cidr_block/);
    for (const list of [
      '-l',
      '--filters',
      '--tests',
      '--lookups',
      '--globals',
      '--keywords',
      '--codes',
      '--deviations',
    ]) {
      const { stdout } = await play(['doc', list]);
      assert.ok(stdout.split('\n').length > 5, list);
      const { stdout: data } = await play(['doc', list, '--output', 'json']);
      for (const { name } of JSON.parse(data)) assert.ok(stdout.includes(`${name} `), `${list} ${name}`);
    }
  });
  test('doc explains one of a list, with its arguments and what its examples give', async () => {
    const { stdout } = await play(['doc', '--filters', 'ansible.builtin.combine', 'd']);
    assert.match(
      stdout,
      /^combine \(filter; ansible\.builtin\)\n\nThe dict .*\.\n\n {2}value \| combine\(…, recursive=false, /,
    );
    assert.match(stdout, /\n {2}recursive +dicts inside .*\(default false\)\n/);
    assert.match(stdout, /\n {2}\{\{ \{"a": 1, "b": 2\} \| combine\(\{"b": 3\}\) \}\}\n {2}→ \{"a":1,"b":3\}\n/);
    assert.match(stdout, /\n\ndefault \(filter; Jinja\)\n[\s\S]*Also known as d\./);
    assert.match((await play(['doc', '--keywords', 'when'])).stdout, /^when \(keyword; [\s\S]*\n {2}- debug:/);
    assert.match((await play(['doc', '--codes', 'tag-unknown'])).stdout, /^tag-unknown \(code; /);
    assert.match((await play(['doc', '--help'])).stdout, /--deviations/);
    const [ping] = JSON.parse((await play(['doc', 'ping', '--output', 'json'])).stdout);
    assert.equal(ping.properties.data.type, 'string');
  });
  for (const [words, message] of [
    [['good.yml', '--chekc'], /no option --chekc\n {2}did you mean "check"/],
    [['good.yml', 'other.yml'], /one playbook at a time/],
    [['good.yml', '--output', 'xml'], /no output format xml/],
    [['good.yml', '--step'], /no terminal/],
    [['good.yml', '--tags'], /argument missing/],
    [['doc', 'ec2_vpc_nte'], /did you mean "ec2_vpc_net"/],
    [['doc', '--filters', 'combin'], /there is no filter combin\n {2}did you mean "combine"/],
    [['doc', '--filters', 'from_xml'], /leaves out the filter from_xml\n {2}let a program write JSON/],
    [['doc', 'apt'], /leaves out the module apt\n {2}run the package manager/],
    [['doc', '--filters', '--tests'], /one list at a time/],
    [['doc', '--filters', '--output', 'xml'], /no output "xml"/],
    [['--check'], /which playbook/],
  ] as const) {
    test(`${words.join(' ')} is wrong usage: exit 64, no stack`, async () => {
      const { status, stderr } = await play([...words]);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n {4}at /);
      assert.equal(status, 64);
    });
  }
  test('a playbook that is not there is a mistake', async () => {
    const { status, stderr } = await play(['nowhere.yml']);
    assert.equal(status, 4);
    assert.match(stderr, /nowhere\.yml/);
  });
});

/** An AWS that answers every request with one error, as STS words it. */
async function refusing(status: number, code: string, message: string) {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/xml' });
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    response.end(`<ErrorResponse>${error}<RequestId>request-1</RequestId></ErrorResponse>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.dispose]: () => server.close() };
}

describe('AWS that cannot be used gives one clear message and exit 2', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'the-secret-itself' };

  async function assertClear(environment: Record<string, string>, message: RegExp) {
    const { status, stdout, stderr } = await play(['aws.yml'], environment);
    assert.match(stdout + stderr, message);
    assert.equal(status, 2);
    assert.equal(stdout.match(/fatal:/g)?.length, 1);
    assert.doesNotMatch(stdout + stderr, /\n {4}at \S+ \(|the-secret-itself/);
  }
  test('no credentials', () => assertClear({}, /--sandbox/));
  test('an endpoint nobody listens at', () =>
    assertClear({ ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, /127\.0\.0\.1:9/));
  for (const [what, status, code, text, message] of [
    [
      'access denied',
      403,
      'AccessDenied',
      'User: arn:aws:iam::1:user/me is not authorized to perform: sts:X',
      /not authorized to perform: sts:X/,
    ],
    ['an expired token', 403, 'ExpiredToken', 'The security token included in the request is expired', /expired/],
    ['a wrong key', 403, 'InvalidClientTokenId', 'The security token included in the request is invalid.', /invalid/],
    ['a clock that is off', 403, 'SignatureDoesNotMatch', 'Signature not yet current', /[Ss]ignature/],
  ] as const) {
    test(what, async () => {
      using aws = await refusing(status, code, text);
      await assertClear({ ...keys, AWS_ENDPOINT_URL: aws.url }, message);
    });
  }
});
