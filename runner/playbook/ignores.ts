import { Lexer } from 'yaml';
import type { Place } from '../diagnostics.ts';
import { type Lines, placeOf } from './locate.ts';

/** A comment `# play: ignore CODE, CODE`. */
export interface Ignore {
  readonly codes: readonly { readonly code: string; readonly place: Place }[];
  /** The comment itself. */
  readonly place: Place;
  /** Nothing but the comment is on its line: it is for the line below. */
  readonly isAlone: boolean;
}

/** The comments in a YAML file that switch a rule off. Text that only looks like one, in quotes or a block, is none. */
export function ignoresIn(lines: Lines): readonly Ignore[] {
  if (!/#\s*play:\s*ignore\b/.test(lines.text)) return [];
  const found: Ignore[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(lines.text)) {
    const match = /^#\s*play:\s*ignore\b[ \t]*/.exec(token);
    if (match) found.push(ignoreAt(lines, offset, token, match[0].length));
    // Marks of the lexer itself that are not in the text.
    if (!/^[\u0002\u0018\u001f]$/.test(token)) offset += token.length;
  }
  return found;
}

function ignoreAt(lines: Lines, offset: number, comment: string, from: number): Ignore {
  // What follows a dash is why.
  const list = comment.slice(from).split(/\s[-–—:]\s/)[0]!;
  const codes = [...list.matchAll(/[^\s,]+/g)].map(({ 0: code, index }) => {
    const start = offset + from + index;
    return { code, place: placeOf(lines, start, start + code.length) };
  });
  const place = placeOf(lines, offset, offset + comment.trimEnd().length);
  const before = lines.text.slice(lines.starts[place.line - 1], offset);
  return { codes, place, isAlone: before.trim() === '' };
}
