import { dictEntries, isDict } from './dict.ts';
import { floatText } from './number.ts';
import { checkSize } from './size.ts';
import { Fault, Float, Omit, Thing, Tuple, Undefined, Unknown, use, type Value } from './types.ts';

/** Python's name of the value's type. */
export function typeName(value: Value): string {
  if (value === null || value === undefined) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'str';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
  }
  if (Array.isArray(value)) return value instanceof Tuple ? 'tuple' : 'list';
  if (isDict(value)) return 'dict';
  if (value instanceof Float) return 'float';
  if (value instanceof Thing) return value.typeName;
  if (value instanceof Undefined) return 'Undefined';
  return value instanceof Unknown ? 'Unknown' : 'object';
}

/** `str(value)`, or with 'repr' `repr(value)`: what it looks like inside a list. */
export function toText(value: Value, as: 'str' | 'repr' = 'str'): string {
  if (typeof value === 'string' && as === 'str') return value;
  if (typeof value === 'object') checkSize(value);
  return repr(value, 0);
}

const maxDepth = 200;

function repr(value: Value, depth: number): string {
  if (depth > maxDepth) throw new Fault('the value is nested too deeply to be printed');
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return sequence(value, depth);
  if (isDict(value))
    return `{${dictEntries(value)
      .map(([k, v]) => `${repr(k, depth + 1)}: ${repr(v, depth + 1)}`)
      .join(', ')}}`;
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Thing) return value.text();
  if (value instanceof Omit) throw new Fault('omit can only be the whole value of a parameter, not a part of text');
  use(value);
  return `<${typeName(value)}>`;
}

function sequence(items: readonly Value[], depth: number): string {
  const inside = items.map((item) => repr(item, depth + 1)).join(', ');
  if (!(items instanceof Tuple)) return `[${inside}]`;
  return items.length === 1 ? `(${inside},)` : `(${inside})`;
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  if (!/[\\'"\p{C}\p{Zl}\p{Zp}\p{Zs}]/u.test(text)) return quote + text + quote;
  const inside = text.replace(/[\\'"\p{C}\p{Zl}\p{Zp}\p{Zs}]/gu, (character) => {
    if (character === quote) return `\\${quote}`;
    if (character === ' ' || character === "'" || character === '"') return character;
    return escapes[character] ?? codePoint(character.codePointAt(0)!);
  });
  return quote + inside + quote;
}

function codePoint(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
