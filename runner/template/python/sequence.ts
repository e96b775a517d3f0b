import { equals } from './compare.ts';
import { dictHas, dictKeys, dictSize, isDict } from './dict.ts';
import { isInt } from './number.ts';
import { toText, typeName } from './text.ts';
import { Fault, Tuple, use, type Value } from './types.ts';

/** What a `for` walks over: a list itself, text by characters, a dict by keys. Never copies a list. */
export function iterate(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  use(value);
  if (typeof value === 'string') return [...value];
  if (isDict(value)) return dictKeys(value);
  throw new Fault(`'${typeName(value)}' object is not iterable`);
}

/** `len(value)`. */
export function lengthOf(value: Value): number {
  use(value);
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'string') return /[\ud800-\udfff]/.test(value) ? [...value].length : value.length;
  if (isDict(value)) return dictSize(value);
  throw new Fault(`object of type '${typeName(value)}' has no length`);
}

/** `item in container`. */
export function contains(container: Value, item: Value): boolean {
  use(container);
  if (typeof container === 'string') {
    use(item);
    if (typeof item !== 'string') throw new Fault(`'in <string>' needs text on its left side, not ${typeName(item)}`);
    return container.includes(item);
  }
  if (Array.isArray(container)) return listContains(container, item);
  if (isDict(container)) return dictHas(container, use(item));
  throw new Fault(`'in' needs a list, dict or text on its right side, not ${typeName(container)}`);
}

/** An unknown element decides nothing as long as a known one matches. */
function listContains(list: readonly Value[], item: Value): boolean {
  let undecided: unknown;
  for (const other of list) {
    try {
      if (equals(item, other)) return true;
    } catch (error) {
      undecided ??= error;
    }
  }
  if (undecided !== undefined) throw undecided;
  return false;
}

/** `value[start:stop:step]` of a list or text. */
export function slice(value: Value, start: Value, stop: Value, step: Value): Value {
  use(value);
  if (typeof value !== 'string' && !Array.isArray(value))
    throw new Fault(`'${typeName(value)}' object cannot be sliced`);
  const items: readonly Value[] = typeof value === 'string' ? [...value] : value;
  const by = bound(step) ?? 1;
  if (by === 0) throw new Fault('slice step cannot be zero');
  const last = items.length;
  const from = clamp(bound(start), by > 0 ? 0 : last - 1, last, by);
  const to = clamp(bound(stop), by > 0 ? last : -1, last, by);
  const picked: Value[] = [];
  for (let index = from; by > 0 ? index < to : index > to; index += by) picked.push(items[index]);
  if (typeof value === 'string') return picked.join('');
  return value instanceof Tuple ? Tuple.from(picked) : picked;
}

function bound(value: Value): number | undefined {
  if (value === null || value === undefined) return undefined;
  use(value);
  if (!isInt(value)) throw new Fault(`a slice needs whole numbers, not ${toText(value, 'repr')}`);
  return Number(value);
}

function clamp(index: number | undefined, missing: number, length: number, step: number): number {
  if (index === undefined) return missing;
  const at = index < 0 ? index + length : index;
  return step > 0 ? Math.max(0, Math.min(at, length)) : Math.max(-1, Math.min(at, length - 1));
}
