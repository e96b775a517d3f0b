import { Fault } from './types.ts';

export interface RegexOptions {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  /** Must match at the start of the text, as `re.match`. */
  readonly atStart?: boolean;
}

const cache = new Map<string, RegExp>();
const maxCached = 2_000;

/** Python's regular expression as JavaScript's, global, with its Unicode-aware classes. Each is translated once. */
export function regex(pattern: string, options: RegexOptions = {}): RegExp {
  const key = `${options.ignoreCase ? 'i' : ''}${options.multiline ? 'm' : ''}${options.atStart ? '^' : ''}:${pattern}`;
  const known = cache.get(key);
  if (known) {
    known.lastIndex = 0;
    return known;
  }
  const made = translate(pattern, options);
  if (cache.size >= maxCached) cache.delete(cache.keys().next().value!);
  cache.set(key, made);
  return made;
}

function translate(pattern: string, options: RegexOptions): RegExp {
  if (pattern.length > maxLength) throw new Fault(`a regular expression of ${pattern.length} characters is too long`);
  const reader = new Reader(pattern, options);
  const source = reader.all();
  const flags = `gv${reader.ignoreCase ? 'i' : ''}${options.atStart ? 'y' : ''}`;
  try {
    return new RegExp(source, flags);
  } catch (error) {
    const reason = (error as Error).message.replace(/^Invalid regular expression: \/[\s\S]*\/\w*: /, '');
    throw new Fault(`'${pattern}' is no valid regular expression: ${reason}`);
  }
}

const word = '\\p{L}\\p{N}_';
const classes: Readonly<Record<string, string>> = {
  w: `[${word}]`,
  W: `[^${word}]`,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '\\s',
  S: '\\S',
};
const controls: Readonly<Record<string, string>> = { a: '\\x07', n: '\\n', t: '\\t', r: '\\r', f: '\\f', v: '\\v' };

