import { int } from '../python/number.ts';
import type { Value } from '../python/types.ts';
import { float } from '../python/types.ts';
import type { Arguments, Comparison, Expression } from './ast.ts';
import { Cursor } from './cursor.ts';
import { lexExpression, SyntaxFault, type Token } from './lexer.ts';

// The whole grammar of expressions stands in this one file: its rules call each other in a circle.

/** Nesting that expressions may have; more is a mistake or an attack. */
const maxDepth = 200;

/** Parses a bare expression (`when: …`). */
export function parseExpression(source: string, rawText: boolean): Expression {
  const cursor = new Cursor(lexExpression(source, 0, { start: '', end: '', plus: false }, rawText));
  if (cursor.token.type === 'end') throw cursor.fault('the expression is empty');
  const parsed = tupleOrOne(cursor);
  cursor.done();
  return parsed;
}

/** `a` or `a, b`: what stands in `{{ … }}`, after `in` and after `=`. */
export function tupleOrOne(cursor: Cursor, item: (cursor: Cursor) => Expression = expression): Expression {
  const { at, width } = cursor.token;
  const first = item(cursor);
  if (!cursor.is('operator', ',')) return first;
  const items = [first];
  while (cursor.eat('operator', ',')) {
    if (cursor.token.type === 'end' || cursor.is('operator', '=', ')')) break;
    items.push(item(cursor));
  }
  return { kind: 'tuple', items, at, width };
}

let depth = 0;

/** One expression, inline `if` included. */
export function expression(cursor: Cursor): Expression {
  if (++depth > maxDepth) {
    depth = 0;
    throw cursor.fault('the expression is nested too deeply');
  }
  try {
    let value = or(cursor);
    while (cursor.is('name', 'if')) {
      const { at, width } = cursor.take();
      const test = or(cursor);
      const otherwise = cursor.eat('name', 'else') ? expression(cursor) : undefined;
      value = { kind: 'conditional', test, then: value, otherwise, at, width };
    }
    return value;
  } finally {
    depth = Math.max(0, depth - 1);
  }
}

/** An expression without inline `if`: what a `for` walks over, so that its own `if` is left. */
export function or(cursor: Cursor): Expression {
  let left = and(cursor);
  while (cursor.is('name', 'or')) {
    const { at, width } = cursor.take();
    left = { kind: 'or', left, right: and(cursor), at, width };
  }
  return left;
}

function and(cursor: Cursor): Expression {
  let left = not(cursor);
  while (cursor.is('name', 'and')) {
    const { at, width } = cursor.take();
    left = { kind: 'and', left, right: not(cursor), at, width };
  }
  return left;
}

function not(cursor: Cursor): Expression {
  if (!cursor.is('name', 'not')) return comparison(cursor);
  const { at, width } = cursor.take();
  return { kind: 'not', operand: not(cursor), at, width };
}

function comparison(cursor: Cursor): Expression {
  const { at, width } = cursor.token;
  const first = sum(cursor);
  const rest: { operator: Comparison; operand: Expression }[] = [];
  let spot: { at: number; width: number } = { at, width };
  for (let token = cursor.token; ; token = cursor.token) {
    const operator = comparisonAt(cursor);
    if (operator === undefined) break;
    if (rest.length === 0) spot = { at: token.at, width: token.width };
    rest.push({ operator, operand: sum(cursor) });
  }
  return rest.length === 0 ? first : { kind: 'compare', first, rest, ...spot };
}

function comparisonAt(cursor: Cursor): Comparison | undefined {
  if (cursor.is('operator', '==', '!=', '<', '<=', '>', '>=')) return cursor.take().value as Comparison;
  if (cursor.eat('name', 'in')) return 'in';
  if (!cursor.is('name', 'not') || cursor.peek().value !== 'in' || cursor.peek().type !== 'name') return undefined;
  cursor.take();
  cursor.take();
  return 'not in';
}

const leftToRight =
  (operators: readonly string[], operand: (cursor: Cursor) => Expression) =>
  (cursor: Cursor): Expression => {
    let left = operand(cursor);
    while (cursor.is('operator', ...operators)) {
      const { value: operator, at, width } = cursor.take();
      left = { kind: 'binary', operator, left, right: operand(cursor), at, width };
    }
    return left;
  };

