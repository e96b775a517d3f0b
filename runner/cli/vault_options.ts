import type { VaultOptions } from '../vault/sources.ts';
import { usage } from './options.ts';

/** Flags about vault passwords, in both of Ansible's spellings. */
export interface VaultFlags {
  readonly 'vault-id'?: string[] | undefined;
  readonly 'vault-password-file'?: string[] | undefined;
  readonly 'vault-pass-file'?: string[] | undefined;
  readonly 'ask-vault-pass'?: boolean | undefined;
  readonly 'ask-vault-password'?: boolean | undefined;
}

/** What they say. Nothing that is not on the command line is set, so that the environment counts. */
export function vaultOptions(flags: VaultFlags): VaultOptions {
  const files = [...(flags['vault-password-file'] ?? []), ...(flags['vault-pass-file'] ?? [])];
  const ids = flags['vault-id'] ?? [];
  for (const id of ids) requireLabel(id);
  return {
    ...(ids.length > 0 && { vaultIds: ids }),
    ...(files.length > 0 && { vaultPasswordFiles: files }),
    ...((flags['ask-vault-pass'] || flags['ask-vault-password']) && { askVaultPass: true }),
  };
}

/** A label ends at a `;` or line's end in the header of an encrypted text. */
export function requireLabel(written: string): void {
  if (/[;\r\n]/.test(written))
    throw usage('a vault id cannot hold a ";"', 'write --vault-id LABEL@SOURCE, where the source is prompt or a file');
}
