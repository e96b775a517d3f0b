import { createHash } from 'node:crypto';

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const implicitRounds = 5_000;

/** Unix password hashes `$5$` and `$6$` (Drepper, "Unix crypt using SHA-256 and SHA-512"). */
export function shaCrypt(digest: 'sha256' | 'sha512', password: string, salt: string, rounds?: number): string {
  const key = Buffer.from(password);
  const salted = Buffer.from(salt);
  const hash = (...parts: readonly Uint8Array[]) => {
    const made = createHash(digest);
    for (const part of parts) made.update(part);
    return made.digest();
  };
  const count = Math.min(999_999_999, Math.max(1_000, rounds ?? implicitRounds));
  const start = hash(...startParts(key, salted, hash(key, salted, key)));
  const p = filled(hash(...Array.from({ length: key.length }, () => key)), key.length);
  const s = filled(hash(...Array.from({ length: 16 + start[0]! }, () => salted)), salted.length);
  let result = start;
  for (let round = 0; round < count; round++) {
    const odd = round % 2 === 1;
    const parts = [odd ? p : result];
    if (round % 3 > 0) parts.push(s);
    if (round % 7 > 0) parts.push(p);
    parts.push(odd ? result : p);
    result = hash(Buffer.concat(parts));
  }
  const prefix = `$${digest === 'sha256' ? 5 : 6}$${rounds === undefined ? '' : `rounds=${count}$`}`;
  return `${prefix}${salt}$${encoded(result)}`;
}

function startParts(key: Buffer, salt: Buffer, inner: Buffer): Buffer[] {
  const parts = [key, salt, filled(inner, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push(bits % 2 === 1 ? inner : key);
  return parts;
}

/** The block over and over, cut at a length. */
const filled = (block: Buffer, length: number): Buffer => Buffer.alloc(length, block);

/** Three bytes become four characters; which bytes go together is part of the format. */
function encoded(bytes: Buffer): string {
  const third = Math.floor(bytes.length / 3);
  const turn = bytes.length === 64 ? 1 : 2;
  let text = '';
  for (let index = 0; index < third; index++) {
    const group = [index, index + third, index + 2 * third];
    const at = (index * turn) % 3;
    text += characters(
      [...group.slice(at), ...group.slice(0, at)].map((each) => bytes[each]!),
      4,
    );
  }
  return text + (bytes.length === 64 ? characters([0, 0, bytes[63]!], 2) : characters([0, bytes[31]!, bytes[30]!], 3));
}

function characters([high, middle, low]: readonly number[], count: number): string {
  let bits = (high! << 16) | (middle! << 8) | low!;
  let text = '';
  for (let index = 0; index < count; index++, bits >>= 6) text += alphabet[bits & 63];
  return text;
}
