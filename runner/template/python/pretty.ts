import { compare } from './compare.ts';
import { dictEntries, isDict } from './dict.ts';
import { toText } from './text.ts';
import { Tuple, type Value } from './types.ts';

/** Python's `pprint`: on one line when it fits into 80 columns, else one element per line, keys in order. */
export function prettyPrint(value: Value, indent = 0, allowance = 0): string {
  const line = toText(sorted(value), 'repr');
  if (indent + allowance + line.length < 80) return line;
  if (isDict(value)) {
    const entries = dictEntries(sorted(value) as typeof value);
    const last = entries.length - 1;
    const lines = entries.map(([key, member], index) => {
      const name = `${toText(key, 'repr')}: `;
      return name + prettyPrint(member, indent + 1 + name.length, index === last ? allowance + 1 : 1);
    });
    return `{${lines.join(`,\n${' '.repeat(indent + 1)}`)}}`;
  }
  if (!Array.isArray(value)) return line;
  const last = value.length - 1;
  const lines = value.map((item, index) => prettyPrint(item, indent + 1, index === last ? allowance + 1 : 1));
  const [open, close] = value instanceof Tuple ? ['(', ')'] : ['[', ']'];
  return `${open}${lines.join(`,\n${' '.repeat(indent + 1)}`)}${close}`;
}

/** Dicts print with their keys in order, all the way down. */
function sorted(value: Value): Value {
  if (Array.isArray(value)) return value instanceof Tuple ? Tuple.from(value, sorted) : value.map(sorted);
  if (!isDict(value)) return value;
  const entries = dictEntries(value).map(([key, member]) => [key, sorted(member)] as const);
  const inOrder = entries.every(([key]) => typeof key === 'string')
    ? [...entries].sort((a, b) => compare(a[0], b[0]))
    : entries;
  return new Map(inOrder);
}
