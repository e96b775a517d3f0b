import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fixture, hasAnsible, inline, sealed } from '../vault/testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-vault-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const temporary = join(folder, 'tmp');
spawnSync('mkdir', [temporary]);
const put = (name: string, content: string, mode = 0o644) => {
  writeFileSync(join(folder, name), content);
  chmodSync(join(folder, name), mode);
  return name;
};
const get = (name: string) => readFileSync(join(folder, name), 'utf8');
put('pw', 'throw-away\n');
put('other', 'another\n');
put('write', '#!/bin/sh\nls -ld "$1" "$(dirname "$1")" > looked\necho "added: later" >> "$1"\ncp "$1" "$1~"\n', 0o755);
const password = ['--vault-password-file', 'pw'];
const plain = 'db_password: hunter2-in-the-vault\n';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command without a terminal. */
function run(file: string, words: readonly string[], { input = '', env = {} }: { input?: string; env?: object } = {}) {
  const child = spawn(file, words, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: temporary, ...env },
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  child.stdin.end(input);
  return new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, ...texts })));
}

const play = (words: readonly string[], options?: Parameters<typeof run>[2]) =>
  run(process.execPath, [process.env['PLAY_TEST_COMMAND']!, ...words], options);
const vault = (words: readonly string[], options?: Parameters<typeof run>[2]) => play(['vault', ...words], options);

async function succeeds(words: readonly string[], options?: Parameters<typeof run>[2]): Promise<string> {
  const { status, stdout, stderr } = await vault(words, options);
  assert.deepEqual([status, stderr], [0, '']);
  return stdout;
}

