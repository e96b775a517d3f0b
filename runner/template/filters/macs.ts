import { addressText, firstOf } from '../net/network.ts';
import { subjectOf } from '../net/subject.ts';
import type { Filter, Table } from '../plugin.ts';
import { isInt } from '../python/number.ts';
import { toText } from '../python/text.ts';
import { Fault, use, type Value } from '../python/types.ts';

/** The twelve (or sixteen) hexadecimal digits of a hardware address; undefined when it is none. */
function digitsOf(value: Value): string | undefined {
  use(value);
  if (isInt(value) && typeof value !== 'boolean') {
    const number = BigInt(value);
    return number < 0n || number >= 1n << 64n
      ? undefined
      : number.toString(16).padStart(number < 1n << 48n ? 12 : 16, '0');
  }
  const text = typeof value === 'string' ? value : '';
  if (/^[\da-f]{12}$|^[\da-f]{16}$/i.test(text)) return text.toLowerCase();
  for (const [separator, count, width] of shapes) {
    const parts = text.split(separator);
    if (parts.length === count && parts.every((part) => part.length <= width && /^[\da-f]+$/i.test(part)))
      return parts.map((part) => part.toLowerCase().padStart(width, '0')).join('');
  }
  return undefined;
}

/** Separator, number of parts and digits of each, in the spellings there are. */
const shapes: readonly (readonly [separator: string, count: number, width: number])[] = [
  ['-', 6, 2],
  [':', 6, 2],
  ['-', 3, 4],
  [':', 3, 4],
  ['.', 3, 4],
  ['-', 2, 6],
  [':', 2, 6],
  ['-', 8, 2],
  [':', 8, 2],
  ['-', 4, 4],
  [':', 4, 4],
  ['.', 4, 4],
];

const inParts = (digits: string, width: number, separator: string): string =>
  digits.match(new RegExp(`.{${width}}`, 'g'))!.join(separator);

const pgsql = (digits: string) => inParts(digits, 6, ':');
const eui48 = (digits: string) => inParts(digits.toUpperCase(), 2, '-');

/** How `hwaddr('name')` writes an address. */
const spellings: Readonly<Record<string, (digits: string) => Value>> = {
  bare: (digits) => digits.toUpperCase(),
  bool: () => true,
  cisco: (digits) => inParts(digits, 4, '.'),
  eui48,
  int: (digits) => Number.parseInt(digits, 16),
  linux: (digits) => inParts(digits, 2, ':'),
  pgsql,
  postgresql: pgsql,
  psql: pgsql,
  unix: (digits) => inParts(digits, 2, ':').replace(/(?<![^:])0(?=[^:])/g, ''),
  win: eui48,
};

function hardwareAddress(value: Value, [query]: readonly Value[]): Value {
  const name = toText(query);
  const spell = Object.hasOwn(spellings, name) ? spellings[name] : undefined;
  if (!spell && name !== '')
    throw new Fault(`unknown query '${name}'`, { hint: `known: ${Object.keys(spellings).join(', ')}` });
  const digits = digitsOf(value);
  if (digits !== undefined) return spell ? spell(digits) : value;
  if (name === '' || name === 'bool') return null;
  throw new Fault(`${toText(value, 'repr')} is no hardware address`);
}

/** The address that a host with this hardware address gives itself in an IPv6 network (RFC 4862). */
function slaac(value: Value, [query]: readonly Value[]): Value {
  const net = subjectOf(value)?.net;
  const digits = digitsOf(query);
  if (net?.version !== 6 || digits === undefined) return false;
  const wide = digits.length === 16 ? digits : `${digits.slice(0, 6)}fffe${digits.slice(6)}`;
  const flipped = BigInt(`0x${wide}`) ^ (1n << 57n);
  return addressText(6, (firstOf(net) + flipped) & ((1n << 128n) - 1n));
}

const hwaddr: Filter = {
  description: 'the hardware address itself, or in another spelling; none when it is none',
  params: [['query', '']],
  run: hardwareAddress,
};

/** Filters on hardware addresses. */
export const macFilters: Table<Filter> = {
  hwaddr,
  macaddr: hwaddr,
  slaac: {
    description: 'the address a host with a hardware address gives itself in an IPv6 network',
    params: [['query', '']],
    run: slaac,
  },
};
