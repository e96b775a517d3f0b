import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readSecrets, type SecretOptions } from './read_secret.ts';
import { vaultSources } from './sources.ts';
import { sealed } from './testing.ts';

const cwd = mkdtempSync(join(tmpdir(), 'play-vault-secrets-'));
after(() => rmSync(cwd, { recursive: true, force: true }));
const put = (name: string, content: string | Buffer, mode = 0o600) => {
  writeFileSync(join(cwd, name), content);
  chmodSync(join(cwd, name), mode);
};
put('plain', '  se cret \r\n\n');
put('other', 'second\n');
put('empty', ' \n');
put('bytes', Buffer.from([0xff, 0xfe, 0x0a]));
put('locked', sealed('from the locked file\n', 'second'));
put('script', '#!/bin/sh\necho " from $# words "\n', 0o700);
put('broken', '#!/bin/sh\necho nothing-to-tell\nexit 3\n', 0o700);
put('no-script', 'just-the-password\n', 0o700);
put('key-client', '#!/bin/sh\ntest "$2" = known || exit 2\necho "$1 $2"\n', 0o700);
put('key-client.sh', '#!/bin/sh\necho "sh $2"\n', 0o700);
mkdirSync(join(cwd, 'folder'));

const environment = { PATH: process.env['PATH'], HOME: cwd };
const options: SecretOptions = { environment, cwd, signal: new AbortController().signal };
const read = (more: Parameters<typeof vaultSources>[0], change: Partial<SecretOptions> = {}) => {
  const all = { ...options, ...change };
  return readSecrets(vaultSources(more, all.environment), all);
};
const passwords = async (...given: Parameters<typeof read>) =>
  (await read(...given)).secrets.map(({ id, password }) => `${id}: ${password}`);

describe('a vault password comes', () => {
  test('from a file, without what is around it', async () => {
    assert.deepEqual(await passwords({ vaultPasswordFiles: ['plain'] }), ['default: se cret']);
    assert.deepEqual(await passwords({ vaultPasswordFiles: ['~/other'] }), ['default: second']);
  });
  test('as bytes that need not be text', async () => {
    const { secrets } = await read({ vaultPasswordFiles: ['bytes'] });
    assert.deepEqual([...secrets[0]!.password], [0xff, 0xfe]);
  });
  test('from a file that a password before it opens', async () => {
    assert.deepEqual(await passwords({ vaultPasswordFiles: ['other', 'locked'] }), [
      'default: second',
      'default: from the locked file',
    ]);
  });
  test('from a script, with the blanks it prints', async () => {
    assert.deepEqual(await passwords({ vaultPasswordFiles: ['script'] }), ['default:  from 0 words ']);
  });
  test('from a client script, which is told the label', async () => {
    const vaultIds = ['known@key-client', 'x@key-client.sh'];
    assert.deepEqual(await passwords({ vaultIds }), ['known: --vault-id known', 'x: sh x']);
  });
  test('from the person, who is asked without echo', async () => {
    const asked: string[] = [];
    const ask: SecretOptions['ask'] = async (question, { echo }) => {
      asked.push(`${question}${echo}`);
      return ' typed ';
    };
    const given = { vaultIds: ['dev@prompt'], askVaultPass: true };
    assert.deepEqual(await passwords(given, { ask }), ['dev: typed', 'default: typed']);
    assert.deepEqual(asked, ['Vault password (dev): false', 'Vault password: false']);
  });
  test('typed twice when it is new', async () => {
    const answers = ['one', 'one', 'one', 'two'];
    const ask = async () => answers.shift()!;
    assert.deepEqual(await passwords({ askVaultPass: true }, { ask, isNew: true }), ['default: one']);
    const { problems } = await read({ askVaultPass: true }, { ask, isNew: true });
    assert.match(problems[0]!.message, /the two vault passwords differ/);
  });
});

test('sources are tried in the order of Ansible', () => {
  const sources = vaultSources(
    { vaultIds: ['a@f1', 'f2', '@f3', 'x@prompt'], vaultPasswordFiles: ['f4'], askVaultPass: true },
    { ANSIBLE_VAULT_IDENTITY_LIST: 'l@f5, f6', ANSIBLE_VAULT_PASSWORD_FILE: 'f7', ANSIBLE_VAULT_IDENTITY: 'mine' },
  );
  assert.deepEqual(
    sources.map(({ id, from }) => `${id} ${'file' in from ? from.file : from.prompt}`),
    ['l f5', 'mine f6', 'a f1', 'mine f2', 'mine f3', 'x labelled', 'mine f4', 'mine f7', 'mine plain'],
  );
  assert.deepEqual(vaultSources({}, { ANSIBLE_ASK_VAULT_PASS: 'yes' }), [{ id: 'default', from: { prompt: 'plain' } }]);
});

describe('a vault password that cannot be had is told, with what to do', () => {
  const cases: readonly [source: string, message: RegExp, hint: RegExp][] = [
    ['nowhere', /no vault password file nowhere/, /looked for \//],
    ['folder', /is a folder/, /name the file/],
    ['empty', /empty/, /one line/],
    ['broken', /broken ended with 3/, /by hand/],
    ['no-script', /executable, and no program/, /chmod -x/],
    ['lost@key-client', /knows no vault password for "lost"/, /label/],
    ['locked', /the vault password file .*locked is encrypted, and no vault password is given/, /--vault/],
    ['prompt', /\(default\) cannot be asked for without a terminal/, /--vault-password-file/],
  ];
  for (const [source, message, hint] of cases) {
    test(source, async () => {
      const { secrets, problems } = await read({ vaultIds: [source] });
      assert.deepEqual(secrets, []);
      assert.match(problems[0]!.message, message);
      assert.match(problems[0]!.hint!, hint);
      assert.doesNotMatch(
        JSON.stringify(problems.map(({ message: text, hint: more }) => [text, more])),
        /nothing-to-tell/,
      );
    });
  }
  test('and the others are used', async () => {
    const { secrets, problems } = await read({ vaultPasswordFiles: ['nowhere', 'plain'] });
    assert.deepEqual([secrets.length, problems.length], [1, 1]);
  });
});