/** Characters that the `v` flag wants escaped, in and outside of classes. */
const literal = (character: string): string =>
  /[\^$\\.*+?()[\]{}|/\-&!#%,:;<=>@`~]/.test(character) ? escaped(character) : character;
const escaped = (character: string): string =>
  /[\^$\\.*+?()[\]{}|/]/.test(character)
    ? `\\${character}`
    : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

const stickies = new Map<string, RegExp>();

function stickyOf(source: string): RegExp {
  const known = stickies.get(source) ?? new RegExp(source, 'yu');
  stickies.set(source, known);
  return known;
}

/** Characters that a pattern may have; more is a mistake. */
const maxLength = 100_000;

class Reader {
  readonly #pattern: string;
  #at = 0;
  ignoreCase: boolean;
  multiline: boolean;
  #dotAll = false;
  #verbose = false;

  constructor(pattern: string, options: RegexOptions) {
    this.#pattern = pattern;
    this.ignoreCase = options.ignoreCase ?? false;
    this.multiline = options.multiline ?? false;
  }

  all(): string {
    const flags = /^\(\?([aiLmsux]+)\)/.exec(this.#pattern);
    if (flags) {
      this.#at = flags[0].length;
      this.ignoreCase ||= flags[1]!.includes('i');
      this.multiline ||= flags[1]!.includes('m');
      this.#dotAll = flags[1]!.includes('s');
      this.#verbose = flags[1]!.includes('x');
    }
    let source = '';
    while (this.#at < this.#pattern.length) source += this.#next();
    return source;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = stickyOf(pattern.source);
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#pattern);
    if (!found) return undefined;
    this.#at += found[0].length;
    return found;
  }

  #next(): string {
    if (this.#verbose && this.#take(/\s+|#[^\n]*/)) return '';
    if (this.#take(/\[/)) return this.#class();
    if (this.#take(/\\/)) return this.#escape();
    if (this.#take(/\(\?/)) return this.#group();
    const quantifier = this.#take(/[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\}/);
    if (quantifier) return this.#quantifier(quantifier[0]);
    const [character] = this.#take(/[\s\S]/)!;
    if (character === '.') return this.#dotAll ? '[\\s\\S]' : '[^\\n]';
    // JavaScript's multiline would take a carriage return for the end of a line too.
    if (character === '^') return this.multiline ? '(?<![^\\n])' : '^';
    // Without multiline, Python's $ also stands before a last newline.
    if (character === '$') return this.multiline ? '(?![^\\n])' : '(?=\\n?$)';
    return '()|'.includes(character) ? character : literal(character);
  }

  #quantifier(text: string): string {
    const range = text.startsWith('{,') ? `{0${text.slice(1)}` : text;
    if (this.#take(/\+/)) throw this.#unsupported('possessive quantifiers');
    return range + (this.#take(/\?/) ? '?' : '');
  }

  #group(): string {
    const named = this.#take(/P<(\w+)>/);
    if (named) return `(?<${named[1]}>`;
    const back = this.#take(/P=(\w+)\)/);
    if (back) return `\\k<${back[1]}>`;
    if (this.#take(/#[^)]*\)/)) return '';
    const look = this.#take(/:|=|!|<=|<!/);
    if (look) return `(?${look[0]}`;
    if (this.#take(/>/)) throw this.#unsupported('atomic groups');
    if (this.#take(/\(/)) throw this.#unsupported('conditional groups');
    throw this.#unsupported('flags inside the pattern');
  }

  #unsupported(what: string): Fault {
    return new Fault(`${what} are not supported, in the regular expression '${this.#pattern}'`);
  }

  #escape(): string {
    const [letter] = this.#take(/[\s\S]/) ?? [''];
    if (letter === '') throw new Fault(`'${this.#pattern}' is no valid regular expression: it ends with a backslash`);
    if (letter === 'A') return '(?<![\\s\\S])';
    if (letter === 'Z') return '(?![\\s\\S])';
    if (letter === 'b') return `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`;
    if (letter === 'B') return `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`;
    if (/[1-9]/.test(letter)) return `(?:\\${letter}${this.#take(/\d/)?.[0] ?? ''})`;
    return this.#common(letter);
  }

  /** Escapes that mean the same in and outside of a class. */
  #common(letter: string): string {
    const known = classes[letter] ?? controls[letter];
    if (known !== undefined) return known;
    if (letter === '0')
      return `\\x${Number.parseInt(this.#take(/[0-7]{1,2}/)?.[0] ?? '0', 8)
        .toString(16)
        .padStart(2, '0')}`;
    const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    const code = digits === 0 ? undefined : this.#take(new RegExp(`[\\da-fA-F]{${digits}}`))?.[0];
    return code === undefined ? literal(letter) : `\\u{${code}}`;
  }

  #class(): string {
    let source = this.#take(/\^/) ? '[^' : '[';
    if (this.#take(/\]/)) source += '\\]';
    for (;;) {
      if (this.#at >= this.#pattern.length)
        throw new Fault(`'${this.#pattern}' is no valid regular expression: a [ is never closed`);
      if (this.#take(/\]/)) return `${source}]`;
      source += this.#classPart();
      // A dash between two single characters is a range; at the edges it is itself.
      if (this.#take(/-(?!\])/))
        source += /\[|\\[sSpP]/.test(source.slice(-12)) && this.#isSetBefore(source) ? '\\-' : '-';
    }
  }

  #isSetBefore(source: string): boolean {
    return /(?:\]|\\p\{Nd\}|\\P\{Nd\}|\\[sS])$/.test(source) && !source.endsWith('\\]');
  }

  #classPart(): string {
    if (this.#take(/\\/)) {
      const [letter] = this.#take(/[\s\S]/) ?? [''];
      if (letter === 'b') return '\\x08';
      return this.#common(letter);
    }
    const [character] = this.#take(/[\s\S]/)!;
    return character === '-' ? '\\-' : literal(character);
  }
}
