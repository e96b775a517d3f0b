import type { Edit } from './edit_file.ts';
import { bare, closeLast, indexOfLine, linesOf } from './edit_lines.ts';

/** How a line is put into a text. */
export interface LineToPut {
  readonly line: string;
  /** Finds the line to replace; undefined when only the line itself counts. */
  readonly finds: ((line: string) => boolean) | undefined;
  /** The line that takes the place of one that `finds` found. */
  readonly replacement: (found: string) => string;
  /** Nothing is added when nothing is found. */
  readonly replaceOnly: boolean;
  /** Where a new line goes: the ends of the text, or by a line that matches. */
  readonly where: 'EOF' | 'BOF' | { readonly side: 'after' | 'before'; readonly matches: (line: string) => boolean };
  readonly first: boolean;
}

/** Replaces the line that is found, or else adds it where it belongs (Ansible: `lineinfile` with `state: present`). */
export function putLine(text: string, put: LineToPut): Edit {
  const lines = linesOf(text);
  const found = put.finds ? indexOfLine(lines, put.first, put.finds) : -1;
  if (found >= 0) return replaced(lines, found, put.replacement(lines[found]!));
  const same = lines.findLastIndex((each) => bare(each) === put.line);
  if (same >= 0) return replaced(lines, same, put.line);
  return put.replaceOnly ? { text, msg: '' } : added(lines, put);
}

function replaced(lines: string[], at: number, line: string): Edit {
  const whole = line.endsWith('\n') ? line : `${line}\n`;
  if (lines[at] === whole) return { text: lines.join(''), msg: '' };
  return { text: lines.with(at, whole).join(''), msg: 'line replaced' };
}

function added(lines: string[], put: LineToPut): Edit {
  const at = placeFor(lines, put);
  if (at === lines.length) closeLast(lines);
  return { text: lines.toSpliced(at, 0, `${put.line}\n`).join(''), msg: 'line added' };
}

function placeFor(lines: readonly string[], { where, first }: LineToPut): number {
  if (where === 'BOF') return 0;
  const near = where === 'EOF' ? -1 : indexOfLine(lines, first, where.matches);
  if (near < 0 || where === 'EOF') return lines.length;
  return where.side === 'after' ? near + 1 : near;
}
