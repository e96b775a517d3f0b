import type { Body, Expression, Node, Parameter, Statement, Target } from './ast.ts';
import { Cursor } from './cursor.ts';
import { expression, filtered, or, tupleOrOne } from './expressions.ts';
import { SyntaxFault, type Token } from './lexer.ts';
import { type LexOptions, type Segment, segments } from './segments.ts';

// The whole grammar of statements stands in this one file: its rules call each other in a circle.

/** Parses a whole template. */
export function parseTemplate(source: string, options: LexOptions): Body {
  const reader: Reader = { segments: segments(source, options), next: 0, loops: 0, blocks: new Set() };
  const body = readBody(reader, []);
  const left = reader.segments[reader.next];
  if (left?.kind === 'statement') throw misplaced(left.tokens[0]!);
  return body;
}

interface Reader {
  readonly segments: readonly Segment[];
  next: number;
  /** Loops that `break` and `continue` may leave here. */
  loops: number;
  readonly blocks: Set<string>;
}

/** Reads up to a tag of `ends` (which stays) or the end of the text. */
function readBody(reader: Reader, ends: readonly string[]): Body {
  const body: Statement[] = [];
  for (let segment = reader.segments[reader.next]; segment; segment = reader.segments[reader.next]) {
    if (segment.kind === 'data') body.push({ kind: 'data', text: segment.text, at: segment.at, width: 1 });
    else if (segment.kind === 'output') body.push(output(segment.tokens));
    else if (ends.includes(segment.tokens[0]!.value)) return body;
    else {
      reader.next++;
      body.push(statement(reader, segment.tokens, ends));
      continue;
    }
    reader.next++;
  }
  return body;
}

function output(tokens: readonly Token[]): Statement {
  const cursor = new Cursor(tokens);
  const { at, width } = cursor.token;
  const value = tupleOrOne(cursor);
  cursor.done();
  return { kind: 'output', expression: value, at, width };
}

type Parse = (cursor: Cursor, reader: Reader, spot: Spot) => Statement;
interface Spot {
  readonly at: number;
  readonly width: number;
}

function statement(reader: Reader, tokens: readonly Token[], ends: readonly string[]): Statement {
  const cursor = new Cursor(tokens);
  if (cursor.token.type !== 'name') throw cursor.fault(`expected a statement, got ${cursor.shown()}`);
  const keyword = cursor.take();
  const parse = Object.hasOwn(statements, keyword.value) ? statements[keyword.value] : undefined;
  if (!parse) throw misplaced(keyword, ends);
  return parse(cursor, reader, { at: keyword.at, width: keyword.width });
}

function misplaced({ value, at, width }: Token, ends: readonly string[] = []): SyntaxFault {
  const end = ends.at(-1);
  if (/^(?:end\w*|else|elif)$/.test(value))
    return new SyntaxFault(`unexpected '${value}'${end ? `, expected '${end}'` : ': nothing is open here'}`, at, width);
  return new SyntaxFault(
    `unknown statement '${value}'`,
    at,
    width,
    `known: ${Object.keys(statements).sort().join(', ')}`,
  );
}

/** Reads a block up to one of `ends`; returns its body and the tag that ended it. */
function block(
  reader: Reader,
  { at, width }: Spot,
  ends: readonly string[],
): { body: Body; end: Cursor; keyword: string } {
  const body = readBody(reader, ends);
  const segment = reader.segments[reader.next];
  if (segment?.kind !== 'statement') {
    const end = ends.at(-1)!;
    throw new SyntaxFault(`'${end.slice(3)}' is never closed`, at, width, `add {% ${end} %}`);
  }
  reader.next++;
  const end = new Cursor(segment.tokens);
  return { body, end, keyword: end.take().value };
}

/** What a body within so many loops gives; what stands around it does not count. */
function withinLoops<T>(reader: Reader, loops: number, read: () => T): T {
  const before = reader.loops;
  reader.loops = loops;
  const result = read();
  reader.loops = before;
  return result;
}

/** The body of a statement whose text is put together before it goes on: no `break` leaves it. */
const gathered = (cursor: Cursor, reader: Reader, spot: Spot, end: string): Body =>
  withinLoops(reader, 0, () => enclosed(cursor, reader, spot, end));

/** The body of a statement that only its end tag closes. */
function enclosed(cursor: Cursor, reader: Reader, spot: Spot, end: string): Body {
  cursor.done();
  const closed = block(reader, spot, [end]);
  closed.end.done();
  return closed.body;
}

