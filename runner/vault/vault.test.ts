import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { PlayError } from '../diagnostics.ts';
import { encrypt } from './cipher.ts';
import { formatEnvelope, isEncrypted, parseEnvelope } from './envelope.ts';
import { createKeyring, seal } from './keyring.ts';
import { fixture, sealed, secret } from './testing.ts';

const keyring = createKeyring([secret('throw-away')]);
const open = (text: string, keys = keyring) => keys.open(text, 'the text').plaintext;

function errorOf(run: () => unknown): PlayError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof PlayError, String((error as Error).stack));
    return error;
  }
  return assert.fail('nothing was thrown');
}

describe('a text that ansible-vault encrypted is opened', () => {
  const cases: readonly [name: string, plaintext: Buffer, password?: string][] = [
    ['text', Buffer.from('db_password: hunter2-in-the-vault\n')],
    ['label', Buffer.from('db_password: hunter2-in-the-vault\n')],
    ['utf8', Buffer.from('db_password: hunter2-in-the-vault\n'), 'pässwörd €'],
    ['block', Buffer.from('sixteen bytes ok')],
    ['bytes', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ['empty', Buffer.alloc(0)],
  ];
  for (const [name, plaintext, password = 'throw-away'] of cases) {
    test(name, () => assert.deepEqual(open(fixture(name), createKeyring([secret(password)])), plaintext));
  }

  test('whatever ends its lines, and with blanks around', () => {
    const text = fixture('text');
    for (const changed of [text.replaceAll('\n', '\r\n'), `${text}\n\n`, text.trimEnd(), text.replaceAll('\n', '  \n')])
      assert.equal(String(open(changed)), 'db_password: hunter2-in-the-vault\n');
  });
});

test('with the same salt the same text comes out as of ansible-vault', () => {
  for (const name of ['text', 'label', 'bytes', 'empty', 'block']) {
    const { salt, id } = parseEnvelope(fixture(name), name);
    const again = encrypt(open(fixture(name)), Buffer.from('throw-away'), { salt, ...(id && { id }) });
    assert.equal(formatEnvelope(again), fixture(name));
  }
});

test('what is sealed is opened, of any length, and never the same twice', () => {
  for (const length of [0, 1, 15, 16, 17, 1000]) {
    const text = randomBytes(length);
    const [once, twice] = [seal(text, secret('throw-away')), seal(text, secret('throw-away'))];
    assert.deepEqual(open(once), text);
    assert.notEqual(once, twice);
    assert.ok(once.split('\n').every((line) => line.length <= 80) && once.endsWith('\n'));
  }
});

test('a label makes format 1.2, the default one stays 1.1', () => {
  assert.match(sealed('x'), /^\$ANSIBLE_VAULT;1\.1;AES256\n/);
  assert.match(sealed('x', 'pw', 'dev'), /^\$ANSIBLE_VAULT;1\.2;AES256;dev\n/);
  assert.ok(isEncrypted(sealed('x')) && isEncrypted(Buffer.from(sealed('x'))) && !isEncrypted('db: $ANSIBLE_VAULT'));
});

describe('of several passwords', () => {
  const dev = secret('one', 'dev');
  const prod = secret('two', 'prod');

  test('each is tried, whatever its label', () => {
    const keys = createKeyring([dev, prod]);
    assert.equal(keys.open(sealed('x', 'two', 'dev'), 'it').secret, prod);
    assert.equal(keys.open(sealed('x', 'two'), 'it').secret, prod);
    assert.equal(keys.open(sealed('x', 'one', 'other'), 'it').id, 'other');
  });
  test('only that of the label, when labels have to match', () => {
    const keys = createKeyring([dev, prod], { matchId: true });
    assert.equal(keys.open(sealed('x', 'two', 'prod'), 'it').secret, prod);
    assert.match(errorOf(() => keys.open(sealed('x', 'two', 'dev'), 'it')).message, /under the label "dev"/);
    assert.match(errorOf(() => keys.open(sealed('x', 'two', 'qa'), 'it')).message, /no password has that label/);
    assert.equal(keys.open(sealed('x', 'two'), 'it').secret, prod);
  });
});

describe('a text that cannot be opened', () => {
  const text = fixture('text');
  const flip = (at: number) => `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
  const body = Buffer.from(text.split('\n').slice(1).join(''), 'hex').toString();
  const ofBody = (changed: string) => `$ANSIBLE_VAULT;1.1;AES256\n${Buffer.from(changed).toString('hex')}\n`;
  const cases: readonly [what: string, text: string, code: string, message: RegExp][] = [
    ['with the wrong password', sealed('x', 'other'), 'vault', /no vault password given opens it \(tried default\)/],
    ['changed at its end', flip(text.length - 2), 'vault', /no vault password given opens it/],
    ['with another salt', ofBody(body.replace(/^../, 'ab')), 'vault', /no vault password given opens it/],
    ['without its last block', ofBody(body.slice(0, -32)), 'vault', /no vault password given opens it/],
    ['cut off', text.slice(0, 200), 'vault-format', /damaged/],
    ['cut off in a byte', text.slice(0, -2), 'vault-format', /damaged/],
    ['with a header only', text.split('\n', 1)[0]!, 'vault-format', /damaged/],
    ['with letters that are no hexadecimal', text.replace('3', 'x'), 'vault-format', /damaged/],
    ['with half a signature', ofBody(body.replace(/\n.{32}/, '\n')), 'vault-format', /damaged/],
    ['without a signature', ofBody(body.split('\n')[0]!), 'vault-format', /damaged/],
    ['of the first format', text.replace('1.1;AES256', '1.0;AES'), 'vault-format', /format 1\.0 with AES/],
    ['of a format to come', text.replace('1.1', '2.0'), 'vault-format', /format 2\.0/],
    ['that is none', 'hello', 'vault-format', /is not a text of Ansible Vault/],
    ['with half a header', '$ANSIBLE_VAULT\n00', 'vault-format', /is not a text of Ansible Vault/],
  ];
  for (const [what, changed, code, message] of cases) {
    test(`${what} is told so, at its place, without the password`, () => {
      const place = { file: 'f.yml', line: 3, column: 4 };
      const error = errorOf(() => keyring.open(changed, 'this value', place));
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.ok(error.message.startsWith('this value '));
      assert.equal(error.place, place);
      assert.ok(error.hint);
      assert.doesNotMatch(JSON.stringify({ ...error }) + error.stack, /throw-away|hunter2/);
    });
  }
  test('for want of any password says how to give one', () => {
    const error = errorOf(() => createKeyring([]).open(fixture('label'), 'this file'));
    assert.equal(error.message, 'this file is encrypted under the label "prod", and no vault password is given');
    assert.match(error.hint!, /--vault-id prod@FILE/);
  });
});
