import { dictValues, isDict } from './dict.ts';
import { Fault, type Value } from './types.ts';

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