describe('play vault', () => {
  test('encrypts and decrypts a file in place; who may read it stays as it was', async () => {
    put('a.yml', plain, 0o640);
    await succeeds(['encrypt', 'a.yml', ...password]);
    assert.match(get('a.yml'), /^\$ANSIBLE_VAULT;1\.1;AES256\n/);
    assert.equal(statSync(join(folder, 'a.yml')).mode & 0o777, 0o640);
    assert.equal(await succeeds(['view', 'a.yml', ...password]), plain);
    await succeeds(['decrypt', 'a.yml', ...password]);
    assert.equal(get('a.yml'), plain);
    assert.equal(statSync(join(folder, 'a.yml')).mode & 0o777, 0o640);
  });

  test('follows a link and leaves it one', async () => {
    put('target.yml', plain);
    symlinkSync('target.yml', join(folder, 'link.yml'));
    await succeeds(['encrypt', 'link.yml', ...password]);
    assert.ok(lstatSync(join(folder, 'link.yml')).isSymbolicLink());
    assert.match(get('target.yml'), /^\$ANSIBLE_VAULT/);
  });

  test('passes standard input on, and writes elsewhere, for its owner only', async () => {
    const text = await succeeds(['encrypt', '-', ...password], { input: plain });
    assert.equal(await succeeds(['decrypt', ...password], { input: text }), plain);
    put('b.yml', plain);
    await succeeds(['encrypt', 'b.yml', '--output', 'b.vault', ...password]);
    assert.equal(get('b.yml'), plain);
    assert.equal(statSync(join(folder, 'b.vault')).mode & 0o777, 0o600);
    assert.equal(await succeeds(['decrypt', 'b.vault', '--output', '-', ...password]), plain);
  });

  test('labels what a labelled password encrypts, and asks which when there are several', async () => {
    const ids = ['--vault-id', 'dev@pw', '--vault-id', 'prod@other'];
    put('c.yml', plain);
    const refused = await vault(['encrypt', 'c.yml', ...ids]);
    assert.equal(refused.status, 64);
    assert.match(refused.stderr, /dev, prod\n.*--encrypt-vault-id/);
    await succeeds(['encrypt', 'c.yml', ...ids, '--encrypt-vault-id', 'prod']);
    assert.match(get('c.yml'), /^\$ANSIBLE_VAULT;1\.2;AES256;prod\n/);
    assert.equal(await succeeds(['view', 'c.yml', ...ids]), plain);
    assert.match((await vault(['encrypt', 'b.yml', ...ids, '--encrypt-vault-id', 'qa'])).stderr, /no .* label "qa"/);
  });

  test('gives values to paste, of texts, of standard input, in both spellings', async () => {
    const two = await succeeds(['encrypt-string', 'one', 'two', '-n', 'first', ...password]);
    assert.match(two, /^first: !vault \|\n( {10}\S+\n)+!vault \|\n( {10}\S+\n)+$/);
    assert.match(
      await succeeds(['encrypt_string', '--stdin-name', 'piped', '--vault-id', 'me@pw'], { input: 'text' }),
      /^piped: !vault \|\n {10}\$ANSIBLE_VAULT;1\.2;AES256;me\n/,
    );
  });

  test('rekeys', async () => {
    put('d.yml', sealed(plain));
    await succeeds(['rekey', 'd.yml', ...password, '--new-vault-password-file', 'other']);
    assert.equal(await succeeds(['view', 'd.yml', '--vault-password-file', 'other']), plain);
    await succeeds(['rekey', 'd.yml', '--vault-password-file', 'other', '--new-vault-id', 'prod@pw']);
    assert.match(get('d.yml'), /;prod\n/);
    assert.equal(await succeeds(['view', 'd.yml', ...password]), plain);
  });

  test('edits in a private file of which nothing is left, and keeps label and mode', async () => {
    put('e.yml', fixture('label'), 0o640);
    await succeeds(['edit', 'e.yml', ...password], { env: { EDITOR: './write' } });
    assert.equal(await succeeds(['view', 'e.yml', ...password]), `${plain}added: later\n`);
    assert.match(get('e.yml'), /;prod\n/);
    assert.equal(statSync(join(folder, 'e.yml')).mode & 0o777, 0o640);
    assert.match(get('looked'), /^-rw------- .*\.yml$/m);
    assert.match(get('looked'), /^drwx------ /m);
    assert.deepEqual(readdirSync(temporary), []);
  });

  test('does not write what was not changed, nor when the editor fails', async () => {
    put('f.yml', fixture('text'));
    await succeeds(['edit', 'f.yml', ...password], { env: { EDITOR: 'true' } });
    assert.equal(get('f.yml'), fixture('text'));
    const { status, stderr } = await vault(['edit', 'f.yml', ...password], {
      env: { EDITOR: 'sh -c \'echo x >> "$0"; exit 1\'' },
    });
    assert.equal(status, 4);
    assert.match(stderr, /ended with code 1/);
    assert.equal(get('f.yml'), fixture('text'));
    assert.deepEqual(readdirSync(temporary), []);
  });

  test('leaves nothing behind when it is ended while an editor is open', async () => {
    put('g.yml', fixture('text'));
    put('slow', '#!/bin/sh\ntouch open\nexec sleep 5\n', 0o755);
    const child = spawn(process.execPath, [process.env['PLAY_TEST_COMMAND']!, 'vault', 'edit', 'g.yml', ...password], {
      cwd: folder,
      env: { PATH: process.env['PATH'], TMPDIR: temporary, EDITOR: './slow' },
      stdio: 'ignore',
    });
    while (!existsSync(join(folder, 'open'))) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(readdirSync(temporary).length, 1);
    child.kill('SIGTERM');
    const signal = await new Promise((resolve) => child.on('close', (_, by) => resolve(by)));
    assert.equal(signal, 'SIGTERM');
    assert.deepEqual(readdirSync(temporary), []);
  });

  test('creates a file in the editor, and no file that is there', async () => {
    await succeeds(['create', 'new.yml', ...password], { env: { EDITOR: './write' } });
    assert.equal(await succeeds(['view', 'new.yml', ...password]), 'added: later\n');
    assert.match((await vault(['create', 'new.yml', ...password])).stderr, /is there already/);
  });

  test('changes none of several files when one cannot be opened', async () => {
    put('h1.yml', sealed('1'));
    put('h2.yml', sealed('2', 'another'));
    const before = [get('h1.yml'), get('h2.yml')];
    for (const action of ['decrypt', 'rekey']) {
      const words = action === 'rekey' ? ['--new-vault-password-file', 'other'] : [];
      const { status, stderr } = await vault([action, 'h1.yml', 'h2.yml', ...password, ...words]);
      assert.equal(status, 4);
      assert.match(stderr, /^play: h2\.yml is encrypted, and no vault password given opens it/);
      assert.deepEqual([get('h1.yml'), get('h2.yml')], before);
    }
  });

  for (const [words, status, message] of [
    [['view', 'nowhere', ...password], 4, /cannot read nowhere: there is no such file/],
    [['view', 'pw', ...password], 4, /pw is not a text of Ansible Vault/],
    [['encrypt', 'e.yml', ...password], 4, /e\.yml is encrypted already/],
    [['view', 'e.yml', '--vault-password-file', 'nowhere'], 4, /no vault password file nowhere/],
    [['view', 'e.yml'], 4, /cannot be asked for without a terminal/],
    [['view', 'e.yml', '--vault-id', 'x@prompt'], 4, /\(x\) cannot be asked for without a terminal/],
    [['encrypt-string', '-p', ...password], 64, /no terminal to ask on/],
    [['encrypt-string', '', ...password], 64, /empty text/],
    [['encryt', 'e.yml'], 64, /did you mean "encrypt"/],
    [['view', 'e.yml', '--vault-di', 'x'], 64, /did you mean "vault-id"/],
    [['view', 'e.yml', '--output', 'x'], 64, /view has no option --output/],
    [['view', 'e.yml', '--vault-id', 'a;b@pw'], 64, /cannot hold a ";"/],
    [['decrypt', 'e.yml', 'f.yml', '--output', 'x'], 64, /one file/],
    [['edit', ...password], 64, /which file/],
    [
      ['rekey', 'e.yml', ...password, '--new-vault-id', 'x@pw', '--new-vault-password-file', 'pw'],
      64,
      /exclude each other/,
    ],
  ] as const) {
    test(`${words.join(' ')}: exit ${status}, one clear message`, async () => {
      const ended = await vault(words);
      assert.match(ended.stderr, message);
      assert.doesNotMatch(ended.stderr, /\n {4}at |throw-away|hunter2/);
      assert.deepEqual([ended.status, ended.stdout], [status, '']);
    });
  }

  test('explains itself', async () => {
    for (const words of [[], ['--help'], ['edit', '-h']]) assert.match(await succeeds(words), /play vault rekey/);
    assert.match((await play(['--help'])).stdout, /--vault-password-file/);
  });
});

