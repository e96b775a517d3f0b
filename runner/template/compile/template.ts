import { readLiteral } from '../literal.ts';
import { joinedText } from '../python/size.ts';
import { Blank, UnknownReached, unknown, type Value } from '../python/types.ts';
import type { Body, Expression, Statement } from '../syntax/ast.ts';
import { compileLayered } from './blocks.ts';
import { compileCondition, compileExpression } from './expression.ts';
import { type Evaluate, Frame, guarded, located } from './frame.ts';
import type { Run } from './run.ts';
import { compileBody, type Execute } from './statement.ts';

/** A parsed template, ready to run in any scope. */
export interface Compiled {
  readonly body: Body;
  /** Its text. */
  text(run: Run): Value;
  /** A single expression's value itself; otherwise text, or the list, dict or boolean that the text spells. */
  native(run: Run): Value;
  /** Runs it for its `set`s and macros, in a frame of the caller's. */
  execute: Execute;
}

export function compileTemplate(body: Body, source: string): Compiled {
  let execute: Execute | undefined;
  let native: Evaluate | undefined;
  const executed: Execute = (frame, out) => {
    execute ??= layeredOf(body, source) ?? compileBody(body);
    return execute(frame, out);
  };
  const text = (frame: Frame): Value => textOf(executed, source, frame);
  return {
    body,
    text: (run) => settledOn(run, text),
    native: (run) => {
      native ??= nativeOf(body, source) ?? readsText(text);
      return settledOn(run, native);
    },
    execute: executed,
  };
}

/** To look through the whole tree takes longer than most templates run. */
const layeredOf = (body: Body, source: string): Execute | undefined =>
  /block|extends|self/.test(source) ? compileLayered(body) : undefined;

/** An unknown part makes the whole unknown. */
function settledOn(run: Run, evaluate: Evaluate): Value {
  try {
    return evaluate(new Frame(run));
  } catch (error) {
    if (error instanceof UnknownReached) return unknown;
    throw located(error, run.origin, { at: 0, width: 1 });
  }
}

function textOf(execute: Execute, source: string, frame: Frame): string {
  const out: string[] = [];
  execute(frame, out);
  return ended(joinedText(out), source);
}

/** The last newline is no part of a template, and a tag at the end eats another; Ansible gives back what the text lacks of them. */
function ended(text: string, source: string): string {
  const missing = newlinesAtEnd(source) - newlinesAtEnd(text);
  return missing > 0 ? text + '\n'.repeat(missing) : text;
}

function newlinesAtEnd(text: string): number {
  let count = 0;
  while (text[text.length - 1 - count] === '\n') count++;
  return count;
}

/** Text put together from parts may spell a value: `[{{ a }}, {{ b }}]`. A lone expression that gives text stays text. */
const readsText =
  (text: Evaluate): Evaluate =>
  (frame) => {
    const value = text(frame);
    return typeof value === 'string' ? readLiteral(value) : value;
  };

const silent: readonly Statement['kind'][] = ['set', 'set_block', 'macro', 'do', 'import'];

/** The value of a template that is one expression, or undefined when it gives text. */
function nativeOf(body: Body, source: string): Evaluate | undefined {
  const value = layeredOf(body, source) ? undefined : compileNative(body);
  if (!value || newlinesAtEnd(source) === 0) return value;
  return (frame) => {
    const result = value(frame);
    return typeof result === 'string' ? ended(result, source) : result;
  };
}

/**
 * When a body gives exactly one expression's value (statements that print nothing, and newlines at the end, do not count) the closure
 * that gives the value itself; undefined when it gives text.
 */
function compileNative(body: Body): Evaluate | undefined {
  const last = body.at(-1);
  const end = last?.kind === 'data' && /^\n+$/.test(last.text) ? last.text : '';
  const loud = (end === '' ? body : body.slice(0, -1)).filter(({ kind }) => !silent.includes(kind));
  const [only] = loud;
  if (only === undefined || loud.length > 1) return undefined;
  const value = nativeStatement(only);
  if (value === undefined) return undefined;
  const before = compileBody(body.filter(({ kind }) => silent.includes(kind)));
  const isPlain = end === '' && !body.some(({ kind }) => silent.includes(kind));
  if (isPlain) return value;
  return (frame) => {
    before(frame, []);
    const result = value(frame);
    return typeof result === 'string' ? result + end : result;
  };
}

function nativeStatement(statement: Statement): Evaluate | undefined {
  if (statement.kind === 'output') return compileAlone(statement.expression);
  if (statement.kind !== 'if') return undefined;
  const arms = statement.arms.map(({ test, body }) => ({ test: compileCondition(test), value: nativeArm(body) }));
  const otherwise = nativeArm(statement.otherwise);
  return guarded(statement, (frame) => {
    for (const { test, value } of arms) if (test(frame)) return value(frame);
    return otherwise(frame);
  });
}

/** A variable that is none stays none; an expression that comes to none prints nothing, so its text is empty. */
function compileAlone(expression: Expression): Evaluate {
  const value = compileExpression(expression);
  return expression.kind === 'name' ? value : (frame) => blankOr(value(frame));
}

const blankOr = (value: Value): Value => (value instanceof Blank ? '' : (value ?? ''));

function nativeArm(body: Body): Evaluate {
  const native = compileNative(body);
  if (native) return native;
  const execute = compileBody(body);
  return readsText((frame) => {
    const out: string[] = [];
    execute(frame, out);
    return joinedText(out);
  });
}
