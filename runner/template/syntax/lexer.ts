import { Fault } from '../python/types.ts';

/** Text that is no template; `at` and `width` say where in it. */
export class SyntaxFault extends Fault {
  readonly at: number;
  readonly width: number;
  constructor(message: string, at: number, width = 1, hint?: string) {
    super(message, { code: 'template-syntax', hint });
    this.at = at;
    this.width = width;
  }
}

/** Nesting that fills the stack is the template's fault, too; anything else is ours. */
export function asSyntaxFault(error: unknown): SyntaxFault {
  if (error instanceof SyntaxFault) return error;
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return new SyntaxFault('the template is nested too deeply', 0);
  throw error;
}

export interface Token {
  readonly type: 'name' | 'integer' | 'float' | 'string' | 'operator' | 'end';
  /** For a string its value without quotes; otherwise as written. */
  readonly value: string;
  readonly at: number;
  readonly width: number;
}

const space = /[ \t\r\n\f\v]+/y;
const plainName = /[A-Za-z_]\w*(?![\w\x80-\uFFFF])/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d(?:_?\d)*(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d+)?/y;
const digits = /\d+/y;
const text = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;
const operator = /\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>=.,:;|()[\]{}]/y;

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

/** Whether no name may begin or go on there but a plain one. */
const isPlain = (source: string, at: number) => !/[A-Za-z_\x80-\uFFFF]/.test(source[at]!);

/** How a tag starts and ends; an empty end is that of the text. */
export interface Delimiter {
  readonly start: string;
  readonly end: string;
  /** `+` before the end keeps the newline after it. */
  readonly plus: boolean;
}

/**
 * The tokens of an expression from `start` to the end of the delimiter, the delimiter's included as the
 * `end` token. With `rawText`, backslashes inside quotes are literal, as Ansible has it for expressions in YAML.
 */
export function lexExpression(source: string, start: number, delimiter: Delimiter, rawText: boolean): Token[] {
  const tokens: Token[] = [];
  const open: Token[] = [];
  for (let at = start; ; ) {
    at += match(space, source, at)?.length ?? 0;
    const end = open.length === 0 ? endAt(source, at, delimiter) : undefined;
    if (end !== undefined) return [...tokens, { type: 'end', value: end, at, width: Math.max(1, end.length) }];
    if (at >= source.length) throw unclosed(open.at(-1), delimiter.start, start, at);
    const token = tokenAt(source, at, tokens.at(-1), rawText);
    if (token.type === 'operator') balance(open, token, delimiter.end);
    tokens.push(token);
    at += token.width;
  }
}

function endAt(source: string, at: number, { end, plus }: Delimiter): string | undefined {
  if (end === '') return at >= source.length ? '' : undefined;
  if (source.startsWith(end, at)) return end;
  const mark = source[at];
  return (mark === '-' || (mark === '+' && plus)) && source.startsWith(end, at + 1) ? mark + end : undefined;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function balance(open: Token[], token: Token, end: string): void {
  if (token.value in closing) open.push(token);
  else if (token.value === ')' || token.value === ']' || token.value === '}') {
    const opened = open.pop();
    if (!opened) throw new SyntaxFault(`unexpected '${token.value}'${end ? `, expected '${end}'` : ''}`, token.at);
    if (closing[opened.value] !== token.value)
      throw new SyntaxFault(`unexpected '${token.value}', expected '${closing[opened.value]}'`, token.at);
  }
}

function unclosed(open: Token | undefined, tag: string, start: number, end: number): SyntaxFault {
  if (open) return new SyntaxFault(`'${open.value}' is never closed`, open.at);
  return new SyntaxFault(`'${tag}' is never closed`, Math.max(0, start - tag.length), Math.min(tag.length, end));
}

function tokenAt(source: string, at: number, before: Token | undefined, rawText: boolean): Token {
  // Most names are plain, and classes of all the world's letters take long to compile.
  const word = match(plainName, source, at) ?? (isPlain(source, at) ? undefined : match(name, source, at));
  if (word !== undefined) return { type: 'name', value: word, at, width: word.length };
  // In `list.0.1` each number is an index of its own.
  const figure = match(before?.type === 'operator' && before.value === '.' ? digits : number, source, at);
  if (figure !== undefined) {
    if (/^0\d/.test(figure) && !/^0+$/.test(figure) && before?.value !== '.')
      throw new SyntaxFault(
        `a number cannot start with 0: ${figure}`,
        at,
        figure.length,
        'write octal numbers like 0o17',
      );
    const isFloat = /[.eE]/.test(figure) && !/^0[xX]/.test(figure);
    return { type: isFloat ? 'float' : 'integer', value: figure, at, width: figure.length };
  }
  const quoted = match(text, source, at);
  if (quoted !== undefined) return { type: 'string', value: unquote(quoted, rawText), at, width: quoted.length };
  const sign = match(operator, source, at);
  if (sign !== undefined) return { type: 'operator', value: sign, at, width: sign.length };
  throw unexpected(source, at);
}

function unexpected(source: string, at: number): SyntaxFault {
  const character = source[at]!;
  if (character === "'" || character === '"')
    return new SyntaxFault(`text that starts with ${character} is never closed`, at);
  if (character === '&') return new SyntaxFault("unexpected '&'", at, 1, "write 'and'");
  if (character === '!') return new SyntaxFault("unexpected '!'", at, 1, "write 'not'");
  return new SyntaxFault(`unexpected character '${character}'`, at);
}

function unquote(quoted: string, rawText: boolean): string {
  const inside = quoted.slice(1, -1);
  if (!inside.includes('\\')) return inside;
  return rawText ? inside.replaceAll(`\\${quoted[0]}`, quoted[0]!) : unescaped(inside);
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** Python's escapes in text; an unknown one stays as it is, backslash included. */
const unescaped = (inside: string): string =>
  inside.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U(00(?:0[\da-fA-F]|10)[\da-fA-F]{4})|([0-7]{1,3})|([\s\S]))/g,
    (all, byte?: string, short?: string, long?: string, octal?: string, letter?: string) => {
      const code = byte ?? short ?? long;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return escapes[letter!] ?? all;
    },
  );