describe('play PLAYBOOK', () => {
  const secret = 'correct-horse-battery';
  put(
    'p.yml',
    `- hosts: localhost\n  gather_facts: false\n  vars_files: [v.yml]\n  vars:\n    own: ${inline(secret)}` +
      '  tasks:\n    - name: use {{ own }}\n      command: echo {{ own }} {{ theirs.deep }}\n    - debug: { var: theirs }\n' +
      '    - copy: { content: "{{ own }}\\n", dest: made }\n',
  );
  put('v.yml', sealed(`theirs: { deep: ${secret}-2 }\n`));

  for (const output of ['lines', 'json', 'tree']) {
    for (const more of [[], ['-vv', '--diff'], ['--check', '--diff']]) {
      test(`--output ${output} ${more.join(' ')} hides what comes out of a vault`, async () => {
        const ended = await play(['p.yml', ...password, '--output', output, ...more]);
        assert.equal(ended.status, 0, ended.stderr);
        assert.doesNotMatch(ended.stdout + ended.stderr, /correct-horse|throw-away/);
        if (output !== 'tree' || more.length > 0) assert.match(ended.stdout, /\*{8}/);
      });
    }
  }
  test('--list-tasks hides it, too', async () => {
    const { stdout } = await play(['p.yml', ...password, '--list-tasks']);
    assert.match(stdout, /use /);
    assert.doesNotMatch(stdout, /correct-horse/);
  });
  test('--syntax-check opens what is encrypted', async () => {
    assert.equal((await play(['p.yml', '--syntax-check', ...password])).status, 0);
    assert.equal((await play(['p.yml', '--syntax-check'])).status, 4);
  });
  for (const [words, env] of [
    [['--vault-id', 'x@pw'], {}],
    [['--vault-pass-file', 'pw'], {}],
    [[], { ANSIBLE_VAULT_PASSWORD_FILE: 'pw' }],
    [[], { ANSIBLE_VAULT_IDENTITY_LIST: 'a@other,b@pw' }],
  ] as const) {
    test(`takes the password from ${[...words, ...Object.keys(env)].join(' ')}`, async () => {
      assert.equal((await play(['p.yml', ...words], { env })).status, 0);
    });
  }
  for (const words of [
    [],
    ['-J'],
    ['--ask-vault-pass'],
    ['--vault-id', 'x@prompt'],
    ['--vault-password-file', 'other'],
  ]) {
    test(`with ${words.join(' ') || 'no password'} says so and exits 4 at once`, async () => {
      const { status, stdout, stderr } = await play(['p.yml', ...words]);
      assert.deepEqual([status, stdout], [4, '']);
      assert.match(stderr, /error\[vault(-password)?\][^\n]*\n[\s\S]*hint: [\s\S]*1 mistake; nothing was touched\n$/);
      assert.doesNotMatch(stderr, /\n {4}at |another|correct-horse/);
    });
  }
});

