/** Puts values in place of `$NAME`, `${NAME}`, `${NAME:-otherwise}` and `${NAME:+instead}`; an escaped `$` stays. */
export function substitute(text: string, values: ReadonlyMap<string, string>, mark: string): string {
  const own = mark === '\\' ? '\\\\' : '`';
  const pattern = new RegExp(`${own}\\$|\\$\\{(\\w+)(?:(:[-+])((?:[^{}]|\\{[^}]*\\})*))?\\}|\\$(\\w+)`, 'g');
  return text.replace(pattern, (found, braced?: string, operator?: string, word = '', bare?: string) => {
    if (found === `${mark}$`) return '$';
    const value = values.get(braced ?? bare ?? '') ?? '';
    if (operator === ':-') return value || substitute(word, values, mark);
    if (operator === ':+') return value && substitute(word, values, mark);
    return value;
  });
}

/** Splits `a="b c" d\ e` into words, taking quotes and escapes away. */
export function dockerWords(text: string, mark: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quote) {
      if (character === quote) quote = '';
      else if (character === mark && quote === '"' && at + 1 < text.length) word += text[++at]!;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === mark && at + 1 < text.length) word = (word ?? '') + text[++at];
    else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  return word === undefined ? words : [...words, word];
}

/** Flags at the beginning of an instruction (`--from=build`), and what follows them. */
export function takeFlags(text: string): { flags: Map<string, string>; rest: string } {
  const flags = new Map<string, string>();
  let rest = text.trimStart();
  for (;;) {
    const found = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest);
    if (!found) return { flags, rest };
    flags.set(found[1]!, found[2] ?? 'true');
    rest = rest.slice(found[0].length);
  }
}

/** The words of the JSON form `["a", "b"]`; undefined when it is the shell form. */
export function jsonForm(text: string): string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((word) => typeof word === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}
