/** The lines of a text with their ends; none for an empty text. */
export const linesOf = (text: string, ends = /(?<=\n)/): string[] => (text === '' ? [] : text.split(ends));

/** A line without its end. */
export const bare = (line: string): string => line.replace(/[\r\n]+$/, '');

/** The last line with an end, so that something can follow it. */
export function closeLast(lines: string[]): void {
  const last = lines.at(-1);
  if (last !== undefined && !/[\r\n]$/.test(last)) lines[lines.length - 1] = `${last}\n`;
}

/** Index of the last (or first) line for which something holds; -1 when there is none. */
export function indexOfLine(lines: readonly string[], first: boolean, holds: (line: string) => boolean): number {
  return first ? lines.findIndex(holds) : lines.findLastIndex(holds);
}