const power = leftToRight(['**'], (cursor) => unary(cursor, true));
const product = leftToRight(['*', '/', '//', '%'], power);
const sum = leftToRight(['+', '-'], concat);

function concat(cursor: Cursor): Expression {
  const parts = [product(cursor)];
  const { at, width } = cursor.token;
  while (cursor.eat('operator', '~')) parts.push(product(cursor));
  return parts.length === 1 ? parts[0]! : { kind: 'concat', parts, at, width };
}

/** A sign binds tighter than a power and than a filter: `-1 | abs` is 1, as in Jinja. */
function unary(cursor: Cursor, withFilters: boolean): Expression {
  const { at, width } = cursor.token;
  let value: Expression;
  if (cursor.is('operator', '-', '+')) {
    const operator = cursor.take().value as '-' | '+';
    value = { kind: 'unary', operator, operand: unary(cursor, false), at, width };
  } else value = postfix(cursor, primary(cursor));
  return withFilters ? filtered(cursor, value) : value;
}

const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

function primary(cursor: Cursor): Expression {
  const token = cursor.take();
  const spot = { at: token.at, width: token.width };
  switch (token.type) {
    case 'name':
      return constants.has(token.value)
        ? { kind: 'literal', value: constants.get(token.value), ...spot }
        : { kind: 'name', name: token.value, ...spot };
    case 'integer':
    case 'float':
      return { kind: 'literal', value: numberOf(token), ...spot };
    case 'string':
      return { kind: 'literal', value: joined(cursor, token.value), ...spot };
    case 'operator':
      if (token.value === '(') return parenthesised(cursor, spot);
      if (token.value === '[') return { kind: 'list', items: listed(cursor, ']', expression), ...spot };
      if (token.value === '{') return { kind: 'dict', entries: listed(cursor, '}', entry), ...spot };
  }
  if (token.type === 'end')
    throw new SyntaxFault(`expected an expression, got ${cursor.shown()}`, token.at, token.width);
  throw new SyntaxFault(`unexpected '${token.value}'`, token.at, token.width);
}

function numberOf({ type, value }: Token): Value {
  const digits = value.replaceAll('_', '');
  return type === 'integer'
    ? int(BigInt(/^0\d/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : digits))
    : float(Number(digits));
}

/** Texts side by side are one. */
function joined(cursor: Cursor, first: string): string {
  let value = first;
  while (cursor.token.type === 'string') value += cursor.take().value;
  return value;
}

function parenthesised(cursor: Cursor, spot: { at: number; width: number }): Expression {
  if (cursor.eat('operator', ')')) return { kind: 'tuple', items: [], ...spot };
  const value = tupleOrOne(cursor);
  cursor.expect('operator', ')');
  return value;
}

function listed<T>(cursor: Cursor, close: string, item: (cursor: Cursor) => T): T[] {
  const items: T[] = [];
  while (!cursor.is('operator', close)) {
    items.push(item(cursor));
    if (!cursor.eat('operator', ',')) break;
  }
  cursor.expect('operator', close);
  return items;
}

function entry(cursor: Cursor): readonly [Expression, Expression] {
  const key = expression(cursor);
  cursor.expect('operator', ':');
  return [key, expression(cursor)];
}

function postfix(cursor: Cursor, start: Expression): Expression {
  let value = start;
  for (;;) {
    const { at, width } = cursor.token;
    if (cursor.eat('operator', '.')) value = attribute(cursor, value);
    else if (cursor.eat('operator', '[')) value = subscript(cursor, value, { at, width });
    else if (cursor.is('operator', '('))
      value = { kind: 'call', callee: value, args: callArguments(cursor), ...spotOf(value) };
    else return value;
  }
}

const spotOf = ({ at, width }: Expression) => ({ at, width });

function attribute(cursor: Cursor, object: Expression): Expression {
  const token = cursor.take();
  const spot = { at: token.at, width: token.width };
  if (token.type === 'name') return { kind: 'attribute', object, name: token.value, ...spot };
  if (token.type !== 'integer') throw new SyntaxFault("expected a name or a number after '.'", token.at, token.width);
  return { kind: 'item', object, index: { kind: 'literal', value: numberOf(token), ...spot }, ...spot };
}

