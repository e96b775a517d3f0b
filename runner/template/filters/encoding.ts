import { createHash, getHashes, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Filter, Table } from '../plugin.ts';
import { Fault, type Value } from '../python/types.ts';
import { asText } from './read.ts';

const digest = (text: string, algorithm: string): string => {
  if (!getHashes().includes(algorithm))
    throw new Fault(`unknown hash '${algorithm}'`, { hint: 'known: md5, sha1, sha224, sha256, sha384, sha512 …' });
  return createHash(algorithm).update(text).digest('hex');
};

const encodings: Readonly<Record<string, BufferEncoding>> = {
  'utf-8': 'utf8',
  utf8: 'utf8',
  'utf-16-le': 'utf16le',
  'utf-16le': 'utf16le',
  latin1: 'latin1',
  'latin-1': 'latin1',
  'iso-8859-1': 'latin1',
  ascii: 'ascii',
};

function encoding(value: Value): BufferEncoding {
  const name = asText(value).toLowerCase();
  const found = Object.hasOwn(encodings, name) ? encodings[name] : undefined;
  if (!found) throw new Fault(`unknown encoding '${name}'`, { hint: `known: ${Object.keys(encodings).join(', ')}` });
  return found;
}

function decode(value: Value, [name]: readonly Value[]): Value {
  const text = asText(value).replace(/\s+/g, '');
  if (!/^[\w+/-]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1)
    throw new Fault('the value is no base64 text');
  return Buffer.from(text, 'base64').toString(encoding(name));
}

/** The name space of uuids that `to_uuid` makes, the one Ansible uses. */
const uuidSpace = '361E6D51-FAEC-444A-9079-341386DA8E2E';

function toUuid(value: Value, [space]: readonly Value[]): Value {
  const hex = asText(space).replaceAll('-', '');
  if (!/^[\da-f]{32}$/i.test(hex)) throw new Fault(`'${asText(space)}' is no uuid`);
  const hash = createHash('sha1').update(Buffer.from(hex, 'hex')).update(asText(value)).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash
    .toString('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const hashing = (algorithm: string): Filter => ({
  description: `the ${algorithm.toUpperCase()} digest of the text, in hexadecimal`,
  run: (value) => digest(asText(value), algorithm),
});

/** Filters that encode and hash. */
export const encodingFilters: Table<Filter> = {
  b64encode: {
    description: 'the text in base64',
    params: [['encoding', 'utf-8']],
    run: (value, [name]) => Buffer.from(asText(value), encoding(name)).toString('base64'),
  },
  b64decode: { description: 'the text behind base64', params: [['encoding', 'utf-8']], run: decode },
  hash: {
    description: 'the digest of the text by an algorithm, in hexadecimal',
    params: [['hashtype', 'sha1']],
    run: (value, [type]) => digest(asText(value), asText(type)),
  },
  checksum: {
    description: 'the SHA1 digest of the text, as checksums of files are',
    run: (value) => digest(asText(value), 'sha1'),
  },
  md5: hashing('md5'),
  sha1: hashing('sha1'),
  crc32: {
    description: 'the CRC32 checksum of the text, in hexadecimal',
    run: (value) => crc32(asText(value)).toString(16),
  },
  unicode_normalize: {
    description: 'the text in a normal form of Unicode',
    params: [['form', 'NFC']],
    run: (value, [form]) => {
      const name = asText(form);
      if (!/^NFK?[CD]$/.test(name)) throw new Fault(`unknown form '${name}'`, { hint: 'known: NFC, NFD, NFKC, NFKD' });
      return asText(value).normalize(name);
    },
  },
  to_uuid: {
    description: 'a uuid that is always the same for the same text',
    params: [['namespace', uuidSpace]],
    run: toUuid,
  },
  random_mac: {
    description: 'a random MAC address that starts with the given part',
    params: [['seed', null]],
    run: (value, [seed]) => {
      const prefix = asText(value).toLowerCase();
      const parts = prefix.split(':');
      if (parts.length > 5 || !parts.every((part) => /^[\da-f]{2}$/.test(part)))
        throw new Fault(`'${prefix}' is no start of a MAC address`);
      const bytes = seed === null ? randomBytes(6) : createHash('sha1').update(asText(seed)).digest();
      return [
        ...parts,
        ...Array.from(bytes.subarray(0, 6 - parts.length), (byte) => byte.toString(16).padStart(2, '0')),
      ].join(':');
    },
  },
};
