import { Float, Tuple, type Value } from './types.ts';

/**
 * A dict is a plain object, or a `Map` when it has a key that is no string, or that looks like an integer (a plain object would move
 * it to the front).
 */
export type Dict = { readonly [key: string]: Value } | ReadonlyMap<Value, Value>;

export function isDict(value: Value): value is Dict {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (value instanceof Map) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export const dictKeys = (dict: Dict): Value[] => (dict instanceof Map ? [...dict.keys()] : Object.keys(dict));

export const dictValues = (dict: Dict): Value[] => (dict instanceof Map ? [...dict.values()] : Object.values(dict));

export const dictEntries = (dict: Dict): [Value, Value][] =>
  dict instanceof Map ? [...dict.entries()] : Object.entries(dict);

export const dictSize = (dict: Dict): number => (dict instanceof Map ? dict.size : Object.keys(dict).length);

/** The value of a key, or undefined (JavaScript's). Only own keys count: `__proto__` is data like any other. */
export function dictGet(dict: Dict, key: Value): Value | undefined {
  if (!(dict instanceof Map)) {
    const record = dict as { readonly [key: string]: Value };
    return typeof key === 'string' && Object.hasOwn(record, key) ? (record[key] ?? null) : undefined;
  }
  const own = mapKey(dict, key);
  return dict.has(own) ? (dict.get(own) ?? null) : undefined;
}

export const dictHas = (dict: Dict, key: Value): boolean =>
  dict instanceof Map ? dict.has(mapKey(dict, key)) : typeof key === 'string' && Object.hasOwn(dict, key);

/** Python takes 1, 1.0 and True for one key; a tuple equals another of the same items. */
function mapKey(map: ReadonlyMap<Value, Value>, key: Value): Value {
  if (typeof key === 'string' || key === null || map.has(key)) return key;
  const number = asKeyNumber(key);
  for (const known of map.keys()) {
    if (number !== undefined && asKeyNumber(known) === number) return known;
    if (key instanceof Tuple && known instanceof Tuple && sameItems(key, known)) return known;
  }
  return key;
}

const sameItems = (a: Tuple, b: Tuple) => a.length === b.length && a.every((item, index) => item === b[index]);

function asKeyNumber(key: Value): number | undefined {
  if (typeof key === 'number') return key;
  if (typeof key === 'boolean') return Number(key);
  return key instanceof Float ? key.value : undefined;
}

const needsMap = (key: Value): boolean =>
  typeof key !== 'string' || (isDigit(key.charCodeAt(0)) && /^(?:0|[1-9]\d{0,9})$/.test(key));

const isDigit = (code: number) => code >= 48 && code <= 57;

/** A new dict of these entries, in their order; a later entry of the same key wins and keeps the first one's place. */
export function newDict(entries: Iterable<readonly [Value, Value]> = []): Dict {
  const list = Array.isArray(entries) ? (entries as (readonly [Value, Value])[]) : [...entries];
  if (list.some(([key]) => needsMap(key))) {
    const map = new Map<Value, Value>();
    for (const [key, value] of list) map.set(mapKey(map, key), value);
    return map;
  }
  const record: { [key: string]: Value } = {};
  for (const [key, value] of list) setKey(record, key as string, value);
  return record;
}

/** A copy of the dict with these entries set. */
export function withEntries(dict: Dict, entries: readonly (readonly [Value, Value])[]): Dict {
  if (dict instanceof Map || entries.some(([key]) => needsMap(key))) return newDict([...dictEntries(dict), ...entries]);
  const copy = { ...(dict as { readonly [key: string]: Value }) };
  for (const [key, value] of entries) setKey(copy, key as string, value);
  return copy;
}

/** Sets an own key, also `__proto__`. */
export function setKey(record: { [key: string]: Value }, key: string, value: Value): void {
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  else record[key] = value;
}

/** Changes a dict in place, as `d.update(…)` does. A plain object keeps text keys only. */
export function dictSet(dict: Dict, key: Value, value: Value): void {
  if (dict instanceof Map) dict.set(mapKey(dict, key), value);
  else setKey(dict as { [key: string]: Value }, String(key), value);
}

/** Removes a key in place. */
export function dictDelete(dict: Dict, key: Value): void {
  if (dict instanceof Map) dict.delete(mapKey(dict, key));
  else if (typeof key === 'string') delete (dict as { [key: string]: Value })[key];
}
