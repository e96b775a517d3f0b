import { PlayError } from '../../diagnostics.ts';

/** Splits text into words as a POSIX shell does, without expanding anything: quotes group, backslashes quote. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quote) {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && (text[at + 1] === '"' || text[at + 1] === '\\'))
        word += text[++at]!;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\') {
      if (++at === text.length) throw unfinished(text, 'a backslash at its end');
      word = (word ?? '') + text[at];
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote) throw unfinished(text, `no closing ${quote}`);
  if (word !== undefined) words.push(word);
  return words;
}

function unfinished(text: string, what: string): PlayError {
  return new PlayError({
    code: 'command-quotes',
    message: `cannot split the command into words: ${what} in ${text}`,
    hint: 'close the quote, or give the words as a list with "argv"',
  });
}
