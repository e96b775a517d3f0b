/** A piece of free form text: a word, or a `key=value` pair. Quotes around it are gone; `start` and `end` say where it stood. */
export interface Piece {
  readonly key?: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Where `text` starts. */
  readonly textStart: number;
}

/**
 * Splits text at blanks as Ansible does for `module: a=1 b='two words'`: quotes and `{{ … }}`, `{% … %}`, `{# … #}` keep their inside
 * together. Throws `SyntaxError` when a quote or a brace is not closed.
 */
export function splitText(text: string): Piece[] {
  return words(text).map(({ start, end }) => {
    const word = text.slice(start, end);
    const equals = /^([A-Za-z_][\w.-]*)=/.exec(word);
    const key = equals?.[1];
    const offset = equals ? equals[0].length : 0;
    const written = word.slice(offset);
    const bare = unquote(written);
    const textStart = start + offset + (bare.length < written.length ? 1 : 0);
    return { ...(key === undefined ? {} : { key }), text: bare, start, end, textStart };
  });
}

function words(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    if (at >= text.length) return found;
    const start = at;
    while (at < text.length && !/\s/.test(text[at]!)) at = skip(text, at);
    found.push({ start, end: at });
  }
}

const closing: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' };

/** The offset after the character at `at`, or after the whole quoted or braced part that starts there. */
function skip(text: string, at: number): number {
  const character = text[at]!;
  if (character === '\\') return Math.min(at + 2, text.length);
  const close = closing[text.slice(at, at + 2)];
  if (close !== undefined) return endOf(text, close, at + 2);
  if (character !== '"' && character !== "'") return at + 1;
  for (let inside = at + 1; inside < text.length; ) {
    if (text[inside] === '\\') inside += 2;
    else if (text[inside] === character) return inside + 1;
    else inside = closing[text.slice(inside, inside + 2)] ? skip(text, inside) : inside + 1;
  }
  throw new SyntaxError(`a ${character} is not closed`);
}

function endOf(text: string, close: string, from: number): number {
  const end = text.indexOf(close, from);
  if (end === -1) throw new SyntaxError(`a ${close === '%}' ? '{%' : close === '#}' ? '{#' : '{{'} is not closed`);
  return end + 2;
}

/** Text without the quotes around it; an escaped quote of the same kind loses its backslash. */
export function unquote(text: string): string {
  const quote = text[0];
  if (text.length < 2 || (quote !== '"' && quote !== "'") || text.at(-1) !== quote || text.at(-2) === '\\') return text;
  return text.slice(1, -1).replaceAll(`\\${quote}`, quote);
}
