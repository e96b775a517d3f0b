import { PlayError } from '../../diagnostics.ts';
import { encrypt } from '../../vault/cipher.ts';
import { formatEnvelope, isEncrypted } from '../../vault/envelope.ts';
import { createKeyring } from '../../vault/keyring.ts';
import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { Fault, use, type Value } from '../python/types.ts';
import { VaultText } from '../vault_text.ts';
import { asText, mustBeText } from './read.ts';

const unlabelled = 'filter_default';

function passwordOf(secret: Value): Buffer {
  const text = mustBeText(secret, 'the vault password');
  if (text === '') throw new Fault('the vault password is empty');
  return Buffer.from(text);
}

/** Takes the password as an argument, so the passwords of the run play no part. Of a salt the same text comes out each time. */
const vault: Filter = {
  description: 'the text encrypted with a password, as Ansible Vault does',
  params: ['secret', ['salt', null], ['vaultid', unlabelled], ['wrap_object', false], ['vault_id', null]],
  run: (value, [secret, salt, vaultid, wrapped, vaultId], { host }) => {
    const text = mustBeText(value, 'what is encrypted');
    if (isEncrypted(text)) throw new Fault('the text is encrypted already');
    if (salt !== null && asText(salt) === '') throw new Fault('the salt is empty');
    const password = passwordOf(secret);
    host.hide(secret);
    const id = asText(vaultId ?? vaultid);
    const options = { id, ...(salt !== null && { salt: Buffer.from(asText(salt)) }) };
    const envelope = formatEnvelope(encrypt(Buffer.from(text), password, options));
    return isTruthy(wrapped) ? new VaultText(envelope) : envelope;
  },
};

const unvault: Filter = {
  description: 'the text that was encrypted with a password; text that is not encrypted as it is',
  params: ['secret', ['vaultid', unlabelled], ['vault_id', null]],
  run: (value, [secret, vaultid, vaultId], { host }) => {
    const text = use(value) instanceof VaultText ? asText(value) : mustBeText(value, 'what is decrypted');
    const password = passwordOf(secret);
    if (!isEncrypted(text)) return text;
    host.hide(secret);
    const plaintext = opened(text, password, asText(vaultId ?? vaultid));
    host.hide(plaintext);
    return plaintext;
  },
};

function opened(text: string, password: Buffer, id: string): string {
  try {
    return createKeyring([{ id, password }]).open(text, 'the text').plaintext.toString('utf8');
  } catch (error) {
    if (error instanceof PlayError) throw new Fault(error.message, { code: 'vault', hint: error.hint });
    throw error;
  }
}

/** Filters that encrypt and decrypt. */
export const vaultFilters: Table<Filter> = { vault, unvault };
