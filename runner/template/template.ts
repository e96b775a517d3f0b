import { type Diagnostic, type Place, PlayError } from '../diagnostics.ts';
import { type Analysis, analyseTemplate, type FreeVariable } from './analyse.ts';
import { failure, located, type Origin } from './compile/frame.ts';
import { type LoadFile, Run } from './compile/run.ts';
import { type Compiled, compileTemplate } from './compile/template.ts';
import { force } from './lazy.ts';
import { originOf, type SourceOptions } from './origin.ts';
import { toText } from './python/text.ts';
import { Tuple, Undefined, type Value } from './python/types.ts';
import type { Scope } from './scope.ts';
import { checkDepth } from './syntax/depth.ts';
import { asSyntaxFault, type SyntaxFault } from './syntax/lexer.ts';
import { type Marks, usualMarks } from './syntax/segments.ts';
import { parseTemplate } from './syntax/statements.ts';
import { Renderable } from './written.ts';

export interface TemplateOptions extends SourceOptions {
  /**
   * `yaml`: text of a YAML scalar; backslashes inside `{{ '…' }}` are literal and a lone expression gives its value itself. `file`: a
   * template file; the result is text.
   */
  readonly kind: 'yaml' | 'file';
  /** Drop the newline after a `{% … %}`; Ansible's default is to do so. */
  readonly trimBlocks?: boolean;
  /** Drop the blanks between the start of a line and a `{% … %}`. */
  readonly lstripBlocks?: boolean;
  /** Other marks than `{{ }}`, `{% %}` and `{# #}`. */
  readonly marks?: Marks;
}

/**
 * Text with `{{ … }}`, `{% … %}` or `{# … #}` as written by the playbook's author. Text that is no instance of it is data: nothing
 * ever renders it. Parsed once for all templates of the same text, compiled on first use.
 */
export class Template extends Renderable {
  readonly text: string;
  readonly place: Place | undefined;
  readonly #kind: TemplateOptions['kind'];
  readonly #origin: Origin;
  readonly #entry: Entry;

  constructor(text: string, options: TemplateOptions) {
    super();
    this.text = text;
    this.place = options.place;
    this.#kind = options.kind;
    this.#origin = originOf({ ...options, source: text });
    this.#entry = entryOf(text, options);
  }

  /**
   * Its value, rendered to the last leaf: a lone `{{ expression }}` gives the expression's value, text around it makes text. Unknown
   * when an unknown value is printed or decided on. Throws a PlayError with the place.
   */
  render(scope: Scope): Value {
    try {
      return force(this, scope);
    } catch (error) {
      throw located(error, this.#origin, { at: 0, width: this.text.length });
    }
  }

  /** Its value, in which members may be rendered when used; an `Undefined` where it needs something undefined. */
  value(scope: Scope): Value {
    const run = new Run(scope, this.#origin, loadFile);
    const compiled = this.#compiled();
    try {
      return this.#kind === 'yaml' ? compiled.native(run) : compiled.text(run);
    } catch (error) {
      if (error instanceof PlayError && error.code === 'variable-undefined') return new Undefined('', () => error);
      throw error;
    }
  }

  /** A tuple is no YAML: where it is all a template gives, what is outside of templates gets its text, `(1, 2)`. */
  override outside(scope: Scope): Value {
    const value = this.value(scope);
    return value instanceof Tuple ? toText(value) : value;
  }

  /** The variables it reads, each once; `guarded` where it copes with an undefined one. */
  freeVariables(): readonly FreeVariable[] {
    return this.#analysis()?.freeVariables(this.#origin) ?? [];
  }

  /** Whether it reads variables by names that only a run can tell (`vars[name]`). */
  readsAnyVariable(): boolean {
    return this.#analysis()?.readsAnyVariable ?? false;
  }

  /** Mistakes that can be known without running it: syntax, unknown filters, tests, lookups and functions, wrong arguments. */
  problems(): readonly Diagnostic[] {
    if (this.#entry.fault) return [failure(this.#entry.fault, this.#origin, this.#entry.fault)];
    return this.#analysis()?.problems(this.#origin) ?? [];
  }

  toJSON(): string {
    return this.text;
  }

  #compiled(): Compiled {
    const { compiled, fault } = this.#entry;
    if (compiled) return compiled;
    throw failure(fault!, this.#origin, fault!);
  }

  #analysis(): Analysis | undefined {
    const entry = this.#entry;
    if (entry.compiled) entry.analysis ??= analyseTemplate(entry.compiled.body);
    return entry.analysis;
  }
}

/** What all templates of the same text and options share. */
interface Entry {
  readonly compiled?: Compiled;
  readonly fault?: SyntaxFault;
  analysis?: Analysis;
}

const entries = new Map<string, Entry>();
const maxEntries = 10_000;

function entryOf(text: string, options: TemplateOptions): Entry {
  const { kind, trimBlocks = true, lstripBlocks = false, marks = usualMarks } = options;
  const own = marks === usualMarks ? '' : JSON.stringify(marks);
  const key = `${kind}${trimBlocks ? 't' : ''}${lstripBlocks ? 'l' : ''}${own}:${text}`;
  const known = entries.get(key);
  if (known) return known;
  if (entries.size >= maxEntries) entries.delete(entries.keys().next().value!);
  const entry = parsed(text, { trimBlocks, lstripBlocks, marks, rawText: kind === 'yaml' });
  entries.set(key, entry);
  return entry;
}

function parsed(text: string, options: Parameters<typeof parseTemplate>[1]): Entry {
  try {
    return { compiled: compileTemplate(checkDepth(parseTemplate(text.replace(/(?:\r\n?|\n)$/, ''), options)), text) };
  } catch (error) {
    return { fault: asSyntaxFault(error) };
  }
}

/** Files that templates include, import or look up. */
export const loadFile: LoadFile = (file, host, options = {}) => {
  const text = host.readFile(file);
  const origin = originOf({ place: { file, line: 1, column: 1 }, source: text });
  const { compiled, fault } = entryOf(text, { kind: 'file', ...options });
  if (compiled) return { compiled, origin };
  throw failure(fault!, origin, fault!);
};
