import { splitLines } from '../python/strings.ts';
import { Fault } from '../python/types.ts';

/** Breaks each line of a text at blanks (and after dashes) so that none is longer than the width. */
export function wordwrap(text: string, width: number, breakLong: boolean, newline: string, hyphens: boolean): string {
  if (width < 1) throw new Fault('the width must be at least 1');
  return splitLines(text)
    .map((line) => wrapLine(line, width, breakLong, hyphens).join(newline))
    .join(newline);
}

function wrapLine(line: string, width: number, breakLong: boolean, hyphens: boolean): string[] {
  const chunks = line.split(hyphens ? /(\s+)|(?<=[^\s-][\p{L}]-+)(?=[\p{L}])/u : /(\s+)/).filter((chunk) => chunk);
  const lines: string[] = [];
  let current: string[] = [];
  let length = 0;
  const close = () => {
    // Only the last piece is looked at, as Python does: blanks before an empty piece stay.
    if (current.at(-1)?.trim() === '') current.pop();
    if (current.length > 0) lines.push(current.join(''));
    current = [];
    length = 0;
  };
  for (let chunk of chunks) {
    if (/^\s+$/.test(chunk) && length === 0 && lines.length > 0) continue;
    while (length + chunk.length > width) {
      if (chunk.length <= width || !breakLong) {
        if (length === 0) break;
        close();
        if (/^\s+$/.test(chunk)) chunk = '';
        continue;
      }
      const room = width - length;
      current.push(chunk.slice(0, room));
      chunk = chunk.slice(room);
      close();
    }
    if (chunk === '') continue;
    current.push(chunk);
    length += chunk.length;
  }
  close();
  return lines;
}