function parseIf(cursor: Cursor, reader: Reader, spot: Spot): Statement {
  const arms: { test: Expression; body: Body }[] = [];
  for (let test: Cursor | undefined = cursor; ; ) {
    const condition = tupleOrOne(test);
    test.done();
    const arm = block(reader, spot, ['elif', 'else', 'endif']);
    arms.push({ test: condition, body: arm.body });
    if (arm.keyword === 'elif') {
      test = arm.end;
      continue;
    }
    const otherwise = arm.keyword === 'else' ? enclosed(arm.end, reader, spot, 'endif') : [];
    if (arm.keyword === 'endif') arm.end.done();
    return { kind: 'if', arms, otherwise, ...spot };
  }
}

function parseFor(cursor: Cursor, reader: Reader, spot: Spot): Statement {
  const assigned = target(cursor);
  if (bindsLoop(assigned))
    throw new SyntaxFault("'loop' is the loop itself", assigned.at, assigned.width, 'give the variable another name');
  cursor.expect('name', 'in');
  const iterable = tupleOrOne(cursor, or);
  const condition = cursor.eat('name', 'if') ? expression(cursor) : undefined;
  const recursive = cursor.eat('name', 'recursive');
  cursor.done();
  const { body, end, keyword } = withinLoops(reader, reader.loops + 1, () => block(reader, spot, ['else', 'endfor']));
  const otherwise = keyword === 'else' ? enclosed(end, reader, spot, 'endfor') : [];
  if (keyword === 'endfor') end.done();
  return { kind: 'for', target: assigned, iterable, condition, recursive, body, otherwise, ...spot };
}

const bindsLoop = (target: Target): boolean =>
  target.kind === 'tuple' ? target.items.some(bindsLoop) : target.name === 'loop';

/** `a`, `a, b`, `(a, (b, c))` or `ns.a`. */
function target(cursor: Cursor): Target {
  const { at, width } = cursor.token;
  const items: Target[] = [];
  let isTuple = false;
  do {
    if (cursor.is('name', 'in') || cursor.is('operator', '=', ')')) break;
    items.push(oneTarget(cursor));
    isTuple ||= cursor.is('operator', ',');
  } while (cursor.eat('operator', ','));
  if (items.length === 0) throw cursor.fault(`expected a name, got ${cursor.shown()}`);
  return isTuple ? { kind: 'tuple', items, at, width } : items[0]!;
}

function oneTarget(cursor: Cursor): Target {
  if (cursor.eat('operator', '(')) {
    const inner = target(cursor);
    cursor.expect('operator', ')');
    return inner;
  }
  const { name, at, width } = bindable(cursor);
  if (!cursor.eat('operator', '.')) return { kind: 'name', name, at, width };
  return { kind: 'namespace', name, attribute: cursor.name().value, at, width };
}

function bindable(cursor: Cursor): Spot & { readonly name: string } {
  const { value: name, at, width } = cursor.name();
  if (['true', 'false', 'none', 'True', 'False', 'None'].includes(name))
    throw new SyntaxFault(`cannot assign to '${name}'`, at, width);
  return { name, at, width };
}

function parseSet(cursor: Cursor, reader: Reader, spot: Spot): Statement {
  const assigned = target(cursor);
  if (cursor.eat('operator', '=')) {
    const value = tupleOrOne(cursor);
    cursor.done();
    return { kind: 'set', target: assigned, value, ...spot };
  }
  const filter = cursor.eat('operator', '|') ? filtered(cursor, undefined) : undefined;
  return { kind: 'set_block', target: assigned, filter, body: gathered(cursor, reader, spot, 'endset'), ...spot };
}

function parameters(cursor: Cursor): Parameter[] {
  const list: Parameter[] = [];
  cursor.expect('operator', '(');
  while (!cursor.is('operator', ')')) {
    const { name, at, width } = bindable(cursor);
    const fallback = cursor.eat('operator', '=') ? expression(cursor) : undefined;
    if (fallback === undefined && list.at(-1)?.fallback !== undefined)
      throw cursor.fault(`parameter '${name}' without a default follows one with a default`);
    if (list.some((known) => known.name === name)) throw new SyntaxFault(`parameter '${name}' stands twice`, at, width);
    list.push({ name, fallback });
    if (!cursor.eat('operator', ',')) break;
  }
  cursor.expect('operator', ')');
  return list;
}

function parseMacro(cursor: Cursor, reader: Reader, spot: Spot): Statement {
  const { value: name } = cursor.name();
  const list = parameters(cursor);
  return { kind: 'macro', name, parameters: list, body: gathered(cursor, reader, spot, 'endmacro'), ...spot };
}

function parseCall(cursor: Cursor, reader: Reader, spot: Spot): Statement {
  const list = cursor.is('operator', '(') ? parameters(cursor) : [];
  const call = expression(cursor);
  if (call.kind !== 'call') throw new SyntaxFault('expected a call of a macro', call.at, call.width);
  const body = gathered(cursor, reader, spot, 'endcall');
  return { kind: 'call_block', parameters: list, call: call as Node<'call'>, body, ...spot };
}

