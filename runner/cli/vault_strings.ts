import { seal, type VaultSecret } from '../vault/keyring.ts';
import { usage } from './options.ts';
import { ask, canAsk } from './prompts.ts';
import { readInput } from './vault_files.ts';
import type { VaultCommandFlags } from './vault_flags.ts';

interface Text {
  readonly name: string | undefined;
  readonly text: Buffer;
}

/** Indentation of an encrypted value below its key, the same as `ansible-vault` gives it. */
const indentation = ' '.repeat(10);

/** The texts of `encrypt-string`, from the terminal, standard input or the command line, before any password is asked for. */
export async function textsToEncrypt(words: readonly string[], flags: VaultCommandFlags): Promise<readonly Text[]> {
  const given = words.filter((word) => word !== '-');
  const readsInput = words.includes('-') || flags['stdin-name'] !== undefined || (given.length === 0 && !flags.prompt);
  if (flags.prompt && readsInput)
    throw usage('--prompt and standard input exclude each other', 'leave one of them out');
  const texts = [
    ...(flags.prompt ? [await askForText(flags)] : []),
    ...(readsInput ? [{ name: flags['stdin-name'], text: await readInput('-') }] : []),
    ...given.map((word, index) => ({ name: flags.name?.[index], text: Buffer.from(word) })),
  ];
  if (texts.some(({ text }) => text.length === 0)) throw usage('there is an empty text to encrypt', 'give one');
  const named = flags.prompt || readsInput ? given.length + 1 : given.length;
  if ((flags.name?.length ?? 0) > named)
    throw usage('there are more names than texts', 'give one --name for each text');
  return texts;
}

/** What `encrypt-string` prints: YAML values to paste. */
export function encryptedStrings(texts: readonly Text[], secret: VaultSecret): string {
  return texts.map(({ name, text }) => yamlValue(seal(text, secret), name)).join('');
}

function yamlValue(envelope: string, name: string | undefined): string {
  const lines = envelope.trimEnd().split('\n');
  return `${name === undefined ? '' : `${name}: `}!vault |\n${lines.map((line) => `${indentation}${line}\n`).join('')}`;
}

async function askForText(flags: VaultCommandFlags): Promise<Text> {
  if (!canAsk())
    throw usage('--prompt asks for the text, and there is no terminal to ask on', 'pipe the text in instead');
  const { signal } = new AbortController();
  const [given] = flags.name ?? [];
  const name = given ?? (await ask('Variable name (enter for no name): ', { echo: true, signal })).trim();
  const echo = flags['show-input'] ?? false;
  const text = await ask(`String to encrypt${echo ? '' : ' (hidden)'}: `, { echo, signal });
  return { name: name === '' ? undefined : name, text: Buffer.from(text) };
}
