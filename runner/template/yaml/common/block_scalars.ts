import type { YamlScalar } from '../nodes.ts';
import { type Cursor, lineEnd, nextContent, skipBlanks, unusual } from './cursor.ts';
import { scalar } from './scalars.ts';

const header = /[|>]([-+]?) *(?: #[^\n]*)?\n/y;

/** Text after `|` or `>`: the lines that are indented deeper than `parent`. */
export function blockScalar(cursor: Cursor, parent: number): YamlScalar {
  const { text, at: start } = cursor;
  header.lastIndex = start;
  const [, chomping] = header.exec(text) ?? unusual();
  const { lines, trailing, end, next } = linesOf(text, header.lastIndex, parent);
  const isLiteral = text[start] === '|';
  const body = isLiteral ? lines.join('\n') : folded(lines);
  const tail = chomping === '-' ? '' : chomping === '+' ? '\n'.repeat(trailing + 1) : '\n';
  nextContent(cursor, next);
  return scalar(body + tail, isLiteral ? 'literal' : 'folded', start, chomping === '+' ? next : end);
}

/** The lines without their indentation, where the last one ends, how many empty ones follow, and where the text goes on. */
function linesOf(text: string, from: number, parent: number) {
  const lines: string[] = [];
  let indent = -1;
  let trailing = 0;
  let start = from;
  let end = from;
  while (start < text.length) {
    const at = skipBlanks(text, start);
    const stop = lineEnd(text, at);
    if (at === stop) {
      // Blanks deeper than the text are part of it.
      if (at - start > (indent === -1 ? 0 : indent) || stop === text.length) unusual();
      trailing++;
    } else {
      if (at - start <= parent) break;
      if (indent === -1) indent = at - start;
      if (at - start < indent) unusual();
      for (; trailing > 0; trailing--) lines.push('');
      lines.push(text.slice(start + indent, stop));
      end = stop + 1;
    }
    start = stop + 1;
  }
  return indent === -1 || start > text.length ? unusual() : { lines, trailing, end, next: start };
}

/** Lines become one, empty ones newlines; lines that are indented deeper stay as they are. */
function folded(lines: readonly string[]): string {
  let text = '';
  let breaks = 0;
  let wasDeeper = true;
  for (const [index, line] of lines.entries()) {
    if (line === '') {
      breaks++;
      continue;
    }
    const isDeeper = line.startsWith(' ');
    const isFirst = index === breaks;
    if (isFirst) text += '\n'.repeat(breaks) + line;
    else if (isDeeper || wasDeeper) text += '\n'.repeat(breaks + 1) + line;
    else text += (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + line;
    wasDeeper = isDeeper;
    breaks = 0;
  }
  return text;
}
