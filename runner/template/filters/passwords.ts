import { randomInt } from 'node:crypto';
import { hashSync } from 'bcryptjs';
import type { Filter, Table } from '../plugin.ts';
import { wholeNumber } from '../python/number.ts';
import { shaCrypt } from '../python/sha_crypt.ts';
import { Fault, type Value } from '../python/types.ts';
import { asText } from './read.ts';

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

interface Algorithm {
  readonly saltSize: number;
  readonly isExact?: boolean;
  hash(password: string, salt: string, rounds: number | undefined, ident: string | undefined): string;
}

/** Rounds beyond these take longer than anyone waits. */
const maxRounds = 1_000_000;
const maxCost = 14;

const sha = (digest: 'sha256' | 'sha512', implicit: number): Algorithm => ({
  saltSize: 16,
  hash: (password, salt, rounds) => shaCrypt(digest, password, salt, rounds === implicit ? undefined : rounds),
});

const bcrypt: Algorithm = {
  saltSize: 22,
  isExact: true,
  hash: (password, salt, rounds = 12, ident = '2b') => {
    if (rounds > maxCost) throw new Fault(`a cost of ${rounds} takes too long`, { hint: `at most ${maxCost}` });
    const hashed = hashSync(password, `$2b$${String(rounds).padStart(2, '0')}$${salt}`);
    return `$${ident}${hashed.slice(3)}`;
  },
};

const algorithms: Readonly<Record<string, Algorithm>> = {
  sha512: sha('sha512', 656_000),
  sha256: sha('sha256', 535_000),
  sha512_crypt: sha('sha512', 656_000),
  sha256_crypt: sha('sha256', 535_000),
  blowfish: bcrypt,
  bcrypt,
};

const someSalt = (length: number): string => Array.from({ length }, () => alphabet[randomInt(64)]).join('');

/** A new salt for an algorithm. */
export const randomSalt = (type: string): string =>
  someSalt((Object.hasOwn(algorithms, type) ? algorithms[type]! : bcrypt).saltSize);

function saltFor({ saltSize, isExact = false }: Algorithm, salt: Value, size: Value): string {
  if (salt === null) {
    return someSalt(size === null ? saltSize : Math.min(wholeNumber(size, 'salt_size'), saltSize));
  }
  const text = asText(salt);
  if (/[^./0-9A-Za-z]/.test(text)) throw new Fault('the salt may have letters, digits, dots and slashes only');
  if (isExact ? text.length !== saltSize : text.length > saltSize)
    throw new Fault(`the salt must have ${isExact ? '' : 'at most '}${saltSize} characters`);
  return text;
}

/** The password as systems keep it. */
export function hashPassword(
  password: string,
  [type, salt, size, rounds, ident]: readonly [string, Value, Value, Value, Value],
): string {
  const algorithm = Object.hasOwn(algorithms, type) ? algorithms[type] : undefined;
  if (!algorithm)
    throw new Fault(`passwords cannot be hashed with '${type}'`, { hint: 'use sha512, sha256 or blowfish (bcrypt)' });
  const count = rounds === null ? undefined : wholeNumber(rounds, 'rounds');
  if (count !== undefined && count > maxRounds)
    throw new Fault(`${count} rounds take too long`, { hint: `at most ${maxRounds}` });
  return algorithm.hash(password, saltFor(algorithm, salt, size), count, ident === null ? undefined : asText(ident));
}

/** Filters on passwords. */
export const passwordFilters: Table<Filter> = {
  password_hash: {
    description: 'the password as /etc/shadow keeps it: sha512, sha256 or blowfish (bcrypt)',
    params: [
      ['hashtype', 'sha512'],
      ['salt', null],
      ['salt_size', null],
      ['rounds', null],
      ['ident', null],
    ],
    run: (value, [type, salt, size, rounds, ident]) =>
      hashPassword(asText(value), [asText(type), salt, size, rounds, ident]),
  },
};
