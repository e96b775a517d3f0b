import { tooMany } from '../plugin.ts';
import { newDict } from '../python/dict.ts';
import { Callable, Fault, type Named, Tuple, tuple, type Undefined, type Value } from '../python/types.ts';
import type { Body, Parameter, StatementOf } from '../syntax/ast.ts';
import { compileArguments, invoke } from './call.ts';
import { compileExpression, outputText } from './expression.ts';
import { type Evaluate, Frame, guarded, missing, type Spot } from './frame.ts';
import { mentions } from './mentions.ts';
import { maxNesting } from './run.ts';
import { compileText, type Execute } from './statement.ts';

/** What a macro is to templates: it can be called, and says what it takes. */
class Macro extends Callable {
  readonly #about: Readonly<Record<string, Value>>;
  constructor(name: string, about: Readonly<Record<string, Value>>, call: Callable['call']) {
    super(name, call);
    this.#about = { name, ...about };
  }
  override attribute(name: string): Value | undefined {
    return Object.hasOwn(this.#about, name) ? this.#about[name] : undefined;
  }
  override text(): string {
    return `<Macro '${this.name}'>`;
  }
}

function notTaken(macro: string, argument: string): Fault {
  if (argument !== 'caller') return new Fault(`macro '${macro}' has no argument '${argument}'`);
  return new Fault(`macro '${macro}' does not use the text of {% call %}`, { hint: 'print {{ caller() }} in it' });
}

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
  const known = parameters.map((parameter) => parameter.name);
  const takes = (special: string) => mentions(body, special) && !known.includes(special);
  const takesMore = takes('varargs');
  const takesNamed = takes('kwargs');
  const takesCaller = takes('caller');

  const bindArguments = (inner: Frame, args: readonly Value[], named: Named) => {
    for (const [index, { parameter, fallback }] of compiled.entries()) {
      const value = given(args[index], named.get(parameter), parameter);
      inner.set(parameter, value === undefined ? otherwise(inner, parameter, fallback) : value);
    }
    if (args.length > known.length && !takesMore)
      throw new Fault(tooMany(`macro '${name}'`, known.length, args.length));
    if (takesMore) inner.set('varargs', Tuple.from(args.slice(known.length)));
    const extra = [...named].filter(([key]) => !known.includes(key) && !(key === 'caller' && takesCaller));
    if (extra.length > 0 && !takesNamed) throw notTaken(name, extra[0]![0]);
    if (takesNamed) inner.set('kwargs', newDict(extra));
    const caller = named.get('caller');
    if (caller !== undefined && takesCaller) inner.set('caller', caller);
  };

  const given = (byPlace: Value, byName: Value, parameter: string): Value => {
    if (byPlace !== undefined && byName !== undefined)
      throw new Fault(`macro '${name}' got two values for '${parameter}'`);
    return byPlace === undefined ? byName : byPlace;
  };

  const otherwise = (inner: Frame, parameter: string, fallback: Evaluate | undefined): Value =>
    fallback ? fallback(inner) : notGiven(inner, parameter);

  const notGiven = (inner: Frame, parameter: string): Undefined =>
    missing(parameter, `the argument '${parameter}' of macro '${name}' was not given`, inner.run.origin, spot);

  return (frame) =>
    new Macro(
      name,
      { arguments: tuple(...known), catch_kwargs: takesNamed, catch_varargs: takesMore, caller: takesCaller },
      (args, named) => {
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
      },
    );
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
