import type { PlayError } from '../diagnostics.ts';
import { createKeyring, type Keyring } from './keyring.ts';
import { readSecrets, type SecretOptions } from './read_secret.ts';
import { matchesIds, type VaultOptions, vaultSources } from './sources.ts';

export interface OpenedKeyring {
  readonly keyring: Keyring;
  /** Passwords that could not be had, where there is no other. */
  readonly problems: readonly PlayError[];
  /** The same where there is another, which may do. */
  readonly warnings: readonly PlayError[];
}

/** The passwords that options and environment name, read and ready. `onSecret` is told of them, and of all that they open. */
export async function openKeyring(
  options: VaultOptions,
  how: SecretOptions & { readonly onSecret: (value: unknown) => void },
): Promise<OpenedKeyring> {
  const { environment, onSecret } = how;
  const { secrets, problems } = await readSecrets(vaultSources(options, environment), how);
  for (const { password } of secrets) onSecret(password.toString('utf8'));
  const keyring = createKeyring(secrets, { matchId: matchesIds(environment), onSecret });
  return secrets.length === 0 ? { keyring, problems, warnings: [] } : { keyring, problems: [], warnings: problems };
}
