import { equals } from '../python/compare.ts';
import { dictEntries, isDict } from '../python/dict.ts';
import { isNumber, numeric } from '../python/number.ts';
import { checkSize } from '../python/size.ts';
import { Tuple, use, type Value } from '../python/types.ts';

/** A set by Python's equality. What has no form as a key (dates, opaque things) is compared one by one. */
export class Seen {
  readonly #keys = new Set<string>();
  readonly #others: Value[] = [];

  constructor(values: readonly Value[] = []) {
    for (const value of values) this.add(value);
  }

  has(value: Value): boolean {
    const key = keyOf(value);
    return key === undefined ? this.#others.some((other) => equals(other, value)) : this.#keys.has(key);
  }

  /** Adds it; false when it was there. */
  add(value: Value): boolean {
    const key = keyOf(value);
    if (key === undefined) {
      if (this.#others.some((other) => equals(other, value))) return false;
      this.#others.push(value);
      return true;
    }
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    return true;
  }
}

function keyOf(value: Value): string | undefined {
  if (typeof value === 'string') return `"${value}`;
  if (Array.isArray(value) || isDict(value)) checkSize(value);
  return spelled(value);
}

/** Text that two values share just when they are equal: 1, 1.0 and true are, a list and a tuple are not. */
function spelled(value: Value): string | undefined {
  use(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (isNumber(value)) return Number.isNaN(numeric(value)) ? undefined : String(numeric(value));
  if (Array.isArray(value)) {
    const items = allSpelled(value);
    return items && (value instanceof Tuple ? `(${items.join()})` : `[${items.join()}]`);
  }
  if (!isDict(value)) return undefined;
  const members = dictEntries(value).map(([key, member]) => allSpelled([key, member])?.join(':'));
  return members.includes(undefined) ? undefined : `{${members.sort().join()}}`;
}

function allSpelled(values: readonly Value[]): string[] | undefined {
  const all: string[] = [];
  for (const value of values) {
    const own = spelled(value);
    if (own === undefined) return undefined;
    all.push(own);
  }
  return all;
}
