import { dictEntries, Float, isDict, toText, type Value } from '../../template/values.ts';

/** JSON with Python's spacing (`{"a": [1, 2]}`), so that files written by either tool have the same bytes. */
export function jsonText(value: Value): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Float) return toText(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  if (isDict(value))
    return `{${dictEntries(value)
      .map(([key, member]) => `${ascii(JSON.stringify(keyText(key)))}: ${jsonText(member)}`)
      .join(', ')}}`;
  return ascii(JSON.stringify(value));
}

/** Python writes keys of other types as JSON would write the value. */
function keyText(key: Value): string {
  return typeof key === 'string' ? key : jsonText(key);
}

function ascii(text: string): string {
  return text.replace(/[\x7f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
