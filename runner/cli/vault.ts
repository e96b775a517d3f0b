import { existsSync } from 'node:fs';
import { PlayError } from '../diagnostics.ts';
import { isEncrypted } from '../vault/envelope.ts';
import { type Keyring, type Opened, seal, type VaultSecret } from '../vault/keyring.ts';
import { usage } from './options.ts';
import { editText } from './vault_editor.ts';
import { readInput, writeOutput } from './vault_files.ts';
import { parseVaultCommand, printVaultHelp, type VaultCommandFlags } from './vault_flags.ts';
import { encryptingSecret, encryptingWith, newSecret, openingKeyring } from './vault_passwords.ts';
import { encryptedStrings, textsToEncrypt } from './vault_strings.ts';

/** What is to be written where: all of it is known before anything is. */
interface Change {
  readonly to: string;
  readonly content: Buffer | string;
}

type Action = (words: readonly string[], flags: VaultCommandFlags) => Promise<readonly Change[]>;

/** `play vault …`: encrypts, shows and changes what Ansible Vault keeps. Returns the exit code. */
export async function vaultCommand(argv: readonly string[]): Promise<number> {
  const { action, words, flags } = parseVaultCommand(argv);
  if (action === undefined) return printVaultHelp();
  let changes: readonly Change[];
  try {
    changes = await actions[action]!(words, flags);
  } catch (error) {
    if (!(error instanceof PlayError) || error.code === 'usage') throw error;
    process.stderr.write(`play: ${error.message}\n${error.hint ? `  ${error.hint}\n` : ''}`);
    return 4;
  }
  for (const { to, content } of changes) writeOutput(to, content);
  const said = done[action];
  if (said && process.stderr.isTTY && process.stdout.isTTY) process.stderr.write(`${said}\n`);
  return 0;
}

const done: Readonly<Record<string, string>> = {
  encrypt: 'Encryption successful',
  'encrypt-string': 'Encryption successful',
  decrypt: 'Decryption successful',
  rekey: 'Rekey successful',
};

const actions: Readonly<Record<string, Action>> = {
  async encrypt(words, flags) {
    const inputs = await readAll(inputsOf(words, flags));
    const encrypted = inputs.find(({ content }) => isEncrypted(content));
    if (encrypted)
      throw new PlayError({
        code: 'vault',
        message: `${encrypted.name} is encrypted already`,
        hint: 'rekey gives it another password',
      });
    const secret = await encryptingSecret(flags);
    return inputs.map(({ name, content }) => ({ to: flags.output ?? name, content: seal(content, secret) }));
  },

  async decrypt(words, flags) {
    const inputs = await openAll(inputsOf(words, flags), flags);
    return inputs.map(({ name, plaintext }) => ({ to: flags.output ?? name, content: plaintext }));
  },

  async view(words, flags) {
    const inputs = await openAll(inputsOf(words, flags), flags);
    return inputs.map(({ plaintext }) => ({ to: '-', content: plaintext }));
  },

  async create(words, flags) {
    const [name, ...more] = words;
    if (name === undefined || more.length > 0) throw usage('play vault create takes one file', 'name the new file');
    if (existsSync(name)) throw usage(`${name} is there already`, 'play vault edit changes it, encrypt encrypts it');
    const secret = await encryptingSecret(flags);
    return [{ to: name, content: seal(await editText(Buffer.alloc(0), name), secret) }];
  },

  async edit(words, flags) {
    const keyring = await openingKeyring(flags);
    const other = encryptingWith(keyring, flags);
    for (const { name, plaintext, secret, id } of open(await readAll(filesOf(words)), keyring)) {
      const edited = await editText(plaintext, name);
      if (edited.equals(plaintext) && !other) continue;
      // At once: what was typed must not be lost because of the next file.
      writeOutput(name, other ? seal(edited, other) : seal(edited, secret, id ?? 'default'));
    }
    return [];
  },

  async 'encrypt-string'(words, flags) {
    const texts = await textsToEncrypt(words, flags);
    return [{ to: flags.output ?? '-', content: encryptedStrings(texts, await encryptingSecret(flags)) }];
  },

  async rekey(words, flags) {
    const inputs = await openAll(filesOf(words), flags);
    const secret: VaultSecret = await newSecret(flags);
    return inputs.map(({ name, plaintext }) => ({ to: name, content: seal(plaintext, secret) }));
  },
};

interface Input {
  readonly name: string;
  readonly content: Buffer;
}

const readAll = (names: readonly string[]): Promise<Input[]> =>
  Promise.all(names.map(async (name) => ({ name, content: await readInput(name) })));

/** What files hold; reads them before it asks for a password, and opens all of them before any is written. */
async function openAll(names: readonly string[], flags: VaultCommandFlags): Promise<OpenedInput[]> {
  const inputs = await readAll(names);
  return open(inputs, await openingKeyring(flags));
}

type OpenedInput = Opened & Input;

const open = (inputs: readonly Input[], keyring: Keyring): OpenedInput[] =>
  inputs.map((input) => {
    const shown = input.name === '-' ? 'what is read from standard input' : input.name;
    return { ...input, ...keyring.open(input.content.toString('latin1'), shown) };
  });

function inputsOf(words: readonly string[], flags: VaultCommandFlags): readonly string[] {
  if (flags.output !== undefined && words.length > 1)
    throw usage('--output takes the result of one file', 'leave it out, or name one file');
  if (words.length === 0 && process.stdin.isTTY) process.stderr.write('Reading from standard input …\n');
  return words.length === 0 ? ['-'] : words;
}

function filesOf(words: readonly string[]): readonly string[] {
  if (words.length === 0) throw usage('which file?', 'name the encrypted file');
  if (words.includes('-')) throw usage('standard input cannot be changed in place', 'name a file');
  return words;
}
