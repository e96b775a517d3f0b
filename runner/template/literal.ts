import { isDict, newDict } from './python/dict.ts';
import { unary } from './python/operators.ts';
import { strip } from './python/strings.ts';
import { toText } from './python/text.ts';
import { Fault, Tuple, type Value } from './python/types.ts';
import type { Expression } from './syntax/ast.ts';
import { parseExpression } from './syntax/expressions.ts';
import { asSyntaxFault, SyntaxFault } from './syntax/lexer.ts';

/** JSON's words beside Python's, which the grammar knows. */
const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** The texts that lists and dicts were read from, for those who want text. */
const sources = new WeakMap<object, string>();

/**
 * What text that a template put together stands for: a list, a dict or a boolean when that is all it is, written as in Python or
 * JSON; otherwise the text itself. Nothing is evaluated: `[1 + 1]` and `[x]` stay text.
 */
export function readLiteral(text: string): Value {
  const bare = text.endsWith('\n') ? strip(text, 'right', '\n') : text;
  if (bare === 'True' || bare === 'False') return bare === 'True';
  if (!/^[[{]/.test(bare) || !/[\]}]$/.test(bare.trimEnd())) return text;
  try {
    const value = literalValue(parseExpression(bare, false));
    sources.set(value as object, text);
    return value;
  } catch (error) {
    if (error instanceof Fault || asSyntaxFault(error)) return text;
    throw error;
  }
}

/** The value as text: what the author wrote when it was read from text, and is still the same; Python's `str` otherwise. */
export function writtenText(value: Value): string {
  const source = typeof value === 'object' && value !== null ? sources.get(value) : undefined;
  return source !== undefined && toText(readLiteral(source)) === toText(value) ? source : toText(value);
}

/** Whether the value was read from text. */
export const wasText = (value: Value): boolean => typeof value === 'object' && value !== null && sources.has(value);

function literalValue(node: Expression): Value {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'list':
      return node.items.map(literalValue);
    case 'tuple':
      return Tuple.from(node.items, literalValue);
    case 'dict':
      return newDict(node.entries.map(([key, value]) => [keyOf(literalValue(key), node), literalValue(value)]));
    case 'unary':
      return unary(node.operator, literalValue(node.operand));
    case 'name':
      if (words.has(node.name)) return words.get(node.name);
  }
  throw new SyntaxFault('not a literal', node.at, node.width);
}

function keyOf(key: Value, { at, width }: Expression): Value {
  if (isDict(key) || (Array.isArray(key) && !(key instanceof Tuple)))
    throw new SyntaxFault('a key cannot be a list or dict', at, width);
  return key;
}
