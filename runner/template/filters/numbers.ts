import type { Filter, Table } from '../plugin.ts';
import { compare, isTruthy } from '../python/compare.ts';
import { arithmetic, int, isInt, isNumber, numeric, roundEven, wholeNumber } from '../python/number.ts';
import { binary } from '../python/operators.ts';
import { iterate } from '../python/sequence.ts';
import { Fault, Float, float, Tuple, Undefined, use, type Value } from '../python/types.ts';
import { asNumber, attributeReader, caseless } from './read.ts';

/** Digits that Python reads at most. */
const maxDigits = 4_300;

/** `int('0x1f', 16)` and the like; undefined when the text is no whole number. */
export function parseInteger(text: string, base: number): number | bigint | undefined {
  const parts = /^([-+]?)(?:0([xob]))?([\da-z]+(?:_[\da-z]+)*)$/i.exec(text.trim());
  if (!parts) return undefined;
  const [, sign, prefix, digits] = parts;
  if (digits!.length > maxDigits) return undefined;
  const prefixed = prefix
    ? ({ x: 16, o: 8, b: 2 } as Readonly<Record<string, number>>)[prefix.toLowerCase()]!
    : undefined;
  // `0b1` is a number of base 16 too: its digits are 0, b and 1.
  if (prefixed !== undefined && base !== prefixed && base !== 0)
    return prefix?.toLowerCase() === 'b' && base > 11 ? digitsOf(`0b${digits}`, base, sign) : undefined;
  return digitsOf(digits!, prefixed ?? (base === 0 ? 10 : base), sign);
}

function digitsOf(digits: string, base: number, sign: string | undefined): number | bigint | undefined {
  let value = 0n;
  for (const digit of digits.replaceAll('_', '').toLowerCase()) {
    const worth = Number.parseInt(digit, 36);
    if (worth >= base) return undefined;
    value = value * BigInt(base) + BigInt(worth);
  }
  return int(sign === '-' ? -value : value);
}

/** Python's `float(text)`; undefined when it is none. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = text
    .trim()
    .toLowerCase()
    .replace(/(?<=\d)_(?=\d)/g, '');
  if (/^[-+]?(?:inf|infinity)$/.test(trimmed))
    return trimmed.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[-+]?nan$/.test(trimmed)) return Number.NaN;
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

function toInt(value: Value, [fallback, base]: readonly Value[]): Value {
  if (isInt(value)) return typeof value === 'boolean' ? Number(value) : value;
  if (isNumber(value)) return Number.isFinite(numeric(value)) ? int(BigInt(Math.trunc(numeric(value)))) : fallback;
  if (typeof value !== 'string') return fallback;
  const whole = parseInteger(value, wholeNumber(base, 'the base'));
  if (whole !== undefined) return whole;
  const broken = parseFloatText(value);
  return broken === undefined || !Number.isFinite(broken) ? fallback : int(BigInt(Math.trunc(broken)));
}

function toFloat(value: Value, [fallback]: readonly Value[]): Value {
  if (isNumber(value)) return float(numeric(value));
  const parsed = typeof value === 'string' ? parseFloatText(value) : undefined;
  return parsed === undefined ? fallback : float(parsed);
}

function round(value: Value, [precision, method]: readonly Value[]): Value {
  const digits = wholeNumber(precision, 'the precision');
  const number = asNumber(value);
  if (method === 'common')
    return isInt(value) ? int(roundEven(number, Math.min(digits, 0))) : float(roundEven(number, digits));
  if (method !== 'ceil' && method !== 'floor') throw new Fault("the method must be 'common', 'ceil' or 'floor'");
  const unit = 10 ** digits;
  return float((method === 'ceil' ? Math.ceil(number * unit) : Math.floor(number * unit)) / unit);
}

/** The first of the largest (or smallest); undefined when there is none. */
const extreme =
  (sign: 1 | -1): Filter['run'] =>
  (value, [caseSensitive, attribute]) => {
    const read = attribute === null ? (item: Value) => item : attributeReader(attribute);
    const key = caseless(isTruthy(caseSensitive));
    let best: { item: Value; key: Value } | undefined;
    for (const item of iterate(value)) {
      const own = key(use(read(item)));
      if (!best || sign * compare(own, best.key) > 0) best = { item, key: own };
    }
    return best
      ? best.item
      : new Undefined('', () => new Fault('no item: the sequence was empty', { code: 'variable-undefined' }));
  };

function sum(value: Value, [attribute, start]: readonly Value[]): Value {
  const read = attribute === null ? (item: Value) => item : attributeReader(attribute);
  const items = iterate(value);
  // Lists are put together in one go: one after the other they would be copied over and over.
  const parts = Array.isArray(start) ? items.map((item) => use(read(item))) : [];
  if (parts.length > 1 && parts.every((part) => Array.isArray(part) && !(part instanceof Tuple)))
    return binary('+', start, (parts as Value[][]).flat());
  return items.reduce((total, item) => binary('+', total, read(item)), start);
}

function log(value: Value, [base]: readonly Value[]): Value {
  const number = asNumber(value);
  if (number <= 0) throw new Fault('only numbers above zero have a logarithm');
  const by = asNumber(base, 'the base');
  if (by === 10) return float(Math.log10(number));
  return float(by === Math.E ? Math.log(number) : Math.log(number) / Math.log(by));
}

/** Filters on numbers. */
export const numberFilters: Table<Filter> = {
  int: {
    description: 'the value as a whole number, or a default when it is none',
    params: [
      ['default', 0],
      ['base', 10],
    ],
    run: toInt,
  },
  float: {
    description: 'the value as a float, or a default when it is none',
    params: [['default', new Float(0)]],
    run: toFloat,
  },
  abs: {
    description: 'the number without its sign',
    run: (value) => arithmetic('*', value as number, asNumber(value) < 0 ? -1 : 1),
  },
  round: {
    description: 'the number rounded to a precision, half to even, or up (ceil) or down (floor)',
    params: [
      ['precision', 0],
      ['method', 'common'],
    ],
    run: round,
  },
  sum: {
    description: 'the sum of the elements, or of an attribute of them',
    params: [
      ['attribute', null],
      ['start', 0],
    ],
    run: sum,
  },
  min: {
    description: 'the smallest element',
    params: [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    run: extreme(-1),
  },
  max: {
    description: 'the largest element',
    params: [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    run: extreme(1),
  },
  log: { description: 'the logarithm, natural or to a base', params: [['base', Math.E]], run: log },
  pow: {
    description: 'the number to a power, as a float',
    params: ['y'],
    run: (value, [power]) => float(asNumber(value) ** asNumber(power, 'the power')),
  },
  root: {
    description: 'the square root, or another one',
    params: [['base', 2]],
    run: (value, [base]) =>
      float(asNumber(base) === 2 ? Math.sqrt(asNumber(value)) : asNumber(value) ** (1 / asNumber(base))),
  },
};
