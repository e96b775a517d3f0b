import { type Diagnostic, PlayError } from '../diagnostics.ts';
import { createKeyring, type Keyring, type VaultSecret } from '../vault/keyring.ts';
import { readSecrets } from '../vault/read_secret.ts';
import { defaultId, matchesIds, type VaultSource, vaultSource, vaultSources } from '../vault/sources.ts';
import { usage } from './options.ts';
import { ask, canAsk } from './prompts.ts';
import type { VaultCommandFlags } from './vault_flags.ts';
import { requireLabel, vaultOptions } from './vault_options.ts';

const { env: environment } = process;

/** The passwords that may open what there is; without any source one is asked for. */
export async function openingKeyring(flags: VaultCommandFlags): Promise<Keyring> {
  const secrets = await secretsFrom(vaultSources(vaultOptions(flags), environment), false);
  return createKeyring(secrets, { matchId: matchesIds(environment) });
}

/** The password to encrypt with; one that is asked for is asked for twice. */
export async function encryptingSecret(flags: VaultCommandFlags): Promise<VaultSecret> {
  const secrets = await secretsFrom(vaultSources(vaultOptions(flags), environment), true);
  return chosen(secrets, encryptId(flags));
}

/** The password of `rekey`: the one of `--new-…`, or one that is asked for. */
export async function newSecret(flags: VaultCommandFlags): Promise<VaultSecret> {
  const { 'new-vault-id': id, 'new-vault-password-file': file } = flags;
  if (id !== undefined && file !== undefined)
    throw usage('--new-vault-id and --new-vault-password-file exclude each other', 'give one of them');
  if (id !== undefined) requireLabel(id);
  const label = defaultId(environment);
  const written: VaultSource[] = [
    ...(id === undefined ? [] : [vaultSource(id, label)]),
    ...(file === undefined ? [] : [{ id: label, from: { file } }]),
  ];
  const wanted = encryptId(flags);
  const listed = wanted === undefined ? [] : vaultSources({ askVaultPass: false }, environment);
  return chosen(await secretsFrom([...written, ...listed], true), written.length > 0 ? undefined : wanted);
}

/** The password that `--encrypt-vault-id` names, of those that open. */
export function encryptingWith(keyring: Keyring, flags: VaultCommandFlags): VaultSecret | undefined {
  const id = flags['encrypt-vault-id'];
  return id === undefined ? undefined : chosen(keyring.secrets, id);
}

const encryptId = (flags: VaultCommandFlags): string | undefined =>
  flags['encrypt-vault-id'] ?? (environment['ANSIBLE_VAULT_ENCRYPT_IDENTITY'] || undefined);

async function secretsFrom(given: readonly VaultSource[], isNew: boolean): Promise<readonly VaultSecret[]> {
  const asked: VaultSource = { id: defaultId(environment), from: { prompt: 'plain' } };
  const { secrets, problems } = await readSecrets(given.length > 0 ? given : [asked], {
    ask: canAsk() ? ask : undefined,
    environment,
    cwd: process.cwd(),
    signal: new AbortController().signal,
    isNew,
  });
  const [first] = problems;
  if (first && secrets.length === 0) throw first;
  for (const problem of problems) warn(problem);
  return secrets;
}

function chosen(secrets: readonly VaultSecret[], id: string | undefined): VaultSecret {
  const ids = secrets.map((secret) => secret.id);
  if (id !== undefined) {
    const found = secrets.find((secret) => secret.id === id);
    if (found) return found;
    throw new PlayError({
      code: 'vault-password',
      message: `no vault password has the label "${id}"; there is ${ids.join(', ')}`,
      hint: `give it with --vault-id ${id}@FILE`,
    });
  }
  if (new Set(ids).size > 1 || secrets.length > 1)
    throw usage(
      `there are several vault passwords to encrypt with: ${ids.join(', ')}`,
      'choose one with --encrypt-vault-id LABEL',
    );
  return secrets[0]!;
}

function warn({ message, hint }: Diagnostic): void {
  process.stderr.write(`play: warning: ${message}\n${hint ? `  ${hint}\n` : ''}`);
}
