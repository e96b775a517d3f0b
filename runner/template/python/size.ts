import { dictValues, isDict } from './dict.ts';
import { Fault, type Value } from './types.ts';

/** Characters that text made by widths, counts and repetitions may have, and text put together from other text; more is a mistake. */
const maxRepeated = 10_000_000;
const maxText = 100_000_000;

/** The text so many times; nothing for less than none. */
export function repeated(text: string, times: number): string {
  if (text === '' || times <= 0) return '';
  if (text.length * times > maxRepeated) throw new Fault(`a text of ${text.length * times} characters is too long`);
  return text.repeat(times);
}

/** Refuses to make a text of so many characters. */
export function checkLength(length: number): void {
  if (length > maxText) throw new Fault(`a text of ${length} characters is too long`);
}

/** Texts put together. */
export function joinedText(parts: readonly string[], separator = ''): string {
  let length = separator.length * Math.max(0, parts.length - 1);
  for (const part of parts) length += part.length;
  checkLength(length);
  return parts.join(separator);
}

/** Parts that a value may have where all of it is walked over. */
export const maxParts = 5_000_000;

/**
 * Refuses a value that is too large to be written out. A list that holds another one twice, which holds another one twice … is small
 * in memory and without end on paper.
 */
export function checkSize(value: Value): void {
  let left = maxParts;
  const open: Value[] = [value];
  while (open.length > 0) {
    const part = open.pop();
    const members = Array.isArray(part) ? part : isDict(part) ? dictValues(part) : [];
    left -= members.length + 1;
    if (left < 0) throw new Fault('the value is too large to be written out');
    for (const member of members) if (typeof member === 'object' && member !== null) open.push(member);
  }
}
