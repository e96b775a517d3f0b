import { dictEntries, isDict, setKey } from './python/dict.ts';
import { toText } from './python/text.ts';
import { Float, Thing, Undefined, Unknown, type Value } from './python/types.ts';

export { compare, equals, isTruthy } from './python/compare.ts';
export {
  type Dict,
  dictEntries,
  dictGet,
  dictHas,
  dictKeys,
  dictSize,
  dictValues,
  isDict,
  newDict,
  setKey,
} from './python/dict.ts';
export { isFloat, isInt, isNumber } from './python/number.ts';
export { toText, typeName } from './python/text.ts';
export { Float, float, Omit, omit, Undefined, Unknown, unknown, type Value } from './python/types.ts';
export type { Marks } from './syntax/segments.ts';

/** Whether an unknown value stands anywhere inside. */
export function containsUnknown(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Unknown) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (value instanceof Map) return [...value.values()].some(containsUnknown);
  return isDict(value) && Object.values(value).some(containsUnknown);
}

/** The value as plain JSON-like data, for modules and reports: dicts are objects, floats numbers, tuples arrays. Unknown stays. */
export function plain(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value === undefined ? null : value;
  if (Array.isArray(value)) return Array.from(value, plain);
  if (value instanceof Float) return value.value;
  if (value instanceof Undefined) throw value.error();
  if (value instanceof Thing) return value.text();
  if (!isDict(value)) return value;
  const record: { [key: string]: Value } = {};
  for (const [key, member] of dictEntries(value)) setKey(record, toText(key), plain(member));
  return record;
}
