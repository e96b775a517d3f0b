import { dictEntries, dictGet, dictHas, dictSize, isDict } from './dict.ts';
import { isNumber, numeric } from './number.ts';
import { maxParts } from './size.ts';
import { typeName } from './text.ts';
import { Fault, Float, Thing, Tuple, use, type Value } from './types.ts';

/** Python's truth: empty text, lists and dicts, zero and None are false. */
export function isTruthy(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined || value === '' || value === 0 || value === 0n) return false;
  if (typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.length > 0;
  if (isDict(value)) return dictSize(value) > 0;
  if (value instanceof Float) return value.value !== 0;
  use(value);
  return true;
}

/** Python's `==`: `1 == True == 1.0`, lists and dicts by their parts, a list never equals a tuple. */
export function equals(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  compared = 0;
  return same(a, b);
}

/** Parts compared so far: of a list that holds another one twice, which holds another one twice … there is no end of them. */
let compared = 0;

function same(a: Value, b: Value): boolean {
  if (++compared > maxParts) throw new Fault('the values are too large to be compared');
  use(a);
  use(b);
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return order(a, b) === 0;
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  if (isDict(a)) return isDict(b) && sameEntries(a, b);
  return a instanceof Thing && b instanceof Thing && sortKey(a) !== undefined && sortKey(a) === sortKey(b);
}

function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
  return (
    a.length === b.length && a instanceof Tuple === b instanceof Tuple && a.every((item, index) => same(item, b[index]))
  );
}

const sameEntries = (a: Parameters<typeof dictSize>[0], b: Parameters<typeof dictSize>[0]): boolean =>
  dictSize(a) === dictSize(b) &&
  dictEntries(a).every(([key, value]) => dictHas(b, key) && same(value, dictGet(b, key)));

/** A Thing that can be ordered (a date) says by what. */
const sortKey = (thing: Thing): number | undefined => {
  const key = thing.attribute('__order__');
  return typeof key === 'number' ? key : undefined;
};

/** Negative, zero or positive as `a` is below, equal to or above `b`; NaN is neither. */
export function compare(a: Value, b: Value, op = '<'): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  use(a);
  use(b);
  if (isNumber(a) && isNumber(b)) return order(a, b);
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) return compareItems(a, b, op);
  if (a instanceof Thing && b instanceof Thing) {
    const [left, right] = [sortKey(a), sortKey(b)];
    if (left !== undefined && right !== undefined) return left - right;
  }
  throw new Fault(`'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`, {
    hint: 'convert one side, e.g. with | int or | string',
  });
}

function order(a: number | bigint | boolean | Float, b: number | bigint | boolean | Float): number {
  const left = typeof a === 'bigint' ? a : numeric(a);
  const right = typeof b === 'bigint' ? b : numeric(b);
  if (left < right) return -1;
  if (left > right) return 1;
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number are compared by value
  return left == right ? 0 : Number.NaN;
}

/** Python orders text by code points, JavaScript by UTF-16 units. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;

function compareItems(a: readonly Value[], b: readonly Value[], op: string): number {
  for (let index = 0; index < a.length && index < b.length; index++)
    if (!equals(a[index], b[index])) return compare(a[index], b[index], op);
  return a.length - b.length;
}