function parseWith(cursor: Cursor, reader: Reader, spot: Spot): Statement {
  const assignments: (readonly [Target, Expression])[] = [];
  while (cursor.token.type !== 'end') {
    const assigned = oneTarget(cursor);
    cursor.expect('operator', '=');
    assignments.push([assigned, expression(cursor)]);
    if (!cursor.eat('operator', ',')) break;
  }
  return { kind: 'with', assignments, body: enclosed(cursor, reader, spot, 'endwith'), ...spot };
}

/** `with context` or `without context` at the end of an include or import. */
function context(cursor: Cursor, fallback: boolean): boolean {
  if (!cursor.is('name', 'with', 'without') || cursor.peek().value !== 'context') return fallback;
  const withContext = cursor.take().value === 'with';
  cursor.take();
  return withContext;
}

function parseInclude(cursor: Cursor, _reader: Reader, spot: Spot): Statement {
  const template = expression(cursor);
  const ignoreMissing = cursor.is('name', 'ignore') && cursor.peek().value === 'missing';
  if (ignoreMissing) {
    cursor.take();
    cursor.take();
  }
  const withContext = context(cursor, true);
  cursor.done();
  return { kind: 'include', template, ignoreMissing, withContext, ...spot };
}

function parseImport(cursor: Cursor, _reader: Reader, spot: Spot): Statement {
  const template = expression(cursor);
  cursor.expect('name', 'as');
  const as = cursor.name().value;
  const withContext = context(cursor, false);
  cursor.done();
  return { kind: 'import', template, withContext, as, ...spot };
}

function parseFrom(cursor: Cursor, _reader: Reader, spot: Spot): Statement {
  const template = expression(cursor);
  cursor.expect('name', 'import');
  const names: (readonly [string, string])[] = [];
  let withContext = false;
  do {
    if (cursor.token.type === 'end') break;
    const { value: name, at, width } = cursor.name();
    if (name.startsWith('_'))
      throw new SyntaxFault(
        `'${name}' is private to its template`,
        at,
        width,
        'names that start with _ cannot be imported',
      );
    names.push([name, cursor.eat('name', 'as') ? cursor.name().value : name]);
    withContext = context(cursor, withContext);
  } while (cursor.eat('operator', ','));
  if (names.length === 0) throw cursor.fault('expected the names to import');
  cursor.done();
  return { kind: 'import', template, withContext, as: names, ...spot };
}

function parseBlock(cursor: Cursor, reader: Reader, spot: Spot): Statement {
  const { value: name, at, width } = cursor.name();
  if (reader.blocks.has(name))
    throw new SyntaxFault(`block '${name}' stands twice`, at, width, 'use {{ self.NAME() }}');
  reader.blocks.add(name);
  const scoped = cursor.eat('name', 'scoped');
  const required = cursor.eat('name', 'required');
  cursor.done();
  const { body, end } = withinLoops(reader, 0, () => block(reader, spot, ['endblock']));
  if (end.token.type === 'name') end.expect('name', name);
  end.done();
  const content = body.find((part) => part.kind !== 'data' || part.text.trim() !== '');
  if (required && content) throw new SyntaxFault(`the required block '${name}' must be empty`, at, width);
  return { kind: 'block', name, scoped, required, body, ...spot };
}

function parseFilter(cursor: Cursor, reader: Reader, spot: Spot): Statement {
  const filter = filtered(cursor, undefined);
  return { kind: 'filter_block', filter, body: gathered(cursor, reader, spot, 'endfilter'), ...spot };
}

const single =
  (build: (cursor: Cursor, spot: Spot) => Statement): Parse =>
  (cursor, _reader, spot) => {
    const parsed = build(cursor, spot);
    cursor.done();
    return parsed;
  };

function leaving(kind: 'break' | 'continue'): Parse {
  return (cursor, reader, spot) => {
    if (reader.loops === 0) throw new SyntaxFault(`'${kind}' outside of a loop`, spot.at, spot.width);
    cursor.done();
    return { kind, ...spot };
  };
}

const statements: Readonly<Record<string, Parse>> = {
  if: parseIf,
  for: parseFor,
  set: parseSet,
  macro: parseMacro,
  call: parseCall,
  with: parseWith,
  filter: parseFilter,
  include: parseInclude,
  import: parseImport,
  from: parseFrom,
  block: parseBlock,
  extends: single((cursor, spot) => ({ kind: 'extends', template: expression(cursor), ...spot })),
  do: single((cursor, spot) => ({ kind: 'do', expression: tupleOrOne(cursor), ...spot })),
  break: leaving('break'),
  continue: leaving('continue'),
};
