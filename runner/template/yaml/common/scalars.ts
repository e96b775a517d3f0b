import type { YamlScalar } from '../nodes.ts';
import { type Cursor, lineEnd, nextContent, skipBlanks, unusual } from './cursor.ts';

/** What an unquoted text may begin with: none of the characters that mean something there, nor one that may. */
const indicators = new Set('-?:,[]{}#&*!|>\'"%@`');

/** Whether unquoted text may begin there; `-1` and `-x` may. */
export function beginsPlain(text: string, at: number): boolean {
  const first = text[at]!;
  return !indicators.has(first) || (first === '-' && /[\w./]/.test(text[at + 1] ?? ''));
}

export const scalar = (text: string, style: YamlScalar['style'], start: number, end: number): YamlScalar => ({
  kind: 'scalar',
  text,
  style,
  start,
  end,
});

/** Quoted text on one line. */
export function quoted(cursor: Cursor): YamlScalar {
  const { text, at: start } = cursor;
  const isDouble = text[start] === '"';
  const end = isDouble ? doubleEnd(text, start + 1) : singleEnd(text, start + 1);
  const inside = text.slice(start + 1, end);
  if (inside.includes('\n')) unusual();
  cursor.at = end + 1;
  if (isDouble) return scalar(inside.includes('\\') ? unescaped(inside) : inside, 'double', start, end + 1);
  return scalar(inside.includes("'") ? inside.replaceAll("''", "'") : inside, 'single', start, end + 1);
}

function singleEnd(text: string, from: number): number {
  let end = text.indexOf("'", from);
  while (end !== -1 && text[end + 1] === "'") end = text.indexOf("'", end + 2);
  return end === -1 ? unusual() : end;
}

function doubleEnd(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
  }
  return unusual();
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
  '/': '/',
  ' ': ' ',
};

const unescaped = (inside: string) =>
  inside.replace(/\\(?:u([\da-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, letter: string) =>
    code === undefined ? (escapes[letter] ?? unusual()) : String.fromCharCode(Number.parseInt(code, 16)),
  );

/** Unquoted text in a block; lines indented deeper than `parent` go on with it. */
export function plain(cursor: Cursor, parent: number): YamlScalar {
  const { text, at: start } = cursor;
  if (!beginsPlain(text, start)) unusual();
  const first = plainLine(text, start);
  let { value, end, isOpen } = first;
  let next = isOpen ? continuation(text, end, parent) : undefined;
  while (next) {
    const line: PlainLine = plainLine(text, next.at);
    value += (next.breaks === 1 ? ' ' : '\n'.repeat(next.breaks - 1)) + line.value;
    end = line.end;
    isOpen = line.isOpen;
    next = isOpen ? continuation(text, end, parent) : undefined;
  }
  nextContent(cursor, lineEnd(text, end) + 1);
  return scalar(value, 'plain', start, end);
}

interface PlainLine {
  readonly value: string;
  readonly end: number;
  /** The next line may go on with it: no comment has ended it. */
  readonly isOpen: boolean;
}

function plainLine(text: string, at: number): PlainLine {
  const line = text.slice(at, lineEnd(text, at));
  const comment = line.indexOf(' #');
  const value = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
  if (colonIn(value) !== -1) unusual();
  return { value, end: at + value.length, isOpen: comment === -1 };
}

/** Where the colon stands that makes a line of unquoted text a key, or -1. */
export function colonIn(line: string): number {
  const inside = line.indexOf(': ');
  return inside === -1 && line.endsWith(':') ? line.length - 1 : inside;
}

/** The next line of unquoted text, and how many newlines are before it. */
function continuation(text: string, end: number, parent: number): { at: number; breaks: number } | undefined {
  let breaks = 1;
  let start = lineEnd(text, end) + 1;
  for (let at = skipBlanks(text, start); at < text.length; at = skipBlanks(text, start)) {
    if (text[at] !== '\n') return at - start > parent && text[at] !== '#' ? { at, breaks } : undefined;
    breaks++;
    start = at + 1;
  }
  return undefined;
}
