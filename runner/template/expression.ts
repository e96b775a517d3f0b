import { type Diagnostic, type Place, PlayError } from '../diagnostics.ts';
import { type Analysis, analyseExpression, type FreeVariable } from './analyse.ts';
import { type Condition, compileCondition, compileExpression } from './compile/expression.ts';
import { type Evaluate, Frame, failure, located, type Origin } from './compile/frame.ts';
import { Run } from './compile/run.ts';
import { force } from './lazy.ts';
import { originOf, type SourceOptions } from './origin.ts';
import { Undefined, type Unknown, UnknownReached, unknown, type Value } from './python/types.ts';
import type { Scope } from './scope.ts';
import type { Expression as Tree } from './syntax/ast.ts';
import { checkDepth } from './syntax/depth.ts';
import { parseExpression } from './syntax/expressions.ts';
import { asSyntaxFault, type SyntaxFault } from './syntax/lexer.ts';
import { loadFile } from './template.ts';
import { Renderable } from './written.ts';

/** A bare expression: `when`, `until`, `changed_when`, `failed_when`, `that`, `var`. Escapes in its texts are Python's. */
export class Expression extends Renderable {
  readonly text: string;
  readonly place: Place | undefined;
  readonly #origin: Origin;
  readonly #entry: Entry;

  constructor(text: string, options: SourceOptions = {}) {
    super();
    this.text = text;
    this.place = options.place;
    this.#origin = originOf({ ...options, source: text });
    this.#entry = entryOf(text);
  }

  /** Its value, rendered to the last leaf. Throws a PlayError with the place. */
  evaluate(scope: Scope): Value {
    try {
      return force(this, scope);
    } catch (error) {
      throw located(error, this.#origin, { at: 0, width: this.text.length });
    }
  }

  /** Whether it holds; unknown when that depends on a value known only after apply. */
  test(scope: Scope): boolean | Unknown {
    const { test } = this.#compiled();
    const run = new Run(scope, this.#origin, loadFile);
    try {
      return test(new Frame(run));
    } catch (error) {
      if (error instanceof UnknownReached) return unknown;
      throw located(error, this.#origin, { at: 0, width: this.text.length });
    }
  }

  /** Its value, in which members may be rendered when used; an `Undefined` where it needs something undefined. */
  value(scope: Scope): Value {
    const { evaluate } = this.#compiled();
    try {
      return evaluate(new Frame(new Run(scope, this.#origin, loadFile)));
    } catch (error) {
      if (error instanceof PlayError && error.code === 'variable-undefined') return new Undefined('', () => error);
      throw located(error, this.#origin, { at: 0, width: this.text.length });
    }
  }

  /** The variables it reads, each once; `guarded` where it copes with an undefined one. */
  freeVariables(): readonly FreeVariable[] {
    return this.#analysis()?.freeVariables(this.#origin) ?? [];
  }

  /** Names it makes sure of when it holds: `x is defined`. What follows in a list of conditions may rely on them. */
  assures(): ReadonlySet<string> {
    return this.#analysis()?.assures ?? new Set();
  }

  readsAnyVariable(): boolean {
    return this.#analysis()?.readsAnyVariable ?? false;
  }

  problems(): readonly Diagnostic[] {
    const { fault } = this.#entry;
    if (fault) return [failure(fault, this.#origin, fault)];
    return this.#analysis()?.problems(this.#origin) ?? [];
  }

  toJSON(): string {
    return this.text;
  }

  #compiled(): { evaluate: Evaluate; test: Condition } {
    const entry = this.#entry;
    if (!entry.tree) throw failure(entry.fault!, this.#origin, entry.fault!);
    entry.compiled ??= { evaluate: compileExpression(entry.tree), test: compileCondition(entry.tree) };
    return entry.compiled;
  }

  #analysis(): Analysis | undefined {
    const entry = this.#entry;
    if (entry.tree) entry.analysis ??= analyseExpression(entry.tree);
    return entry.analysis;
  }
}

interface Entry {
  readonly tree?: Tree;
  readonly fault?: SyntaxFault;
  compiled?: { evaluate: Evaluate; test: Condition };
  analysis?: Analysis;
}

const entries = new Map<string, Entry>();
const maxEntries = 10_000;

function entryOf(text: string): Entry {
  const known = entries.get(text);
  if (known) return known;
  if (entries.size >= maxEntries) entries.delete(entries.keys().next().value!);
  const entry = parsed(text);
  entries.set(text, entry);
  return entry;
}

function parsed(text: string): Entry {
  try {
    return { tree: checkDepth(parseExpression(text, false)) };
  } catch (error) {
    return { fault: asSyntaxFault(error) };
  }
}
