import { dictGet, isDict } from '../template/values.ts';

/** Beyond these a value is cut where its text would otherwise be longer than a text can be. */
const longestText = 1_000_000;
const longestList = 10_000;

/** A value as JSON; long texts and lists in it are cut only where all of it would be too long for one text. */
export function jsonText(value: unknown, indent?: number): string {
  try {
    // V8 is many times faster without a replacer.
    return JSON.stringify(value, isFlat(value) ? undefined : replacer, indent) ?? String(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify(value, (key, each) => cut(replacer(key, each)), indent);
  }
}

/** Whether there is nothing inside that JSON does not know. */
function isFlat(value: unknown): boolean {
  if (!isDict(value) || value instanceof Map) return false;
  for (const name of Object.keys(value)) {
    const each = dictGet(value, name);
    if (typeof each === 'bigint' || (typeof each === 'object' && each !== null)) return false;
  }
  return true;
}

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
}

function cut(value: unknown): unknown {
  if (typeof value === 'string' && value.length > longestText)
    return `${value.slice(0, longestText)}… (${value.length - longestText} more characters)`;
  if (Array.isArray(value) && value.length > longestList)
    return [...value.slice(0, longestList), `… (${value.length - longestList} more)`];
  return value;
}
