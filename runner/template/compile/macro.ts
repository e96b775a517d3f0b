import { paramNames, tooMany } from '../plugin.ts';
import { newDict } from '../python/dict.ts';
import { Callable, Fault, type Named, Tuple, type Undefined, type Value } from '../python/types.ts';
import type { Body, Parameter, StatementOf } from '../syntax/ast.ts';
import { compileArguments, invoke } from './call.ts';
import { compileExpression, outputText } from './expression.ts';
import { type Evaluate, Frame, guarded, missing, type Spot } from './frame.ts';
import { mentions } from './mentions.ts';
import { maxNesting } from './run.ts';
import { compileText, type Execute } from './statement.ts';

/** A macro as a function of its frame: called, it binds its arguments and gives the text of its body. */
function compileFunction(
  name: string,
  parameters: readonly Parameter[],
  body: Body,
  spot: Spot,
): (frame: Frame) => Callable {
  const compiled = parameters.map(({ name: parameter, fallback }) => ({
    parameter,
    fallback: fallback && compileExpression(fallback),
  }));
  const text = compileText(body);
  const takesMore = mentions(body, 'varargs');
  const takesNamed = mentions(body, 'kwargs');
  const known = paramNames({ params: parameters.map((parameter) => parameter.name) });

  const bindArguments = (inner: Frame, args: readonly Value[], named: Named) => {
    for (const [index, { parameter, fallback }] of compiled.entries())
      inner.set(parameter, args[index] ?? named.get(parameter) ?? fallback?.(inner) ?? notGiven(inner, parameter));
    if (args.length > known.length && !takesMore)
      throw new Fault(tooMany(`macro '${name}'`, known.length, args.length));
    inner.set('varargs', Tuple.from(args.slice(known.length)));
    const extra = [...named].filter(([key]) => !known.includes(key) && key !== 'caller');
    if (extra.length > 0 && !takesNamed) throw new Fault(`macro '${name}' has no argument '${extra[0]![0]}'`);
    inner.set('kwargs', newDict(extra));
    const caller = named.get('caller');
    if (caller !== undefined && !known.includes('caller')) inner.set('caller', caller);
  };

  const notGiven = (inner: Frame, parameter: string): Undefined =>
    missing(parameter, `the argument '${parameter}' of macro '${name}' was not given`, inner.run.origin, spot);

  return (frame) =>
    new Callable(name, (args, named) => {
      const { run } = frame;
      if (run.nesting >= maxNesting)
        throw new Fault(`macro '${name}' calls itself more than ${maxNesting} levels deep`);
      run.budget.step();
      run.nesting++;
      try {
        const inner = new Frame(run, frame);
        bindArguments(inner, args, named);
        return text(inner);
      } finally {
        run.nesting--;
      }
    });
}

export function compileMacro(statement: StatementOf<'macro'>): Execute {
  const make = compileFunction(statement.name, statement.parameters, statement.body, statement);
  return (frame) => {
    frame.set(statement.name, make(frame));
    return undefined;
  };
}

/** `{% call(x) macro(…) %}`: the body is the macro's `caller`. */
export function compileCallBlock(statement: StatementOf<'call_block'>): Execute {
  const caller = compileFunction('caller', statement.parameters, statement.body, statement);
  const callee = compileExpression(statement.call.callee);
  const args = compileArguments(statement.call.args);
  const value: Evaluate = guarded(statement, (frame) =>
    invoke(callee(frame), args.positional(frame), new Map([...args.named(frame), ['caller', caller(frame)]])),
  );
  return (frame, out) => {
    out.push(outputText(value(frame)));
    return undefined;
  };
}
