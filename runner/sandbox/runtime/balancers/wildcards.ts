const compiled = new Map<string, RegExp>();
const enough = 5_000;

/** How a pattern is read. */
export interface Reading {
  /** Capitals matter: in paths, nowhere else. */
  readonly exactCase?: boolean;
  /** `\*` and `\?` stand for the characters themselves: in headers and query strings. */
  readonly escapes?: boolean;
}

function compile(pattern: string, { exactCase = false, escapes = false }: Reading): RegExp {
  const tokens = pattern.match(escapes ? /\\[*?\\]|[\s\S]/g : /[\s\S]/g) ?? [];
  const body = tokens.map((token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    return token.at(-1)!.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
  });
  // Runs of stars say no more than one, and cost a lot.
  return new RegExp(`^${body.join('').replace(/(?:\.\*){2,}/g, '.*')}$`, exactCase ? 's' : 'is');
}

/** Whether the text is one that `*` (any characters, none too) and `?` (one character) allow (User guide: condition types). */
export function fits(pattern: string, text: string, reading: Reading = {}): boolean {
  const key = `${reading.exactCase ? 'c' : ''}${reading.escapes ? 'e' : ''} ${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    if (compiled.size >= enough) compiled.clear();
    expression = compile(pattern, reading);
    compiled.set(key, expression);
  }
  return expression.test(text);
}
