import { PlayError } from '../../diagnostics.ts';
import { iterate } from '../python/sequence.ts';
import { joinedText } from '../python/size.ts';
import { toText } from '../python/text.ts';
import { Fault, Thing, use, type Value } from '../python/types.ts';
import type { StatementOf } from '../syntax/ast.ts';
import { compileExpression } from './expression.ts';
import { Frame, missing } from './frame.ts';
import { maxNesting } from './run.ts';
import { type Execute, placed } from './statement.ts';

/** Another template's names: what `import` gives. */
class Module extends Thing {
  readonly typeName = 'template';
  readonly #names: ReadonlyMap<string, Value>;
  readonly #text: string;
  constructor(names: ReadonlyMap<string, Value>, text: string) {
    super();
    this.#names = names;
    this.#text = text;
  }
  override text(): string {
    return this.#text;
  }
  override attribute(name: string): Value | undefined {
    return name.startsWith('_') ? undefined : this.#names.get(name);
  }
}

/** The file that a value names, or the first of several that exists. */
function find(names: Value, frame: Frame): string {
  const candidates = Array.isArray(use(names)) ? iterate(names).map((name) => toText(use(name))) : [toText(names)];
  let failure: unknown = new NotFound('no template is named');
  for (const name of candidates) {
    try {
      return frame.run.host.findFile('templates', name);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Where there is no template to look for. */
class NotFound extends Fault {}

/** Reads and compiles a template that another one names. */
export function load(names: Value, frame: Frame) {
  return loadFound(find(names, frame), frame);
}

function loadFound(file: string, frame: Frame) {
  if (frame.run.nesting >= maxNesting)
    throw new Fault(`templates include each other more than ${maxNesting} levels deep`);
  return frame.run.loadFile(file, frame.run.host);
}

/** The frame of another file: what is set here can be read there only with context. */
const frameOf = (file: ReturnType<typeof load>, frame: Frame, withContext: boolean): Frame =>
  withContext
    ? new Frame(frame.run.within(file.origin), frame)
    : new Frame(frame.run.within(file.origin), undefined, { variables: false });

export function compileInclude(statement: StatementOf<'include'>): Execute {
  const name = compileExpression(statement.template);
  return placed(statement, (frame, out) => {
    const names = use(name(frame));
    let path: string;
    try {
      path = find(names, frame);
    } catch (error) {
      if (statement.ignoreMissing && (error instanceof PlayError || error instanceof NotFound)) return undefined;
      throw error;
    }
    const file = loadFound(path, frame);
    file.compiled.execute(frameOf(file, frame, statement.withContext), out);
    return undefined;
  });
}

export function compileImport(statement: StatementOf<'import'>): Execute {
  const name = compileExpression(statement.template);
  return placed(statement, (frame) => {
    const file = load(name(frame), frame);
    const inner = frameOf(file, frame, statement.withContext);
    const text: string[] = [];
    file.compiled.execute(inner, text);
    const names = inner.names ?? new Map<string, Value>();
    if (typeof statement.as === 'string') frame.set(statement.as, new Module(names, joinedText(text)));
    else
      for (const [from, as] of statement.as) {
        const value = names.get(from);
        frame.set(as, value ?? missing(from, `the imported template has no '${from}'`, frame.run.origin, statement));
      }
    return undefined;
  });
}
