import type { Place } from '../diagnostics.ts';

/** Where the character at `offset` of a scalar's value stands in its file. */
export type Locate = (offset: number, width?: number) => Place;

/** Lines of one file; turns offsets into places. */
export interface Lines {
  readonly file: string;
  readonly text: string;
  /** Offset of each line's first character. */
  readonly starts: readonly number[];
}

export function linesOf(file: string, text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { file, text, starts };
}

/** The place of `start` … `end`; a span over several lines is underlined to the end of its first. */
export function placeOf({ file, text, starts }: Lines, start: number, end: number = start + 1): Place {
  let line = 0;
  for (let high = starts.length - 1; line < high; ) {
    const middle = (line + high + 1) >> 1;
    if (starts[middle]! <= start) line = middle;
    else high = middle - 1;
  }
  const stop = Math.min(end, (starts[line + 1] ?? text.length + 1) - 1);
  return { file, line: line + 1, column: start - starts[line]! + 1, width: Math.max(1, stop - start) };
}

/**
 * Maps offsets of a scalar's value to its source, through escapes, folded lines and the indentation of block scalars: both texts
 * hold the same visible characters in the same order, so walking them side by side is enough. `start` is the first character inside
 * the quotes, or of a block's first line.
 */
export function locator(
  lines: Lines,
  value: string,
  start: number,
  end: number,
  quoted: 'single' | 'double' | undefined,
): Locate {
  let offsets: number[] | undefined;
  return (offset, width = 1) => {
    offsets ??= align(lines.text.slice(0, end), value, start, quoted);
    const from = offsets[Math.min(offset, offsets.length - 1)] ?? start;
    const to = offsets[Math.min(offset + width, offsets.length) - 1] ?? from;
    return placeOf(lines, from, Math.max(from, to) + 1);
  };
}

function align(source: string, value: string, start: number, quoted: 'single' | 'double' | undefined): number[] {
  const offsets: number[] = [];
  let at = start;
  while (offsets.length < value.length && at < source.length) {
    const wanted = value[offsets.length]!;
    const found = source[at]!;
    const escaped = quoted === 'double' && found === '\\' ? escapeAt(source, at) : undefined;
    if (escaped) {
      for (let unit = 0; unit < escaped.units; unit++) offsets.push(at);
      at += escaped.length;
    } else if (found === wanted || (isSpace(found) && isSpace(wanted))) {
      offsets.push(at);
      at += quoted === 'single' && found === "'" ? 2 : 1;
    } else if (isSpace(found)) at++;
    else offsets.push(at);
  }
  while (offsets.length <= value.length) offsets.push(at);
  return offsets;
}

/** How long an escape of a double-quoted scalar is, and how many UTF-16 units it stands for. */
function escapeAt(source: string, at: number): { length: number; units: number } {
  const kind = source[at + 1];
  const digits = kind === 'x' ? 2 : kind === 'u' ? 4 : kind === 'U' ? 8 : 0;
  if (digits > 0) {
    const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
    return { length: 2 + digits, units: code > 0xffff ? 2 : 1 };
  }
  if (kind === '\n') return { length: 2 + (/^[ \t]*/.exec(source.slice(at + 2))?.[0].length ?? 0), units: 0 };
  return { length: 2, units: 1 };
}

const isSpace = (character: string) =>
  character === ' ' || character === '\n' || character === '\t' || character === '\r';