const withAnsible = { skip: !hasAnsible('ansible-vault') };

describe('with the real ansible-vault', withAnsible, () => {
  const ansible = async (words: readonly string[], input = '') => {
    const ended = await run('ansible-vault', words, { input, env: { LC_ALL: 'C.UTF-8' } });
    assert.equal(ended.status, 0, ended.stderr);
    return ended.stdout;
  };
  const texts = [plain, '', 'sixteen bytes ok', 'ünï €\n', 'x'.repeat(5000)];

  test('it opens what we encrypt', async () => {
    for (const text of texts) {
      const encrypted = await succeeds(['encrypt', '--vault-id', 'dev@pw'], { input: text });
      assert.equal(await ansible(['decrypt', ...password, '--output', '-', '-'], encrypted), text);
    }
  });
  test('we open what it encrypts', async () => {
    for (const text of texts) {
      const encrypted = await ansible(['encrypt', '--vault-id', 'dev@pw', '--output', '-', '-'], text);
      assert.equal(await succeeds(['decrypt', ...password], { input: encrypted }), text);
    }
  });
  test('it rekeys what we encrypt, and we what it does', async () => {
    put('i.yml', plain);
    await succeeds(['encrypt', 'i.yml', ...password]);
    await ansible(['rekey', ...password, '--new-vault-id', 'prod@other', 'i.yml']);
    await succeeds(['rekey', 'i.yml', '--vault-id', 'prod@other', '--new-vault-password-file', 'pw']);
    assert.equal(await ansible(['view', ...password, 'i.yml']), plain);
  });
  test('values that one makes, the other reads in a playbook', { skip: !hasAnsible('ansible-playbook') }, async () => {
    const ours = await succeeds(['encrypt-string', 'from us', '-n', 'ours', ...password]);
    const theirs = await ansible(['encrypt_string', ...password, '-n', 'theirs', 'from them']);
    put(
      'j.yml',
      `- hosts: localhost\n  connection: local\n  gather_facts: false\n  vars_files: [jv.yml]\n` +
        "  tasks:\n    - assert: { that: ours == 'from us' and theirs == 'from them' }\n",
    );
    put('jv.yml', `${ours}${theirs}\n`);
    assert.equal((await play(['j.yml', ...password])).status, 0);
    const real = await run('ansible-playbook', ['j.yml', ...password], { env: { LC_ALL: 'C.UTF-8' } });
    assert.equal(real.status, 0, real.stdout + real.stderr);
  });
});
