import { parseArgs } from 'node:util';
import { didYouMean } from '../schema/distance.ts';
import { usage } from './options.ts';
import { vaultHelp } from './vault_help.ts';

const passwords = {
  'vault-id': { type: 'string', multiple: true },
  'vault-password-file': { type: 'string', multiple: true },
  'vault-pass-file': { type: 'string', multiple: true },
  'ask-vault-pass': { type: 'boolean', short: 'J' },
  'ask-vault-password': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
const output = { output: { type: 'string' } } as const;
const label = { 'encrypt-vault-id': { type: 'string' } } as const;
const all = {
  ...passwords,
  ...output,
  ...label,
  'new-vault-id': { type: 'string' },
  'new-vault-password-file': { type: 'string' },
  name: { type: 'string', short: 'n', multiple: true },
  'stdin-name': { type: 'string' },
  prompt: { type: 'boolean', short: 'p' },
  'show-input': { type: 'boolean' },
} as const;

/** The options that each action takes besides those about passwords. */
const options: Readonly<Record<string, readonly string[]>> = {
  encrypt: ['output', 'encrypt-vault-id'],
  decrypt: ['output'],
  view: [],
  create: ['encrypt-vault-id'],
  edit: ['encrypt-vault-id'],
  'encrypt-string': ['output', 'encrypt-vault-id', 'name', 'stdin-name', 'prompt', 'show-input'],
  rekey: ['encrypt-vault-id', 'new-vault-id', 'new-vault-password-file'],
};

export type VaultCommandFlags = ReturnType<typeof parse>['values'];

export interface VaultCommandLine {
  /** Undefined when only help was asked for. */
  readonly action: string | undefined;
  readonly words: readonly string[];
  readonly flags: VaultCommandFlags;
}

/** Reads what follows `play vault`. Actions may be spelt with underscores, as `ansible-vault` has it. */
export function parseVaultCommand(argv: readonly string[]): VaultCommandLine {
  for (const word of argv) if (/^--[^=]/.test(word)) requireKnown(word.slice(2).split('=')[0]!, Object.keys(all));
  const { values, positionals } = parsed(argv);
  const [written, ...words] = positionals;
  const action = written?.replaceAll('_', '-');
  if (values.help || action === undefined) return { action: undefined, words, flags: values };
  const known = options[action];
  if (!known)
    throw usage(
      `there is no play vault ${written}`,
      didYouMean(action, Object.keys(options)) ?? 'play vault --help lists what there is',
    );
  const foreign = Object.keys(values).find((name) => !Object.hasOwn(passwords, name) && !known.includes(name));
  if (foreign) throw usage(`play vault ${action} has no option --${foreign}`, 'play vault --help lists them');
  return { action, words, flags: values };
}

function parsed(argv: readonly string[]) {
  try {
    return parse(argv);
  } catch (error) {
    const [first] = (error as Error).message.split('. ');
    throw usage(first!.charAt(0).toLowerCase() + first!.slice(1), 'play vault --help lists the options');
  }
}

const parse = (argv: readonly string[]) => parseArgs({ args: [...argv], options: all, allowPositionals: true });

function requireKnown(name: string, known: readonly string[]): void {
  if (!known.includes(name))
    throw usage(`there is no option --${name}`, didYouMean(name, known) ?? 'play vault --help lists the options');
}

/** Prints the help; it is what `play vault` alone gives, too. */
export function printVaultHelp(): number {
  process.stdout.write(vaultHelp);
  return 0;
}
