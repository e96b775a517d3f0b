import { iterate } from '../python/sequence.ts';
import { joinedText } from '../python/size.ts';
import { toText } from '../python/text.ts';
import { Callable, Fault, Thing, UnknownReached, unknown, use, type Value } from '../python/types.ts';
import type { Body, Statement, StatementOf } from '../syntax/ast.ts';
import { compileExpression } from './expression.ts';
import { Frame } from './frame.ts';
import { maxNesting } from './run.ts';
import { compileBody, type Execute, placed } from './statement.ts';

/** Another template's names: what `import` gives. */
class Module extends Thing {
  readonly typeName = 'template';
  readonly #names: ReadonlyMap<string, Value>;
  constructor(names: ReadonlyMap<string, Value>) {
    super();
    this.#names = names;
  }
  override attribute(name: string): Value | undefined {
    return name.startsWith('_') ? undefined : this.#names.get(name);
  }
}

/** Finds the first of the named files that exists and loads it. */
function load(names: Value, frame: Frame) {
  if (frame.run.nesting >= maxNesting)
    throw new Fault(`templates include each other more than ${maxNesting} levels deep`);
  const candidates = Array.isArray(use(names)) ? iterate(names) : [names];
  let failure: unknown = new Fault('no template is named');
  for (const name of candidates) {
    try {
      return frame.run.loadFile(frame.run.host.findFile('templates', toText(use(name))), frame.run.host, {
        withoutLastNewline: true,
      });
    } catch (error) {
      if (error instanceof UnknownReached) throw error;
      failure = error;
    }
  }
  throw failure;
}

export function compileInclude(statement: StatementOf<'include'>): Execute {
  const name = compileExpression(statement.template);
  return placed(statement, (frame, out) => {
    const names = name(frame);
    let file: ReturnType<typeof load>;
    try {
      file = load(names, frame);
    } catch (error) {
      if (statement.ignoreMissing && !(error instanceof UnknownReached)) return undefined;
      throw error;
    }
    const inner = new Frame(frame.run.within(file.origin), statement.withContext ? frame : undefined);
    file.compiled.execute(inner, out);
    return undefined;
  });
}

export function compileImport(statement: StatementOf<'import'>): Execute {
  const name = compileExpression(statement.template);
  return placed(statement, (frame) => {
    const file = load(name(frame), frame);
    const inner = new Frame(frame.run.within(file.origin), statement.withContext ? frame : undefined);
    file.compiled.execute(inner, []);
    const names = inner.names ?? new Map<string, Value>();
    if (typeof statement.as === 'string') frame.set(statement.as, new Module(names));
    else
      for (const [from, as] of statement.as) {
        const value = names.get(from);
        if (value === undefined) throw new Fault(`the template has no '${from}'`);
        frame.set(as, value);
      }
    return undefined;
  });
}

/** A block's bodies, the child's first; each knows the run of the file it was written in. */
interface Layered {
  readonly execute: Execute;
  readonly run: Frame['run'];
}

/** Blocks that children of an `extends` chain define, by name. Kept under a name no template can write. */
const blocksOf = (frame: Frame): Map<string, Layered[]> | undefined =>
  frame.get(' blocks') as Map<string, Layered[]> | undefined;

export function compileBlock(statement: StatementOf<'block'>): Execute {
  const own = compileBody(statement.body);
  return placed(statement, (frame, out) => {
    const layers = [...(blocksOf(frame)?.get(statement.name) ?? []), { execute: own, run: frame.run }];
    runLayer(layers, 0, frame, out);
    return undefined;
  });
}

function runLayer(layers: readonly Layered[], index: number, frame: Frame, out: string[]): void {
  const layer = layers[index]!;
  const inner = new Frame(layer.run, frame);
  inner.set(
    'super',
    new Callable('super', () => {
      if (index + 1 >= layers.length) throw new Fault("there is no parent block for 'super()'");
      const text: string[] = [];
      try {
        runLayer(layers, index + 1, frame, text);
      } catch (error) {
        if (error instanceof UnknownReached) return unknown;
        throw error;
      }
      return joinedText(text);
    }),
  );
  layer.execute(inner, out);
}

/**
 * Runs the parent with the blocks of this template in place of its own. Everything the child has printed so far is dropped, as what
 * stands outside of its blocks does not count.
 */
export function compileExtends(statement: StatementOf<'extends'>): Execute {
  const name = compileExpression(statement.template);
  return placed(statement, (frame) => {
    frame.set(' parent', load(name(frame), frame));
    return undefined;
  });
}

/** Runs a template that extends another: its own statements for their names, then the parent's text. */
export function compileChild(body: Body): Execute {
  const blocks = body.filter((part): part is Statement & { kind: 'block' } => part.kind === 'block');
  const compiled = blocks.map(({ name, body: content }) => [name, compileBody(content)] as const);
  const setup = compileBody(body.filter(({ kind }) => kind !== 'block'));
  return (frame, out) => {
    setup(frame, []);
    const parent = frame.get(' parent') as ReturnType<typeof load> | undefined;
    if (!parent) return undefined;
    const layers = new Map(blocksOf(frame));
    for (const [name, execute] of compiled)
      layers.set(name, [...(layers.get(name) ?? []), { execute, run: frame.run }]);
    const inner = new Frame(frame.run.within(parent.origin), frame);
    inner.set(' blocks', layers);
    inner.set(' parent', null);
    parent.compiled.execute(inner, out);
    return undefined;
  };
}
