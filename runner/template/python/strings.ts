import { isInt } from './number.ts';
import { checkLength, repeated } from './size.ts';
import { Fault, use, type Value } from './types.ts';

/** `str.split`: without a separator, at any run of blanks. `most` limits the number of cuts; negative means no limit. */
export function split(text: string, separator?: string, most = -1): string[] {
  if (separator === '') throw new Fault('empty separator');
  if (separator === undefined) return words(text, most);
  const parts = text.split(separator);
  return most < 0 || parts.length <= most + 1 ? parts : [...parts.slice(0, most), parts.slice(most).join(separator)];
}

function words(text: string, most: number): string[] {
  const found: string[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const end = most >= 0 && found.length === most ? -1 : rest.search(/\s/);
    if (end === -1) {
      found.push(most >= 0 ? rest.trimEnd() : rest);
      break;
    }
    found.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return found;
}

/** `str.rsplit`: cuts from the right. */
export function rsplit(text: string, separator?: string, most = -1): string[] {
  if (separator === undefined) {
    const reversed = words([...text].reverse().join(''), most);
    return reversed.map((word) => [...word].reverse().join('')).reverse();
  }
  const parts = split(text, separator);
  const first = parts.length - most;
  return most < 0 || first <= 1 ? parts : [parts.slice(0, first).join(separator), ...parts.slice(first)];
}

const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

export function splitLines(text: string, keepEnds = false): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(lineEnd)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(start, keepEnds ? end : match.index));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Drops blanks, or any of these characters, from the sides. */
export function strip(text: string, side: 'both' | 'left' | 'right', characters?: string): string {
  const drop = characters === undefined ? undefined : new Set(characters);
  const dropped = (character: string) => (drop ? drop.has(character) : /\s/.test(character));
  let start = 0;
  let end = text.length;
  if (side !== 'right') while (start < end && dropped(text[start]!)) start++;
  if (side !== 'left') while (end > start && dropped(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** A letter after anything that is no letter starts a word. */
export const title = (text: string): string =>
  text.replace(/\p{L}+/gu, (word) => {
    const [first] = word;
    return first!.toUpperCase() + word.slice(first!.length).toLowerCase();
  });

export function capitalize(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

export const swapCase = (text: string): string =>
  Array.from(text, (character) =>
    character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase(),
  ).join('');

export function replace(text: string, old: string, replacement: string, most = -1): string {
  if (replacement.length > old.length) checkLength(text.length + replacement.length * count(text, old));
  if (most < 0) return text.replaceAll(old, () => replacement);
  if (old !== '') return split(text, old, most).join(replacement);
  const characters = [...text];
  const parts = characters.map((character, index) => (index < most ? replacement + character : character));
  return parts.join('') + (characters.length < most ? replacement : '');
}

/** How often one text stands in another. */
export function count(text: string, wanted: string): number {
  if (wanted === '') return [...text].length + 1;
  let found = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) found++;
  return found;
}

/** Python puts the odd blank of `center` on the left when the width is odd. */
export function pad(text: string, width: number, align: 'left' | 'right' | 'center', fill = ' '): string {
  if ([...fill].length !== 1) throw new Fault('the fill character must be exactly one character');
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (align === 'left') return text + repeated(fill, missing);
  if (align === 'right') return repeated(fill, missing) + text;
  const left = (missing >> 1) + (missing & width & 1);
  return repeated(fill, left) + text + repeated(fill, missing - left);
}

export function zeroFill(text: string, width: number): string {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + repeated('0', width - text.length) + text.slice(sign.length);
}

export function expandTabs(text: string, size: number): string {
  let column = 0;
  return Array.from(text, (character) => {
    if (character === '\n' || character === '\r') column = 0;
    else if (character === '\t') {
      const blanks = size > 0 ? size - (column % size) : 0;
      column += blanks;
      return repeated(' ', blanks);
    } else column++;
    return character;
  }).join('');
}

/** Start and end of a part given as slice bounds. */
export function range(text: string, start: Value, end: Value): [number, number] {
  const bound = (value: Value, missing: number): number => {
    if (value === null) return missing;
    use(value);
    if (!isInt(value)) throw new Fault('start and end must be whole numbers');
    const index = Number(value);
    return Math.max(0, Math.min(text.length, index < 0 ? index + text.length : index));
  };
  return [bound(start, 0), bound(end, text.length)];
}

export const part = (text: string, start: Value, end: Value): string =>
  start === null && end === null ? text : text.slice(...range(text, start, end));
