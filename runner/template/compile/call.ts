import { nearest } from '../../schema/distance.ts';
import { filters } from '../filters/index.ts';
import { globals } from '../globals/index.ts';
import { methodsOf } from '../methods/index.ts';
import { bind, type Filter, type Global, type Signature, type Test } from '../plugin.ts';
import { dictEntries, isDict } from '../python/dict.ts';
import { iterate } from '../python/sequence.ts';
import { toText, typeName } from '../python/text.ts';
import { Callable, Fault, type Named, noneNamed, Thing, Unknown, unknown, use, type Value } from '../python/types.ts';
import { findPlugin } from '../registry.ts';
import type { Arguments, Expression, Node } from '../syntax/ast.ts';
import { tests } from '../tests/index.ts';
import { attributeOf } from './access.ts';
import { compileExpression } from './expression.ts';
import { type Evaluate, type Frame, guarded, placedValue, type Spot } from './frame.ts';
import type { Run } from './run.ts';
import { compileWritten } from './written.ts';

interface CompiledArguments {
  readonly positional: (frame: Frame) => readonly Value[];
  readonly named: (frame: Frame) => Named;
}

export function compileArguments({ positional, named, star, doubleStar }: Arguments): CompiledArguments {
  const values = positional.map(compileExpression);
  const pairs = named.map(([name, value]) => [name, compileExpression(value)] as const);
  const more = star && compileExpression(star);
  const moreNamed = doubleStar && compileExpression(doubleStar);
  return {
    positional: more
      ? (frame) => [...values.map((value) => value(frame)), ...iterate(more(frame))]
      : (frame) => values.map((value) => value(frame)),
    named:
      pairs.length === 0 && !moreNamed
        ? () => noneNamed
        : (frame) => {
            const given = new Map(pairs.map(([name, value]) => [name, value(frame)]));
            for (const [name, value] of moreNamed ? spread(moreNamed(frame)) : []) given.set(name, value);
            return given;
          },
  };
}

function spread(value: Value): [string, Value][] {
  use(value);
  if (!isDict(value)) throw new Fault(`** needs a dict, not ${typeName(value)}`);
  return dictEntries(value).map(([key, member]) => [toText(key), member]);
}

/** Arguments in the order of the plug-in's parameters. What can be told at compile time (no `*`, no names) is. */
function compileBound(signature: Signature, args: Arguments, what: string): (frame: Frame) => readonly Value[] {
  const { positional, named } = compileArguments(args);
  return (frame) => bind(signature, positional(frame), named(frame), what);
}

type PluginNode = Node<'filter' | 'test'> & Spot;

/** The plug-in when its name is known; otherwise a closure that fails when it is reached, as a branch never taken must not. */
function found<T>(find: () => T): T | (() => never) {
  try {
    return find();
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

export function compileFilter(node: Node<'filter'> & Spot): Evaluate {
  const filter = found(() => findPlugin(filters, node.name, 'filter'));
  if (typeof filter === 'function') return guarded(node, filter);
  const input = node.input ? compileExpression(node.input) : undefined;
  if (!input) throw new Error('a filter block compiles its input itself');
  return applyFilter(filter, node, input);
}

export function applyFilter(filter: Filter, node: PluginNode, input: Evaluate): Evaluate {
  const args = compileBound(filter, node.args, `filter '${node.name}'`);
  const prepare = preparation(filter);
  const { undefinedItems = false } = filter;
  return guarded(node, (frame) => {
    const result = filter.run(prepare(input(frame)), args(frame), frame.run);
    frame.run.budget.made(result);
    if (undefinedItems) return (result as Value[]).map((item) => placedValue(item, frame.run.origin, node));
    return placedValue(result, frame.run.origin, node);
  });
}

const preparation = (plugin: Filter | Test): ((value: Value) => Value) => {
  if (plugin.unknownInput) return (value) => value;
  return plugin.undefinedInput ? (value) => (value instanceof Unknown ? use(value) : value) : use;
};

export function compileTest(node: Node<'test'> & Spot): Evaluate {
  const test = found(() => findPlugin(tests, node.name, 'test'));
  if (typeof test === 'function') return guarded(node, test);
  const input = test.written ? compileWritten(node.input) : compileExpression(node.input);
  const args = compileBound(test, node.args, `test '${node.name}'`);
  const prepare = preparation(test);
  return guarded(node, (frame) => {
    const result = test.run(prepare(input(frame)), args(frame), frame.run);
    frame.run.budget.checkTime();
    return result;
  });
}

export const globalFunction = (name: string, global: Global, run: Run): Callable =>
  new Callable(name, (args, named) => global.run(bind(global, args, named, `${name}()`), run));

/** `callee(…)`: a method of a value, a function of ours, or a macro. Nothing else can be called. */
export function compileCall(node: Node<'call'> & Spot): Evaluate {
  const { callee } = node;
  const args = compileArguments(node.args);
  if (callee.kind === 'attribute') return compileMethodCall(callee, args, node);
  if (callee.kind === 'name' && Object.hasOwn(globals, callee.name)) return compileGlobalCall(callee.name, args, node);
  const value = compileExpression(callee);
  return guarded(node, (frame) => invoke(value(frame), args.positional(frame), args.named(frame)));
}

function compileGlobalCall(name: string, args: CompiledArguments, node: Spot): Evaluate {
  const global = globals[name]!;
  return guarded(node, (frame) => {
    const own = frame.get(name);
    if (own !== undefined) return invoke(own, args.positional(frame), args.named(frame));
    const result = global.run(bind(global, args.positional(frame), args.named(frame), `${name}()`), frame.run);
    return placedValue(frame.run.budget.made(result), frame.run.origin, node);
  });
}

function compileMethodCall(callee: Node<'attribute'> & Spot, args: CompiledArguments, node: Spot): Evaluate {
  const object = compileExpression(callee.object);
  const { name } = callee;
  return guarded(node, (frame) => {
    const self = object(frame);
    if (self instanceof Unknown) return unknown;
    use(self);
    const methods = methodsOf(self);
    const method = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method)
      return frame.run.budget.made(
        method.run(self, bind(method, args.positional(frame), args.named(frame), `${name}()`)),
      );
    if (!(self instanceof Thing) && !isDict(self)) throw noMethod(self, name, Object.keys(methods ?? {}));
    return invoke(
      attributeOf(self, name, frame, callee as Expression & Spot),
      args.positional(frame),
      args.named(frame),
    );
  });
}

function noMethod(self: Value, name: string, known: readonly string[]): Fault {
  const near = nearest(name, known);
  return new Fault(`'${typeName(self)}' has no method '${name}'`, {
    hint: near === undefined ? undefined : `did you mean '${near}'?`,
  });
}

/** Calls a value that is callable. */
export function invoke(value: Value, args: readonly Value[], named: Named): Value {
  if (value instanceof Unknown) return unknown;
  use(value);
  const callable = value instanceof Thing && !(value instanceof Callable) ? value.attribute('__call__') : value;
  if (!(callable instanceof Callable)) throw new Fault(`'${typeName(value)}' cannot be called`);
  return callable.call(args, named);
}
