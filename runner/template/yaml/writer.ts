/** Writes YAML text and folds long scalars at a width, keeping count of the column as PyYAML's emitter does. */
export class Writer {
  readonly #width: number;
  readonly #out: string[] = [];
  column = 0;
  /** Only blanks and indicators stand on this line so far. */
  indention = true;
  #whitespace = true;

  constructor(width: number) {
    this.#width = width;
  }

  text(): string {
    return this.#out.join('');
  }

  get isFull(): boolean {
    return this.column > this.#width;
  }

  #write(data: string): void {
    this.#out.push(data);
    this.column += [...data].length;
  }

  newline(data = '\n'): void {
    this.#out.push(data);
    this.column = 0;
    this.#whitespace = true;
    this.indention = true;
  }

  /** Goes to the start of an indented line. */
  indent(indent: number): void {
    if (!this.indention || this.column > indent || (this.column === indent && !this.#whitespace)) this.newline();
    if (this.column < indent) {
      this.#whitespace = true;
      this.#write(' '.repeat(indent - this.column));
    }
  }

  indicator(indicator: string, needsBlank: boolean, leavesBlank = false, indention = false): void {
    const data = this.#whitespace || !needsBlank ? indicator : ` ${indicator}`;
    this.#whitespace = leavesBlank;
    this.indention &&= indention;
    this.#write(data);
  }

  plain(text: string, indent: number, split: boolean): void {
    if (text === '') return;
    if (!this.#whitespace) this.#write(' ');
    this.#whitespace = false;
    this.indention = false;
    for (const part of text.split(/( +)/)) {
      if (part === ' ' && this.isFull && split) {
        this.indent(indent);
        this.#whitespace = false;
        this.indention = false;
      } else this.#write(part);
    }
  }

  singleQuoted(text: string, indent: number, split: boolean): void {
    this.indicator("'", true);
    const parts = text.split(/( +|[\n\x85\u2028\u2029]+)/).filter((part) => part !== '');
    for (const [index, part] of parts.entries()) {
      const inside = index > 0 && index < parts.length - 1;
      if (part === ' ' && this.isFull && split && inside) this.indent(indent);
      else if (/^[\n\x85\u2028\u2029]/.test(part)) {
        if (part[0] === '\n') this.newline();
        for (const character of part) this.newline(character);
        this.indent(indent);
      } else {
        this.indention = false;
        this.#whitespace = false;
        this.#write(part.replaceAll("'", "''"));
      }
    }
    this.#whitespace = false;
    this.indention = false;
    this.indicator("'", false);
  }

  doubleQuoted(text: string, indent: number, split: boolean, ascii: boolean): void {
    this.indicator('"', true);
    const characters = [...text];
    let start = 0;
    for (let end = 0; end <= characters.length; end++) {
      const character = characters[end];
      const mustEscape = character === undefined || isEscaped(character, ascii);
      if (mustEscape && start < end) {
        this.#write(characters.slice(start, end).join(''));
        start = end;
      }
      if (mustEscape && character !== undefined) {
        this.#write(escapeSequence(character));
        start = end + 1;
      }
      const mayFold = end > 0 && end < characters.length - 1 && (character === ' ' || start >= end);
      if (mayFold && split && this.column + (end - start) > this.#width)
        start = this.#fold(characters, start, end, indent);
    }
    this.indicator('"', false);
  }

  /** Breaks a double-quoted text with a backslash; a blank at the start of the next line is escaped. */
  #fold(characters: readonly string[], start: number, end: number, indent: number): number {
    this.#write(`${characters.slice(start, end).join('')}\\`);
    this.#whitespace = false;
    this.indention = false;
    this.indent(indent);
    this.#whitespace = false;
    this.indention = false;
    const next = Math.max(start, end);
    if (characters[next] === ' ') this.#write('\\');
    return next;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\x08': 'b',
  '\t': 't',
  '\n': 'n',
  '\x0b': 'v',
  '\x0c': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

function isEscaped(character: string, ascii: boolean): boolean {
  if ('"\\\x85\u2028\u2029\ufeff'.includes(character)) return true;
  if (character >= ' ' && character <= '~') return false;
  const code = character.codePointAt(0)!;
  return ascii || !((code >= 0xa0 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000);
}

function escapeSequence(character: string): string {
  if (Object.hasOwn(escapes, character)) return `\\${escapes[character]}`;
  const hex = character.codePointAt(0)!.toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
