/** Where a text is being read. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Of the content that `nextContent` found; -1 at the end of the text. */
  column: number;
}

/** Thrown where a text is written in a way that this reader leaves to a whole parser: rarely used parts of YAML, and mistakes. */
export class Unusual extends Error {}

export const unusual = (): never => {
  throw new Unusual();
};

const [newline, space] = [10, 32];

/** Offset of the first character from `at` on that is no blank. */
export function skipBlanks(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === space) end++;
  return end;
}

/** Offset of the newline that ends the line, or of the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Whether a blank, a newline or nothing at all stands there. */
export function isGap(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === space || code === newline || Number.isNaN(code);
}

/** Goes from the start of a line to the next content, over empty lines and comments. */
export function nextContent(cursor: Cursor, line: number): void {
  const { text } = cursor;
  for (let start = line; ; ) {
    const at = skipBlanks(text, start);
    const code = text.charCodeAt(at);
    if (at >= text.length || (code !== newline && text[at] !== '#')) {
      cursor.at = Math.min(at, text.length);
      cursor.column = at >= text.length ? -1 : at - start;
      return;
    }
    start = lineEnd(text, at) + 1;
  }
}

/** Goes from the end of a value to the next content; only blanks and a comment may be left on its line. */
export function finishLine(cursor: Cursor): void {
  const { text } = cursor;
  const at = skipBlanks(text, cursor.at);
  const isComment = text[at] === '#' && at > cursor.at;
  if (!isComment && at < text.length && text.charCodeAt(at) !== newline) unusual();
  nextContent(cursor, lineEnd(text, at) + 1);
}
