import { nearest } from '../../schema/distance.ts';
import { globals, globalValues } from '../globals/index.ts';
import { isTruthy } from '../python/compare.ts';
import { newDict } from '../python/dict.ts';
import { binary, holds, unary } from '../python/operators.ts';
import { slice } from '../python/sequence.ts';
import { checkLength } from '../python/size.ts';
import { toText } from '../python/text.ts';
import { Blank, Tuple, type Undefined, UnknownReached, use, type Value } from '../python/types.ts';
import type { Expression, Node } from '../syntax/ast.ts';
import { attributeOf, itemOf } from './access.ts';
import { compileCall, compileFilter, compileTest, globalFunction } from './call.ts';
import { type Evaluate, type Frame, guarded, located, missing, type Spot } from './frame.ts';
import { variablesDict } from './variables.ts';

/** Compiles an expression into a closure; nothing is interpreted twice and nothing is ever `eval`ed. */
export function compileExpression(node: Expression): Evaluate {
  return (compilers[node.kind] as (node: Expression) => Evaluate)(node);
}

/** The truth of an expression; leaves with "unknown reached" where it cannot be decided. */
export type Condition = (frame: Frame) => boolean;

/**
 * Compiles an expression of which only the truth matters. Here an unknown side does not hide what the other side decides:
 * `unknown and false` is false.
 */
export function compileCondition(node: Expression): Condition {
  if (node.kind === 'and' || node.kind === 'or') {
    const decisive = node.kind === 'or';
    const left = compileCondition(node.left);
    const right = compileCondition(node.right);
    return (frame) => {
      try {
        if (left(frame) === decisive) return decisive;
      } catch (error) {
        if (!(error instanceof UnknownReached)) throw error;
        if (decides(right, frame, decisive)) return decisive;
        throw error;
      }
      return right(frame);
    };
  }
  if (node.kind === 'not') {
    const operand = compileCondition(node.operand);
    return (frame) => !operand(frame);
  }
  const value = compileExpression(node);
  return (frame) => isTruthy(value(frame));
}

/** The right side may rely on what the unknown left side would have made sure of: its errors decide nothing. */
function decides(right: Condition, frame: Frame, decisive: boolean): boolean {
  try {
    return right(frame) === decisive;
  } catch {
    return false;
  }
}

function compileName(node: Node<'name'> & Spot): Evaluate {
  const { name } = node;
  return (frame) => {
    const value = variable(name, frame, node);
    if (value !== undefined) return value;
    if (name === 'vars') return variablesDict(frame.run.scope);
    if (Object.hasOwn(globalValues, name)) return globalValues[name];
    const global = Object.hasOwn(globals, name) ? globals[name] : undefined;
    return global ? globalFunction(name, global, frame.run) : undefinedName(name, frame, node);
  };
}

/** A circle of definitions is reported at a name that closes it. */
function variable(name: string, frame: Frame, node: Spot): Value | undefined {
  try {
    return frame.get(name);
  } catch (error) {
    throw located(error, frame.run.origin, node);
  }
}

function undefinedName(name: string, frame: Frame, node: Spot): Undefined {
  return missing(name, `'${name}' is undefined`, frame.run.origin, node, () => {
    if (!frame.variables && frame.run.scope.has(name)) return "include or import its template 'with context'";
    if (frame.run.scope.isSilent) return undefined;
    const near = nearest(name, [...frame.run.scope.names(), ...Object.keys(globals)]);
    return near === undefined ? undefined : `did you mean '${near}'?`;
  });
}

function compileItems(node: Node<'list' | 'tuple'>): Evaluate {
  const items = node.items.map(compileExpression);
  if (node.kind === 'tuple') return (frame) => Tuple.from(items, (item) => item(frame));
  return (frame) => items.map((item) => item(frame));
}

function compileDict(node: Node<'dict'> & Spot): Evaluate {
  const entries = node.entries.map(([key, value]) => [compileExpression(key), compileExpression(value)] as const);
  return guarded(node, (frame) => newDict(entries.map(([key, value]) => [use(key(frame)), value(frame)])));
}

