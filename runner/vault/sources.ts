/** Where a vault password comes from: under its label, from a file or script, or from the person at the terminal. */
export interface VaultSource {
  readonly id: string;
  readonly from: { readonly prompt: 'labelled' | 'plain' } | { readonly file: string };
}

/** What the options of a command say about vault passwords. */
export interface VaultOptions {
  /** `--vault-id`: `label@source` or `source`, where the source is `prompt`, a file or a script. */
  readonly vaultIds?: readonly string[];
  /** `--vault-password-file`. */
  readonly vaultPasswordFiles?: readonly string[];
  /** `--ask-vault-pass`. */
  readonly askVaultPass?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The label of passwords that are given without one. */
export const defaultId = (environment: Environment): string => environment['ANSIBLE_VAULT_IDENTITY'] || 'default';

/**
 * The sources in the order Ansible tries them: `ANSIBLE_VAULT_IDENTITY_LIST`, `--vault-id`, `--vault-password-file`,
 * `ANSIBLE_VAULT_PASSWORD_FILE`, `--ask-vault-pass`.
 */
export function vaultSources(options: VaultOptions, environment: Environment): VaultSource[] {
  const id = defaultId(environment);
  const listed = (environment['ANSIBLE_VAULT_IDENTITY_LIST'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  const file = environment['ANSIBLE_VAULT_PASSWORD_FILE'];
  const files = [...(options.vaultPasswordFiles ?? []), ...(file ? [file] : [])];
  const ask = options.askVaultPass ?? isTrue(environment['ANSIBLE_ASK_VAULT_PASS']);
  return [
    ...[...listed, ...(options.vaultIds ?? [])].map((written) => vaultSource(written, id)),
    ...files.map((each) => ({ id, from: { file: each } })),
    ...(ask ? [{ id, from: { prompt: 'plain' as const } }] : []),
  ];
}

/** One `label@source`. */
export function vaultSource(written: string, unlabelled: string): VaultSource {
  const at = written.indexOf('@');
  const id = (at > 0 && written.slice(0, at)) || unlabelled;
  const source = at < 0 ? written : written.slice(at + 1);
  if (source === 'prompt') return { id, from: { prompt: 'labelled' } };
  return { id, from: source === 'prompt_ask_vault_pass' ? { prompt: 'plain' } : { file: source } };
}

/** Only passwords whose label fits are tried. */
export const matchesIds = (environment: Environment): boolean => isTrue(environment['ANSIBLE_VAULT_ID_MATCH']);

const isTrue = (written: string | undefined) => /^(1|true|yes|on|y|t)$/i.test(written?.trim() ?? '');