function subscript(cursor: Cursor, object: Expression, spot: { at: number; width: number }): Expression {
  const bound = () => (cursor.is('operator', ':', ']') ? undefined : tupleOrOne(cursor));
  const first = bound();
  if (first !== undefined && cursor.eat('operator', ']')) {
    const at = first.kind === 'literal' ? spotOf(first) : spot;
    return { kind: 'item', object, index: first, ...at };
  }
  const bounds = [first];
  while (bounds.length < 3 && cursor.eat('operator', ':')) bounds.push(bound());
  if (bounds.length === 1) throw cursor.fault(`expected an index, got ${cursor.shown()}`);
  cursor.expect('operator', ']');
  return { kind: 'slice', object, bounds, ...spot };
}

/** `(…)` of a call, filter or test. */
export function callArguments(cursor: Cursor): Arguments {
  const positional: Expression[] = [];
  const named: [string, Expression][] = [];
  const stars: { star?: Expression; doubleStar?: Expression } = {};
  cursor.expect('operator', '(');
  while (!cursor.is('operator', ')')) {
    if (cursor.eat('operator', '**')) stars.doubleStar = expression(cursor);
    else if (cursor.eat('operator', '*')) stars.star = expression(cursor);
    else if (cursor.token.type === 'name' && cursor.peek().type === 'operator' && cursor.peek().value === '=') {
      const name = cursor.take().value;
      if (named.some(([given]) => given === name)) throw cursor.fault(`the argument '${name}' is given twice`);
      cursor.take();
      named.push([name, expression(cursor)]);
    } else {
      if (named.length > 0) throw cursor.fault('a plain argument cannot follow a named one');
      positional.push(expression(cursor));
    }
    if (!cursor.eat('operator', ',')) break;
  }
  cursor.expect('operator', ')');
  return { positional, named, ...stars };
}

const noArguments: Arguments = { positional: [], named: [] };

/** `| filter`, `is test` and calls after them. */
export function filtered(cursor: Cursor, start: Expression | undefined): Expression {
  let value = start;
  for (;;) {
    if (value === undefined || cursor.is('operator', '|')) {
      if (value !== undefined) cursor.take();
      const name = dotted(cursor);
      const args = cursor.is('operator', '(') ? callArguments(cursor) : noArguments;
      value = { kind: 'filter', input: value, name: name.value, args, at: name.at, width: name.width };
    } else if (cursor.eat('name', 'is')) value = test(cursor, value);
    else if (cursor.is('operator', '('))
      value = { kind: 'call', callee: value, args: callArguments(cursor), ...spotOf(value) };
    else return value;
  }
}

const endsTest = ['else', 'or', 'and', 'is', 'if', 'in', 'not'];

function test(cursor: Cursor, input: Expression): Expression {
  const negated = cursor.is('name', 'not') ? cursor.take() : undefined;
  const name = dotted(cursor);
  const value: Expression = {
    kind: 'test',
    input,
    name: name.value,
    args: testArguments(cursor),
    at: name.at,
    width: name.width,
  };
  if (cursor.is('name', 'is')) throw cursor.fault('one test cannot follow another', "join them with 'and'");
  return negated ? { kind: 'not', operand: value, at: negated.at, width: negated.width } : value;
}

/** A test may take its one argument without parentheses: `is divisibleby 3`. */
function testArguments(cursor: Cursor): Arguments {
  if (cursor.is('operator', '(')) return callArguments(cursor);
  const { type, value } = cursor.token;
  const starts =
    type === 'string' ||
    type === 'integer' ||
    type === 'float' ||
    (type === 'name' && !endsTest.includes(value)) ||
    (type === 'operator' && (value === '[' || value === '{'));
  return starts ? { positional: [postfix(cursor, primary(cursor))], named: [] } : noArguments;
}

/** `name` or `ansible.builtin.name`. */
function dotted(cursor: Cursor): Token {
  const first = cursor.name();
  let value = first.value;
  while (cursor.eat('operator', '.')) value += `.${cursor.name().value}`;
  return { ...first, value, width: value.length };
}
