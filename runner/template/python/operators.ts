import { compare, equals } from './compare.ts';
import { dictEntries, isDict, newDict } from './dict.ts';
import { arithmetic, isInt, isNumber } from './number.ts';
import { percent } from './percent.ts';
import { contains } from './sequence.ts';
import { checkLength, repeated } from './size.ts';
import { typeName } from './text.ts';
import { Fault, Thing, Tuple, use, type Value } from './types.ts';

/** `a op b` for the arithmetic operators, on everything Python allows. */
export function binary(op: string, a: Value, b: Value): Value {
  use(a);
  use(b);
  if (isNumber(a) && isNumber(b)) return arithmetic(op, a, b);
  if (op === '+') {
    if (typeof a === 'string' && typeof b === 'string') {
      checkLength(a.length + b.length);
      return a + b;
    }
    if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) return joined(a, b);
  }
  if (op === '*') {
    if (isInt(b) && isRepeatable(a)) return repeat(a, Number(b));
    if (isInt(a) && isRepeatable(b)) return repeat(b, Number(a));
  }
  if (op === '%' && typeof a === 'string') return percent(a, b);
  if (a instanceof Thing) {
    const own = a.attribute(`__${op}__`);
    if (typeof own === 'function') return (own as (other: Value) => Value)(b);
  }
  throw new Fault(`unsupported operand types for ${op}: '${typeName(a)}' and '${typeName(b)}'`, {
    hint: operandHint(op, a, b),
  });
}

/** Elements that a list put together from others may have; more is a mistake or an attack. */
const maxElements = 10_000_000;

function joined(a: readonly Value[], b: readonly Value[]): Value {
  if (a.length + b.length > maxElements) throw new Fault(`a list of ${a.length + b.length} elements is too long`);
  return a instanceof Tuple ? Tuple.from([...a, ...b]) : a.concat(b);
}

const isRepeatable = (value: Value): value is string | Value[] => typeof value === 'string' || Array.isArray(value);

function repeat(value: string | Value[], times: number): Value {
  if (typeof value === 'string') return repeated(value, times);
  const count = value.length === 0 ? 0 : Math.max(0, times);
  if (value.length * count > maxElements) throw new Fault(`a list of ${value.length * count} elements is too long`);
  const items = Array.from({ length: value.length * count }, (_, index) => value[index % value.length]);
  return value instanceof Tuple ? Tuple.from(items) : items;
}

function operandHint(op: string, a: Value, b: Value): string | undefined {
  if (op !== '+') return undefined;
  if (typeof a === 'string' || typeof b === 'string') return 'join text with ~, or convert with | int';
  return isDict(a) && isDict(b) ? 'merge dicts with | combine(…)' : undefined;
}

/** `-value` and `+value`. */
export function unary(op: '-' | '+', value: Value): Value {
  use(value);
  if (isNumber(value)) return op === '-' ? arithmetic('*', value, -1) : arithmetic('+', value, 0);
  throw new Fault(`bad operand type for unary ${op}: '${typeName(value)}'`);
}

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export function holds(op: Comparison, a: Value, b: Value): boolean {
  switch (op) {
    case '==':
      return equals(a, b);
    case '!=':
      return !equals(a, b);
    case 'in':
      return contains(b, a);
    case 'not in':
      return !contains(b, a);
    case '<':
      return compare(a, b, op) < 0;
    case '<=':
      return compare(a, b, op) <= 0;
    case '>':
      return compare(a, b, op) > 0;
    default:
      return compare(a, b, op) >= 0;
  }
}

/** A dict with the entries of all; later ones win. */
export const merged = (...dicts: readonly Value[]): Value =>
  newDict(dicts.flatMap((dict) => (isDict(dict) ? dictEntries(dict) : [])));
