import { filters } from '../filters/index.ts';
import { bind, type Context, type RenderFileOptions } from '../plugin.ts';
import { type Named, noneNamed, use, type Value } from '../python/types.ts';
import { findPlugin } from '../registry.ts';
import type { Scope, TemplateHost } from '../scope.ts';
import { tests } from '../tests/index.ts';
import { Budget } from './budget.ts';
import type { Origin } from './frame.ts';
import type { Compiled } from './template.ts';

export type LoadFile = (
  file: string,
  host: TemplateHost,
  options?: RenderFileOptions,
) => { readonly compiled: Compiled; readonly origin: Origin };

/** Macro calls, includes and recursive loops that may be open at once. */
export const maxNesting = 100;

/** One evaluation of one template: what every part of it shares. */
export class Run implements Context {
  readonly scope: Scope;
  readonly origin: Origin;
  readonly loadFile: LoadFile;
  readonly budget: Budget;
  /** Open macro calls, includes and recursive loops. */
  nesting = 0;

  constructor(scope: Scope, origin: Origin, loadFile: LoadFile, budget = new Budget()) {
    this.scope = scope;
    this.origin = origin;
    this.loadFile = loadFile;
    this.budget = budget;
  }

  get host(): TemplateHost {
    return this.scope.host;
  }

  variable(name: string): Value | undefined {
    return this.scope.get(name);
  }

  filter(name: string, value: Value, args: readonly Value[] = [], named: Named = noneNamed): Value {
    this.budget.step();
    this.budget.checkTime();
    const filter = findPlugin(filters, name, 'filter');
    return filter.run(
      filter.undefinedInput || filter.unknownInput ? value : use(value),
      bind(filter, args, named, name),
      this,
    );
  }

  test(name: string, value: Value, args: readonly Value[] = [], named: Named = noneNamed): boolean {
    this.budget.step();
    this.budget.checkTime();
    const test = findPlugin(tests, name, 'test');
    return test.run(test.undefinedInput || test.unknownInput ? value : use(value), bind(test, args, named, name), this);
  }

  renderFile(file: string, variables: ReadonlyMap<string, Value>, options?: RenderFileOptions): Value {
    const { compiled, origin } = this.loadFile(file, this.host, options);
    return compiled.text(new Run(withVariables(this.scope, variables), origin, this.loadFile, this.budget));
  }

  /** The same evaluation inside another file. */
  within(origin: Origin, scope: Scope = this.scope): Run {
    const run = new Run(scope, origin, this.loadFile, this.budget);
    run.nesting = this.nesting + 1;
    return run;
  }
}

/** A scope with more variables in front. */
export const withVariables = (scope: Scope, variables: ReadonlyMap<string, Value>): Scope =>
  variables.size === 0
    ? scope
    : {
        host: scope.host,
        has: (name) => variables.has(name) || scope.has(name),
        get: (name) => (variables.has(name) ? variables.get(name) : scope.get(name)),
        written: (name) => (variables.has(name) ? undefined : scope.written?.(name)),
        names: () => new Set([...variables.keys(), ...scope.names()]),
        isSilent: scope.isSilent ?? false,
      };