function compileAttribute(node: Node<'attribute'> & Spot): Evaluate {
  const object = compileExpression(node.object);
  const { name } = node;
  return guarded(node, (frame) => attributeOf(object(frame), name, frame, node));
}

function compileItem(node: Node<'item'> & Spot): Evaluate {
  const object = compileExpression(node.object);
  const index = compileExpression(node.index);
  return guarded(node, (frame) => itemOf(object(frame), index(frame), frame, node));
}

function compileSlice(node: Node<'slice'> & Spot): Evaluate {
  const object = compileExpression(node.object);
  const [start, stop, step] = [0, 1, 2].map((index) => {
    const bound = node.bounds[index];
    return bound ? compileExpression(bound) : () => null;
  }) as [Evaluate, Evaluate, Evaluate];
  return guarded(node, (frame) => frame.run.budget.made(slice(object(frame), start(frame), stop(frame), step(frame))));
}

/** `a and b` gives the side that decided; an unknown left side leaves the value unknown. */
function compileLogic(node: Node<'and' | 'or'> & Spot): Evaluate {
  const left = compileExpression(node.left);
  const right = compileExpression(node.right);
  const decisive = node.kind === 'or';
  return guarded(node, (frame) => {
    const value = left(frame);
    return isTruthy(value) === decisive ? value : right(frame);
  });
}

function compileNot(node: Node<'not'> & Spot): Evaluate {
  const operand = compileCondition(node.operand);
  return guarded(node, (frame) => !operand(frame));
}

function compileConditional(node: Node<'conditional'> & Spot): Evaluate {
  const test = compileCondition(node.test);
  const then = compileExpression(node.then);
  const otherwise: Evaluate = node.otherwise
    ? compileExpression(node.otherwise)
    : (frame) =>
        new Blank('if', () =>
          missing('if', "the inline 'if' is false and has no 'else'", frame.run.origin, node).error(),
        );
  return guarded(node, (frame) => (test(frame) ? then(frame) : otherwise(frame)));
}

function compileConcat(node: Node<'concat'> & Spot): Evaluate {
  const parts = node.parts.map(compileExpression);
  return guarded(node, (frame) => {
    let text = '';
    for (const part of parts) {
      text += textIn(part(frame));
      checkLength(text.length);
    }
    return frame.run.budget.made(text);
  });
}

function compileCompare(node: Node<'compare'> & Spot): Evaluate {
  const first = compileExpression(node.first);
  const rest = node.rest.map(({ operator, operand }) => [operator, compileExpression(operand)] as const);
  return guarded(node, (frame) => {
    let left = first(frame);
    for (const [operator, operand] of rest) {
      const right = operand(frame);
      if (!holds(operator, left, right)) return false;
      left = right;
    }
    return true;
  });
}

const compilers: { readonly [K in Expression['kind']]: (node: Node<K> & Spot) => Evaluate } = {
  literal:
    ({ value }) =>
    () =>
      value,
  name: compileName,
  list: compileItems,
  tuple: compileItems,
  dict: compileDict,
  attribute: compileAttribute,
  item: compileItem,
  slice: compileSlice,
  call: compileCall,
  filter: compileFilter,
  test: compileTest,
  not: compileNot,
  and: compileLogic,
  or: compileLogic,
  conditional: compileConditional,
  unary: (node) => {
    const operand = compileExpression(node.operand);
    return guarded(node, (frame) => unary(node.operator, operand(frame)));
  },
  binary: (node) => {
    const left = compileExpression(node.left);
    const right = compileExpression(node.right);
    return guarded(node, (frame) => {
      const result = binary(node.operator, left(frame), right(frame));
      return typeof result === 'number' ? result : frame.run.budget.made(result);
    });
  },
  concat: compileConcat,
  compare: compileCompare,
};

/** What stands in text for a value: nothing for none, Python's `str` otherwise. */
export const outputText = (value: Value): string =>
  value === null || value instanceof Blank ? '' : toText(use(value));

/** What `~` joins: Python's `str`, none included. */
const textIn = (value: Value): string => (value instanceof Blank ? '' : toText(use(value)));
