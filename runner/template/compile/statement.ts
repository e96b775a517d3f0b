import { filters } from '../filters/index.ts';
import { Namespace } from '../globals/namespace.ts';
import { iterate, lengthOf } from '../python/sequence.ts';
import { joinedText } from '../python/size.ts';
import { Fault, UnknownReached, unknown, use, type Value } from '../python/types.ts';
import { findPlugin } from '../registry.ts';
import type { Body, Expression, Node, Statement, StatementOf, Target } from '../syntax/ast.ts';
import { compileBlock, compileExtends } from './blocks.ts';
import { applyFilter } from './call.ts';
import { compileCondition, compileExpression, outputText } from './expression.ts';
import { compileImport, compileInclude } from './files.ts';
import { type Evaluate, Frame, guarded, located, type Spot } from './frame.ts';
import { compileFor } from './loop.ts';
import { compileCallBlock, compileMacro } from './macro.ts';

/** What a statement asks of the loop around it. */
export type Signal = 'break' | 'continue' | undefined;

/** Runs a statement: prints to `out`, binds names in the frame. */
export type Execute = (frame: Frame, out: string[]) => Signal;

export function compileBody(body: Body): Execute {
  const statements = body.map(compileStatement);
  return (frame, out) => {
    for (let index = 0; index < statements.length; index++) {
      const signal = statements[index]!(frame, out);
      if (signal) return signal;
    }
    return undefined;
  };
}

const compileStatement = (statement: Statement): Execute =>
  (compilers[statement.kind] as (statement: Statement) => Execute)(statement);

/** Gives the statement's errors their place. Unknown is passed up: it makes the whole text unknown. */
export function placed(spot: Spot, execute: Execute): Execute {
  return (frame, out) => {
    try {
      return execute(frame, out);
    } catch (error) {
      throw error instanceof UnknownReached ? error : located(error, frame.run.origin, spot);
    }
  };
}

function compileOutput(statement: StatementOf<'output'>): Execute {
  const value = compileExpression(statement.expression);
  return placed(statement.expression, (frame, out) => {
    out.push(outputText(value(frame)));
    return undefined;
  });
}

function compileIf(statement: StatementOf<'if'>): Execute {
  const arms = statement.arms.map(({ test, body }) => ({ test: compileCondition(test), body: compileBody(body) }));
  const otherwise = compileBody(statement.otherwise);
  return placed(statement, (frame, out) => {
    for (const { test, body } of arms) if (test(frame)) return body(frame, out);
    return otherwise(frame, out);
  });
}

/** Assigns to a name, to several from a list, or to an attribute of a namespace. */
export type Assign = (frame: Frame, value: Value) => void;

export function compileTarget(target: Target): Assign {
  if (target.kind === 'name') return (frame, value) => frame.set(target.name, value);
  if (target.kind === 'namespace')
    return (frame, value) => {
      const namespace = frame.get(target.name);
      if (!(namespace instanceof Namespace))
        throw new Fault(`'${target.name}' is no namespace`, { hint: 'make it with namespace()' });
      namespace.set(target.attribute, value);
    };
  const assigns = target.items.map(compileTarget);
  return (frame, value) => {
    const items = iterate(value);
    if (lengthOf(items) !== assigns.length)
      throw new Fault(
        `cannot unpack ${items.length} value${items.length === 1 ? '' : 's'} into ${assigns.length} names`,
      );
    for (const [index, assign] of assigns.entries()) assign(frame, items[index]);
  };
}

function compileSet(statement: StatementOf<'set'>): Execute {
  const value = compileExpression(statement.value);
  const assign = compileTarget(statement.target);
  return placed(statement, (frame) => {
    assign(frame, value(frame));
    return undefined;
  });
}

/** The text a body prints, in a frame of its own; unknown when a part of it is. */
export function compileText(body: Body): Evaluate {
  const execute = compileBody(body);
  return (frame) => {
    const out: string[] = [];
    try {
      execute(new Frame(frame.run, frame), out);
    } catch (error) {
      if (error instanceof UnknownReached) return unknown;
      throw error;
    }
    return joinedText(out);
  };
}

/** The filters of a block, applied to its text. */
function compileFiltered(filter: Expression, text: Evaluate): Evaluate {
  if (filter.kind !== 'filter') throw new Error('not a filter');
  const input = filter.input ? compileFiltered(filter.input, text) : text;
  const node = filter as Node<'filter'> & Spot;
  return guarded(node, (frame) => applyFilter(findPlugin(filters, node.name, 'filter'), node, input)(frame));
}

function compileSetBlock(statement: StatementOf<'set_block'>): Execute {
  const text = compileText(statement.body);
  const value = statement.filter ? compileFiltered(statement.filter, text) : text;
  const assign = compileTarget(statement.target);
  return placed(statement, (frame) => {
    assign(frame, value(frame));
    return undefined;
  });
}

function compileFilterBlock(statement: StatementOf<'filter_block'>): Execute {
  const value = compileFiltered(statement.filter, compileText(statement.body));
  return placed(statement, (frame, out) => {
    out.push(outputText(value(frame)));
    return undefined;
  });
}

function compileWith(statement: StatementOf<'with'>): Execute {
  const assignments = statement.assignments.map(
    ([target, value]) => [compileTarget(target), compileExpression(value)] as const,
  );
  const body = compileBody(statement.body);
  return placed(statement, (frame, out) => {
    const inner = new Frame(frame.run, frame);
    for (const [assign, value] of assignments) assign(inner, value(frame));
    return body(inner, out);
  });
}

function compileDo(statement: StatementOf<'do'>): Execute {
  const value = compileExpression(statement.expression);
  return (frame) => {
    use(value(frame));
    return undefined;
  };
}

const compilers: { readonly [K in Statement['kind']]: (statement: StatementOf<K>) => Execute } = {
  data:
    ({ text }) =>
    (_, out) => {
      out.push(text);
      return undefined;
    },
  output: compileOutput,
  if: compileIf,
  for: compileFor,
  set: compileSet,
  set_block: compileSetBlock,
  filter_block: compileFilterBlock,
  macro: compileMacro,
  call_block: compileCallBlock,
  with: compileWith,
  do: compileDo,
  break: () => () => 'break',
  continue: () => () => 'continue',
  include: compileInclude,
  import: compileImport,
  extends: compileExtends,
  block: compileBlock,
};
