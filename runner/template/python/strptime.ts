import { DateTime } from './datetime.ts';
import { Fault } from './types.ts';

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What each letter matches. */
const patterns: Readonly<Record<string, string>> = {
  Y: '\\d{4}',
  y: '\\d{2}',
  m: '1[0-2]|0?[1-9]',
  d: '3[01]|[12]\\d|0?[1-9]|\\s[1-9]',
  H: '2[0-3]|[01]?\\d',
  I: '1[0-2]|0?[1-9]',
  M: '[0-5]?\\d',
  S: '6[01]|[0-5]?\\d',
  f: '\\d{1,6}',
  j: '\\d{1,3}',
  p: 'am|pm',
  z: '[+-]\\d{2}:?\\d{2}|Z',
  Z: '[A-Za-z]*',
  b: monthNames.join('|'),
  B: 'january|february|march|april|may|june|july|august|september|october|november|december',
  a: 'mon|tue|wed|thu|fri|sat|sun',
  A: 'monday|tuesday|wednesday|thursday|friday|saturday|sunday',
};
const shorthands: Readonly<Record<string, string>> = { T: '%H:%M:%S', D: '%m/%d/%y', F: '%Y-%m-%d', R: '%H:%M' };

/** C's `strptime`: reads a date in a format. A zone in the text moves it to UTC. */
export function strptime(text: string, format: string): DateTime {
  const letters: string[] = [];
  const source = format
    .replace(/%([TDFR])/g, (_, letter: string) => shorthands[letter]!)
    .replace(/%([a-zA-Z%])|\s+|[\\^$.*+?()[\]{}|]/g, (part, letter: string | undefined) => {
      if (letter === undefined) return /\s/.test(part) ? '\\s+' : `\\${part}`;
      if (letter === '%') return '%';
      const pattern = patterns[letter];
      if (!pattern) throw new Fault(`unknown letter %${letter} in the format '${format}'`);
      letters.push(letter);
      return `(${pattern})`;
    });
  const found = new RegExp(`^${source}$`, 'i').exec(text);
  if (!found) throw new Fault(`'${text}' does not fit the format '${format}'`);
  return dateOf(new Map(letters.map((letter, index) => [letter, found[index + 1]!])), text);
}

function dateOf(parts: ReadonlyMap<string, string>, text: string): DateTime {
  const number = (letter: string, fallback: number) => (parts.has(letter) ? Number(parts.get(letter)) : fallback);
  const named = (parts.get('b') ?? parts.get('B'))?.slice(0, 3).toLowerCase();
  const short = number('y', 0);
  const year = parts.has('y') ? short + (short < 69 ? 2000 : 1900) : number('Y', 1900);
  const month = named === undefined ? number('m', 1) : monthNames.indexOf(named) + 1;
  const day = number('d', 1);
  const half = parts.get('p')?.toLowerCase();
  const hour = parts.has('I') ? (number('I', 12) % 12) + (half === 'pm' ? 12 : 0) : number('H', 0);
  const microseconds = Number((parts.get('f') ?? '0').padEnd(6, '0'));
  const date = parts.has('j') ? Date.UTC(year, 0, number('j', 1)) : Date.UTC(year, month - 1, day);
  if (!parts.has('j') && new Date(date).getUTCDate() !== day)
    throw new Fault(`'${text}' is no date: month ${month} has no day ${day}`);
  const clock = ((hour * 60 + number('M', 0)) * 60 + number('S', 0)) * 1000 + Math.floor(microseconds / 1000);
  return new DateTime(date + clock - zone(parts.get('z')), microseconds);
}

function zone(text: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text ?? '') ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
