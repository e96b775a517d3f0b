import { compare } from './compare.ts';
import { dictEntries, isDict, newDict } from './dict.ts';
import { floatText, int } from './number.ts';
import { toText, typeName } from './text.ts';
import { Fault, Float, float, Thing, use, type Value } from './types.ts';

export interface JsonOptions {
  readonly indent?: string | undefined;
  readonly sortKeys?: boolean;
  /** Anything beyond ASCII as `\uXXXX`. */
  readonly ascii?: boolean;
  readonly itemSeparator?: string | undefined;
  readonly keySeparator?: string | undefined;
}

/** JSON as Python's `json.dumps` writes it. */
export function toJson(value: Value, options: JsonOptions = {}): string {
  const { indent, itemSeparator = indent === undefined ? ', ' : ',', keySeparator = ': ' } = options;
  const text = (content: string) => {
    const quoted = JSON.stringify(content);
    return options.ascii
      ? quoted.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : quoted;
  };
  const enclosed = (open: string, parts: readonly string[], close: string, depth: number) => {
    if (parts.length === 0) return open + close;
    if (indent === undefined) return open + parts.join(itemSeparator) + close;
    const margin = `\n${indent.repeat(depth + 1)}`;
    return `${open}${margin}${parts.join(itemSeparator.trimEnd() + margin)}\n${indent.repeat(depth)}${close}`;
  };
  const write = (part: Value, depth: number): string => {
    if (depth > 200) throw new Fault('the value is nested too deeply for JSON');
    if (part === null || part === undefined) return 'null';
    if (typeof part === 'string') return text(part);
    if (typeof part === 'boolean' || typeof part === 'bigint') return String(part);
    if (typeof part === 'number') return numberText(part);
    if (part instanceof Float) return numberText(part.value, true);
    if (Array.isArray(part))
      return enclosed(
        '[',
        part.map((item) => write(item, depth + 1)),
        ']',
        depth,
      );
    if (isDict(part)) {
      const entries = options.sortKeys ? sorted(dictEntries(part)) : dictEntries(part);
      return enclosed(
        '{',
        entries.map(([key, member]) => text(keyText(key)) + keySeparator + write(member, depth + 1)),
        '}',
        depth,
      );
    }
    use(part);
    if (part instanceof Thing && part.typeName === 'datetime') return text(part.text().replace(' ', 'T'));
    throw new Fault(`a ${typeName(part)} has no form in JSON`);
  };
  return write(value, 0);
}

const sorted = (entries: [Value, Value][]) => entries.sort((a, b) => compare(a[0], b[0]));

function numberText(value: number, isFloat = !Number.isInteger(value)): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
  return isFloat ? floatText(value) : String(value);
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  return typeof key === 'boolean' ? String(key) : toText(key);
}

/** What JSON.parse would lose: floats with an integral value, large numbers, the order of keys that look like numbers, NaN. */
const special = /"(?:0|[1-9]\d{0,9})"\s*:|\d{16}|\d\.\d|\d[eE]|NaN|Infinity/;

/** The value of a JSON text, with Python's difference between whole numbers and floats. */
export function fromJson(text: string): Value {
  if (!special.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // Read again below, for a message that says where.
    }
  }
  return new JsonReader(text).document();
}

class JsonReader {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }

  document(): Value {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw this.#fault('extra text after the value');
    return value;
  }

  #space(): void {
    this.#match(/[ \t\n\r]*/y);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #eat(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #value(depth: number): Value {
    if (depth > 500) throw this.#fault('the value is nested too deeply');
    if (this.#eat('{')) return this.#object(depth);
    if (this.#eat('[')) return this.#array(depth);
    if (this.#text[this.#at] === '"') return this.#string();
    const word = this.#match(/true|false|null|NaN|-?Infinity/y);
    if (word !== undefined) return words.get(word);
    const number = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
    if (number === undefined || number === '') throw this.#fault('a value is expected');
    return /[.eE]/.test(number) ? float(Number(number)) : int(BigInt(number));
  }

  #string(): string {
    const quoted = this.#match(/"(?:[^"\\]|\\[\s\S])*"/y);
    if (quoted === undefined) throw this.#fault('a text is never closed');
    try {
      return JSON.parse(quoted.replace(/[\n\t\r]/g, (character) => JSON.stringify(character).slice(1, -1)));
    } catch {
      throw this.#fault('a text has an invalid escape');
    }
  }

  #array(depth: number): Value {
    const items: Value[] = [];
    if (this.#eat(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#eat(','));
    if (!this.#eat(']')) throw this.#fault("',' or ']' is expected");
    return items;
  }

  #object(depth: number): Value {
    const entries: [Value, Value][] = [];
    if (this.#eat('}')) return newDict();
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#fault('a key in double quotes is expected');
      const key = this.#string();
      if (!this.#eat(':')) throw this.#fault("':' is expected");
      entries.push([key, this.#value(depth + 1)]);
    } while (this.#eat(','));
    if (!this.#eat('}')) throw this.#fault("',' or '}' is expected");
    return newDict(entries);
  }

  #fault(message: string): Fault {
    const before = this.#text.slice(0, this.#at).split('\n');
    return new Fault(`the text is no JSON: ${message} at line ${before.length}, column ${before.at(-1)!.length + 1}`);
  }
}

const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);
