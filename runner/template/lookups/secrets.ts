import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { hashPassword, randomSalt } from '../filters/passwords.ts';
import { generator } from '../filters/random.ts';
import { asText } from '../filters/read.ts';
import type { Context, Lookup, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { wholeNumber } from '../python/number.ts';
import { Fault, unknown, type Value } from '../python/types.ts';
import { inlineOptions } from './inline.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The sets of characters that have a name, as in Python's `string`. */
const named: Readonly<Record<string, string>> = {
  ascii_letters: lower + upper,
  ascii_lowercase: lower,
  ascii_uppercase: upper,
  digits,
  hexdigits: `${digits}abcdefABCDEF`,
  octdigits: '01234567',
  punctuation,
};

const maxLength = 100_000;

function lengthOf(value: Value): number {
  const length = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : wholeNumber(value, 'length');
  if (length < 0 || length > maxLength) throw new Fault(`the length must be at most ${maxLength}`);
  return length;
}

function charactersOf(value: Value): string {
  const parts = Array.isArray(value) ? value.map(asText) : asText(value).replaceAll(',,', ',comma,').split(',');
  const all = parts
    .map((part) => (part === 'comma' ? ',' : Object.hasOwn(named, part) ? named[part]! : part))
    .join('')
    .replace(/['"]/g, '');
  if (all === '') throw new Fault('there is no character to choose from');
  return all;
}

const pick = (characters: string, length: number, next: (limit: number) => number): string =>
  Array.from({ length }, () => characters[next(characters.length)]).join('');

interface Kept {
  readonly password: string;
  readonly salt?: string | undefined;
  readonly ident?: string | undefined;
}

function parseKept(text: string): Kept {
  const [, password, salt, ident] = /^([\s\S]*?)(?: salt=(\S*)(?: ident=(\S*))?)?$/.exec(text.trimEnd())!;
  return { password: password!, salt, ident };
}

/** Written beside and moved into place, so that nobody reads half of it. */
function keep(path: string, { password, salt, ident }: Kept): void {
  mkdirSync(posix.dirname(path), { recursive: true, mode: 0o700 });
  const text = `${password}${salt === undefined ? '' : ` salt=${salt}`}${ident === undefined ? '' : ` ident=${ident}`}\n`;
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, text, { mode: 0o600 });
  renameSync(beside, path);
}

/** A password that a file keeps; made when there is none yet. In check mode nothing is written, so a new one is not known. */
function password(term: Value, given: ReadonlyMap<string, Value>, { host }: Context): Value {
  const { text, options } = inlineOptions(term, given);
  const path = posix.resolve(host.playbookDir, text);
  const isKept = path !== '/dev/null' && existsSync(path);
  if (!isKept && host.check && path !== '/dev/null') return unknown;
  const next = generator(options.get('seed') ?? null);
  const old: Kept = isKept
    ? parseKept(readFileSync(path, 'utf8'))
    : { password: pick(charactersOf(options.get('chars')), lengthOf(options.get('length')), next) };
  const encrypt = options.get('encrypt') ?? null;
  const type = encrypt === null ? undefined : asText(encrypt);
  const ident = options.get('ident') === null ? old.ident : asText(options.get('ident'));
  const now: Kept =
    type === undefined
      ? old
      : { ...old, salt: old.salt ?? randomSalt(type), ident: ident ?? (type === 'bcrypt' ? '2b' : undefined) };
  if (path !== '/dev/null' && !host.check && (!isKept || now.salt !== old.salt || now.ident !== old.ident))
    keep(path, now);
  host.hide(now.password);
  if (type === undefined) return now.password;
  return hashPassword(now.password, [type, now.salt ?? null, null, null, now.ident ?? null]);
}

function randomString(options: ReadonlyMap<string, Value>): string {
  const is = (name: string) => isTruthy(options.get(name));
  const special = is('override_special') ? asText(options.get('override_special')) : punctuation;
  const all = is('override_all')
    ? asText(options.get('override_all'))
    : [
        is('upper') ? upper : '',
        is('lower') ? lower : '',
        is('numbers') ? digits : '',
        is('special') ? special : '',
      ].join('');
  const least = is('override_all')
    ? ''
    : (
        [
          ['min_numeric', digits],
          ['min_lower', lower],
          ['min_upper', upper],
          ['min_special', special],
        ] as const
      )
        .map(([name, characters]) => pick(characters, lengthOf(options.get(name)), randomInt))
        .join('');
  const rest = Math.max(0, lengthOf(options.get('length')) - least.length);
  if (all === '' && rest > 0) throw new Fault('there is no character to choose from');
  const text = shuffled(least + (rest > 0 ? pick(all, rest, randomInt) : ''));
  return is('base64') ? Buffer.from(text).toString('base64') : text;
}

function shuffled(text: string): string {
  const characters = [...text];
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other]!, characters[last]!];
  }
  return characters.join('');
}

/** Lookups that make secrets. */
export const secretLookups: Table<Lookup> = {
  password: {
    description: 'a password that a file keeps; made and kept when the file is not there',
    options: [
      ['length', 20],
      ['chars', ['ascii_letters', 'digits', '.,:-_']],
      ['encrypt', null],
      ['ident', null],
      ['seed', null],
    ],
    run: (terms, options, context) => terms.map((term) => password(term, options, context)),
  },
  random_string: {
    description: 'random characters',
    options: [
      ['length', 8],
      ['upper', true],
      ['lower', true],
      ['numbers', true],
      ['special', true],
      ['min_numeric', 0],
      ['min_upper', 0],
      ['min_lower', 0],
      ['min_special', 0],
      ['override_special', null],
      ['override_all', null],
      ['base64', false],
    ],
    run: (_, options) => [randomString(options)],
  },
};
