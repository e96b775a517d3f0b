import { type Place, PlayError } from '../diagnostics.ts';
import { decrypt, deriveKeys, encrypt, type Keys } from './cipher.ts';
import { type Envelope, formatEnvelope, parseEnvelope } from './envelope.ts';

/** A password under its label. */
export interface VaultSecret {
  readonly id: string;
  readonly password: Buffer;
}

/** What was read, and what opened it. */
export interface Opened {
  readonly plaintext: Buffer;
  readonly secret: VaultSecret;
  /** The label in the envelope. */
  readonly id: string | undefined;
}

/** The vault passwords of a run, and what they open. */
export interface Keyring {
  readonly secrets: readonly VaultSecret[];
  /** Decrypts a text; `what` names it in errors. Throws PlayError `vault` without a password that fits. */
  open(text: string, what: string, place?: Place): Opened;
  /** Marks a value as secret, wherever it may be printed. */
  hide(value: unknown): void;
}

export interface KeyringOptions {
  /** Only passwords under the label of the text are tried (`ANSIBLE_VAULT_ID_MATCH`). */
  readonly matchId?: boolean;
  /** Told of everything that is decrypted and has to stay secret. */
  readonly onSecret?: (value: unknown) => void;
}

/** A keyring that tries its passwords in their order, as Ansible does; labels are only names. */
export function createKeyring(secrets: readonly VaultSecret[], options: KeyringOptions = {}): Keyring {
  const known = new Map<string, Keys>();
  const keysOf = (secret: VaultSecret, index: number, salt: Buffer) => {
    const name = `${index} ${salt.toString('hex')}`;
    const keys = known.get(name) ?? deriveKeys(secret.password, salt);
    known.set(name, keys);
    return keys;
  };
  return {
    secrets,
    hide: (value) => options.onSecret?.(value),
    open(text, what, place) {
      const envelope = parseEnvelope(text, what, place);
      for (const [index, secret] of secrets.entries()) {
        if (options.matchId && envelope.id !== undefined && secret.id !== envelope.id) continue;
        const plaintext = decrypt(envelope, keysOf(secret, index, envelope.salt));
        if (plaintext) return { plaintext, secret, id: envelope.id };
      }
      throw locked(envelope, secrets, what, options.matchId ?? false, place);
    },
  };
}

/** A keyring without passwords. */
export const noKeyring: Keyring = createKeyring([]);

/** The text of a vault that holds the plaintext, with the label of its password unless that is `default`. */
export const seal = (plaintext: Buffer, secret: VaultSecret, id: string = secret.id): string =>
  formatEnvelope(encrypt(plaintext, secret.password, { id }));

function locked(
  { id }: Envelope,
  secrets: readonly VaultSecret[],
  what: string,
  matchId: boolean,
  place: Place | undefined,
): PlayError {
  const label = id === undefined ? '' : ` under the label "${id}"`;
  const ids = [...new Set(secrets.map((secret) => secret.id))].join(', ');
  const source = `--vault-id ${id ?? 'LABEL'}@FILE`;
  const { message, hint } =
    secrets.length === 0
      ? {
          message: 'and no vault password is given',
          hint: `give one with --vault-password-file FILE, ${source} or --ask-vault-pass`,
        }
      : matchId && id !== undefined && !secrets.some((secret) => secret.id === id)
        ? { message: `and no password has that label; there is ${ids}`, hint: `give one with ${source}` }
        : {
            message: `and no vault password given opens it (tried ${ids})`,
            hint: 'the password is another one, or the text was changed after it was encrypted',
          };
  return new PlayError({
    code: 'vault',
    message: `${what} is encrypted${label}, ${message}`,
    hint,
    ...(place ? { place } : {}),
  });
}
