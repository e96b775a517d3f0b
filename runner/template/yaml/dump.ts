import { compare } from '../python/compare.ts';
import { type Dict, dictEntries, isDict } from '../python/dict.ts';
import { floatText, isFloat, isNumber, numeric } from '../python/number.ts';
import { toText, typeName } from '../python/text.ts';
import { Fault, Thing, use, type Value } from '../python/types.ts';
import { styleOf } from './style.ts';
import { Writer } from './writer.ts';

export interface DumpOptions {
  readonly indent: number;
  readonly width: number;
  readonly sortKeys: boolean;
  /** Lists and dicts on one line: all, none, or (null) those that hold scalars only. */
  readonly flow: boolean | null;
  readonly ascii: boolean;
  readonly explicitStart: boolean;
  readonly explicitEnd: boolean;
}

/** The value as YAML, in the words and line breaks PyYAML would choose. */
export function dumpYaml(value: Value, options: DumpOptions): string {
  const best = options.indent > 1 && options.indent < 10 ? options.indent : 2;
  const writer = new Writer(options.width > best * 2 ? options.width : 80);
  if (options.explicitStart) {
    writer.indicator('---', true);
    if (isBlock(value, options)) writer.indent(0);
  }
  new Emitter(writer, options, best).node(value, undefined, 'root');
  return `${writer.text()}\n${options.explicitEnd ? '...\n' : ''}`;
}

type Position = 'root' | 'sequence' | 'mapping' | 'key';

const isScalarNode = (value: Value): boolean => !Array.isArray(value) && !isDict(value);
const children = (value: Value): Value[] => (isDict(value) ? dictEntries(value).flat() : [...(value as Value[])]);

function isBlock(value: Value, { flow }: DumpOptions): boolean {
  if (isScalarNode(value) || children(value).length === 0) return false;
  return flow === null ? !children(value).every(isScalarNode) : !flow;
}

class Emitter {
  readonly #writer: Writer;
  readonly #options: DumpOptions;
  readonly #best: number;
  #flowLevel = 0;
  #depth = 0;

  constructor(writer: Writer, options: DumpOptions, best: number) {
    this.#writer = writer;
    this.#options = options;
    this.#best = best;
  }

  node(value: Value, indent: number | undefined, position: Position): void {
    if (++this.#depth > 200) throw new Fault('the value is nested too deeply for YAML');
    if (isScalarNode(value)) this.#scalar(value, this.#deeper(indent, true), position === 'key');
    else if (this.#flowLevel > 0 || !isBlock(value, this.#options)) this.#flow(value, this.#deeper(indent, true));
    else if (isDict(value)) this.#blockMapping(value, this.#deeper(indent, false));
    else this.#blockSequence(value as Value[], indent, position);
    this.#depth--;
  }

  #deeper(indent: number | undefined, flow: boolean): number {
    return indent === undefined ? (flow ? this.#best : 0) : indent + this.#best;
  }

  /** A list below a key of a mapping starts at the key's own column. */
  #blockSequence(items: readonly Value[], indent: number | undefined, position: Position): void {
    const own =
      position === 'mapping' && indent !== undefined && !this.#writer.indention ? indent : this.#deeper(indent, false);
    for (const item of items) {
      this.#writer.indent(own);
      this.#writer.indicator('-', true, false, true);
      this.node(item, own, 'sequence');
    }
  }

  #entries(dict: Dict): [Value, Value][] {
    const entries = dictEntries(dict);
    if (!this.#options.sortKeys) return entries;
    try {
      return entries.sort((a, b) => compare(a[0], b[0]));
    } catch {
      // Keys of several types have no order: they stay as they are.
      return dictEntries(dict);
    }
  }

  #blockMapping(dict: Dict, own: number): void {
    for (const [key, value] of this.#entries(dict)) {
      this.#writer.indent(own);
      if (this.#isSimple(key)) {
        this.node(key, own, 'key');
        this.#writer.indicator(':', false);
      } else {
        this.#writer.indicator('?', true, false, true);
        this.node(key, own, 'mapping');
        this.#writer.indent(own);
        this.#writer.indicator(':', true, false, true);
      }
      this.node(value, own, 'mapping');
    }
  }

  #isSimple(key: Value): boolean {
    if (!isScalarNode(key)) return children(key).length === 0;
    const text = typeof key === 'string' ? key : scalarText(key);
    return text.length < 128 && !/[\n\x85\u2028\u2029]/.test(text);
  }

  #flow(value: Value, own: number): void {
    const [open, close] = isDict(value) ? ['{', '}'] : ['[', ']'];
    this.#writer.indicator(open, true, true);
    this.#flowLevel++;
    const parts = isDict(value) ? this.#entries(value) : (value as Value[]).map((item) => [item]);
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.#writer.indicator(',', false);
      if (this.#writer.isFull) this.#writer.indent(own);
      this.#flowPart(part, own);
    }
    this.#flowLevel--;
    this.#writer.indicator(close, false);
  }

  #flowPart(part: readonly Value[], own: number): void {
    if (part.length === 1) {
      this.node(part[0], own, 'sequence');
      return;
    }
    const [key, value] = part;
    if (this.#isSimple(key)) {
      this.node(key, own, 'key');
      this.#writer.indicator(':', false);
    } else {
      this.#writer.indicator('?', true);
      this.node(key, own, 'mapping');
      if (this.#writer.isFull) this.#writer.indent(own);
      this.#writer.indicator(':', true);
    }
    this.node(value, own, 'mapping');
  }

  #scalar(value: Value, indent: number, isKey: boolean): void {
    const { ascii } = this.#options;
    if (typeof value !== 'string') {
      this.#writer.plain(scalarText(value), indent, !isKey);
      return;
    }
    const style = styleOf(value, { inFlow: this.#flowLevel > 0, isKey, ascii });
    if (style === 'plain') this.#writer.plain(value, indent, !isKey);
    else if (style === 'single') this.#writer.singleQuoted(value, indent, !isKey);
    else this.#writer.doubleQuoted(value, indent, !isKey, ascii);
  }
}

function scalarText(value: Value): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (isFloat(value)) return yamlFloat(numeric(value));
  if (isNumber(value)) return String(value);
  use(value);
  if (value instanceof Thing) return value.text();
  throw new Fault(`a ${typeName(value)} has no form in YAML: ${toText(value)}`);
}

function yamlFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  const text = floatText(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}
