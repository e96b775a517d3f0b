import { SyntaxFault, type Token } from './lexer.ts';

/** Walks over the tokens of one tag. The last token is always the `end`. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.#tokens[this.#next]!;
  }

  peek(ahead = 1): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const { token } = this;
    if (token.type !== 'end') this.#next++;
    return token;
  }

  is(type: Token['type'], ...values: readonly string[]): boolean {
    return this.token.type === type && values.includes(this.token.value);
  }

  /** Takes the operator or keyword if it comes next. */
  eat(type: 'operator' | 'name', value: string): boolean {
    if (!this.is(type, value)) return false;
    this.#next++;
    return true;
  }

  expect(type: 'operator' | 'name', value: string): Token {
    const { token } = this;
    if (!this.eat(type, value)) throw this.fault(`expected '${value}', got ${this.shown()}`);
    return token;
  }

  name(): Token {
    if (this.token.type !== 'name') throw this.fault(`expected a name, got ${this.shown()}`);
    return this.take();
  }

  done(): void {
    if (this.token.type !== 'end') throw this.fault(`unexpected ${this.shown()}`, hints[this.token.value]);
  }

  fault(message: string, hint?: string): SyntaxFault {
    return new SyntaxFault(message, this.token.at, this.token.width, hint);
  }

  shown(): string {
    const { type, value } = this.token;
    if (type === 'end') return value === '' ? 'the end of the expression' : `'${value}'`;
    return type === 'string' ? `text '${value}'` : `'${value}'`;
  }
}

const hints: Readonly<Record<string, string>> = {
  '=': 'compare with ==',
  '{': 'an expression is already open: leave the inner braces out',
};
