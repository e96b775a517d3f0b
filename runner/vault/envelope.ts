import { type Place, PlayError } from '../diagnostics.ts';

/** What a vault text holds once its header and hexadecimal layers are off ("Ansible Vault", the page on the file format). */
export interface Envelope {
  /** The label of format 1.2: a hint which password fits, not a part of what is signed. */
  readonly id?: string;
  readonly salt: Buffer;
  readonly hmac: Buffer;
  readonly ciphertext: Buffer;
}

const magic = '$ANSIBLE_VAULT';
const columns = 80;

/** Whether a text is one of a vault. Ansible goes by the first word, too. */
export const isEncrypted = (text: string | Buffer): boolean =>
  typeof text === 'string' ? text.startsWith(magic) : text.subarray(0, magic.length).toString('latin1') === magic;

/** Takes an envelope apart. Throws PlayError `vault-format` when it is none, is of another format, or is damaged. */
export function parseEnvelope(text: string, what: string, place?: Place): Envelope {
  const fail = (message: string, hint: string) =>
    new PlayError({ code: 'vault-format', message: `${what} ${message}`, hint, ...(place ? { place } : {}) });
  const [header = '', ...lines] = text.trim().split(/\r\n|\r|\n/);
  const [mark, version, cipher, id] = header.split(';').map((part) => part.trim());
  if (mark !== magic || version === undefined || cipher === undefined)
    throw fail('is not a text of Ansible Vault', `such a text starts with ${magic};1.1;AES256`);
  if ((version !== '1.1' && version !== '1.2') || cipher !== 'AES256')
    throw fail(
      `is in the vault format ${version} with ${cipher}, which is not supported`,
      'encrypt it again with a current ansible-vault; 1.1 and 1.2 with AES256 are read',
    );
  const [salt, hmac, ciphertext] = (unhex(lines.map((line) => line.trim()).join(''))?.toString('latin1') ?? '')
    .split('\n')
    .map(unhex);
  if (!salt?.length || hmac?.length !== 32 || !ciphertext?.length || ciphertext.length % 16 !== 0)
    throw fail('is a damaged text of Ansible Vault', 'a part of it is missing or changed; take it from a backup');
  return { ...(id && { id }), salt, hmac, ciphertext };
}

/** The text of an envelope as `ansible-vault` writes it: format 1.1, or 1.2 where a label other than `default` is to be kept. */
export function formatEnvelope({ id, salt, hmac, ciphertext }: Envelope): string {
  const header = id === undefined || id === 'default' ? `${magic};1.1;AES256` : `${magic};1.2;AES256;${id}`;
  const parts = [salt, hmac, ciphertext].map((part) => part.toString('hex')).join('\n');
  const body = Buffer.from(parts, 'latin1').toString('hex');
  return `${[header, ...(body.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [])].join('\n')}\n`;
}

function unhex(text: string): Buffer | undefined {
  return text.length % 2 === 0 && /^[\da-f]*$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}
