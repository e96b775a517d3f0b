import { equals } from '../python/compare.ts';
import { isNumber, numeric } from '../python/number.ts';
import { use, type Value } from '../python/types.ts';

/** A set by Python's equality; fast for text and numbers. */
export class Seen {
  readonly #simple = new Set<string | number | null>();
  readonly #others: Value[] = [];

  constructor(values: readonly Value[] = []) {
    for (const value of values) this.add(value);
  }

  has(value: Value): boolean {
    const key = simpleKey(use(value));
    return key === undefined ? this.#others.some((other) => equals(other, value)) : this.#simple.has(key);
  }

  /** Adds it; false when it was there. */
  add(value: Value): boolean {
    if (this.has(value)) return false;
    const key = simpleKey(value);
    if (key === undefined) this.#others.push(value);
    else this.#simple.add(key);
    return true;
  }
}

function simpleKey(value: Value): string | number | null | undefined {
  if (typeof value === 'string' || value === null) return value;
  return isNumber(value) && typeof value !== 'bigint' && !Number.isNaN(numeric(value)) ? numeric(value) : undefined;
}
