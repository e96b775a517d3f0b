/** How a pattern is read. */
export interface Reading {
  /** Capitals matter: in paths, nowhere else. */
  readonly exactCase?: boolean;
  /** `\*` and `\?` stand for the characters themselves: in headers and query strings. */
  readonly escapes?: boolean;
}

/**
 * Whether the text is one that `*` (any characters, none too) and `?` (one character) allow (User guide: condition types).
 * Not by a regular expression: many stars make those slow, and patterns and paths come from outside.
 */
export function fits(pattern: string, text: string, { exactCase = false, escapes = false }: Reading = {}): boolean {
  const fold = (value: string) => (exactCase ? value : value.toLowerCase());
  const tokens = fold(pattern).match(escapes ? /\\[*?\\]|[\s\S]/g : /[\s\S]/g) ?? [];
  const characters = fold(text);
  let [token, at] = [0, 0];
  // Where to go on when what was tried behind the last star does not fit.
  let [star, retry] = [-1, 0];
  while (at < characters.length) {
    const wanted = tokens[token];
    if (wanted === '*') {
      [star, retry] = [token, at];
      token += 1;
    } else if (wanted !== undefined && (wanted === '?' || wanted.at(-1) === characters[at])) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      retry += 1;
      [token, at] = [star + 1, retry];
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((each) => each === '*');
}
