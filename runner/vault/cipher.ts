import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Envelope } from './envelope.ts';

const rounds = 10_000;
const keyLength = 32;
const ivLength = 16;

/** The three keys that a password and a salt give. */
export interface Keys {
  readonly cipher: Buffer;
  readonly hmac: Buffer;
  readonly iv: Buffer;
}

/** PBKDF2 with SHA-256, as the vault format has it. Takes milliseconds on purpose. */
export function deriveKeys(password: Buffer, salt: Buffer): Keys {
  const derived = pbkdf2Sync(password, salt, rounds, 2 * keyLength + ivLength, 'sha256');
  return {
    cipher: derived.subarray(0, keyLength),
    hmac: derived.subarray(keyLength, 2 * keyLength),
    iv: derived.subarray(2 * keyLength),
  };
}

/** The plaintext; undefined when the signature does not fit: another password, or a text that was changed. */
export function decrypt({ hmac, ciphertext }: Envelope, keys: Keys): Buffer | undefined {
  const expected = sign(ciphertext, keys);
  if (hmac.length !== expected.length || !timingSafeEqual(hmac, expected)) return undefined;
  const cipher = createDecipheriv('aes-256-ctr', keys.cipher, keys.iv);
  return unpadded(Buffer.concat([cipher.update(ciphertext), cipher.final()]));
}

/** The envelope of a plaintext. A salt of one's own makes the same text each time, and is for that only. */
export function encrypt(
  plaintext: Buffer,
  password: Buffer,
  { id, salt = randomBytes(32) }: EncryptOptions = {},
): Envelope {
  const keys = deriveKeys(password, salt);
  const cipher = createCipheriv('aes-256-ctr', keys.cipher, keys.iv);
  const ciphertext = Buffer.concat([cipher.update(padded(plaintext)), cipher.final()]);
  return { ...(id !== undefined && { id }), salt, hmac: sign(ciphertext, keys), ciphertext };
}

export interface EncryptOptions {
  readonly id?: string;
  readonly salt?: Buffer;
}

const sign = (ciphertext: Buffer, keys: Keys): Buffer => createHmac('sha256', keys.hmac).update(ciphertext).digest();

/** CTR needs no padding, but the format has it: whole blocks of 16, each added byte telling how many there are. */
function padded(plaintext: Buffer): Buffer {
  const count = 16 - (plaintext.length % 16);
  return Buffer.concat([plaintext, Buffer.alloc(count, count)]);
}

function unpadded(text: Buffer): Buffer | undefined {
  const count = text.at(-1) ?? 0;
  const isPadding = count >= 1 && count <= 16 && text.subarray(-count).every((byte) => byte === count);
  return isPadding ? text.subarray(0, text.length - count) : undefined;
}
