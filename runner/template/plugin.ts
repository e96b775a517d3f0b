import { Fault, type Named, type Value } from './python/types.ts';
import type { Scope, TemplateHost } from './scope.ts';

/** A parameter: its name when it is required, or its name and default. */
export type Param = string | readonly [name: string, fallback: Value];

/** What a filter, test, method or global takes. */
export interface Signature {
  readonly params?: readonly Param[];
  /** Takes any number of further positional arguments: a list in the slot after the parameters. */
  readonly rest?: boolean;
  /** Takes any further keyword arguments: a `Named` in the last slot. */
  readonly named?: boolean;
}

/** What a plug-in may use besides its arguments. */
export interface Context {
  readonly scope: Scope;
  readonly host: TemplateHost;
  filter(name: string, value: Value, args: readonly Value[], named: Named): Value;
  test(name: string, value: Value, args: readonly Value[], named: Named): boolean;
  /** The variable's value, undefined (JavaScript's) when nothing defines it; locals of the template included. */
  variable(name: string): Value | undefined;
  /** Renders a file as a template, with extra variables. */
  renderFile(file: string, variables: ReadonlyMap<string, Value>, options?: RenderFileOptions): Value;
}

export interface RenderFileOptions {
  readonly trimBlocks?: boolean;
  readonly lstripBlocks?: boolean;
}

/** `value | name(…)`. `args` holds one value per parameter, defaults filled in, then `rest`, then `named`. */
export interface Filter extends Signature {
  /** One line for `play doc --filters`. */
  readonly description: string;
  /** It sees an undefined input instead of failing. */
  readonly undefinedInput?: boolean;
  /** It sees an unknown input instead of passing it on. */
  readonly unknownInput?: boolean;
  /** It gives a list whose elements may be undefined. */
  readonly undefinedItems?: boolean;
  run(value: Value, args: readonly Value[], context: Context): Value;
}

/** `value is name(…)`. */
export interface Test extends Signature {
  readonly description: string;
  /** It looks at how a variable is written rather than at its value, where its input is one. */
  readonly written?: boolean;
  readonly undefinedInput?: boolean;
  readonly unknownInput?: boolean;
  run(value: Value, args: readonly Value[], context: Context): boolean;
}

/** `value.name(…)`. */
export interface Method extends Signature {
  run(self: Value, args: readonly Value[]): Value;
}

/** `name(…)`. */
export interface Global extends Signature {
  readonly description: string;
  run(args: readonly Value[], context: Context): Value;
}

/** `lookup('name', …)` and `with_name`. Gives a list; `lookup` joins it when it holds text. */
export interface Lookup {
  readonly description: string;
  /** Keyword options it knows, with their defaults. */
  readonly options?: readonly (readonly [name: string, fallback: Value])[];
  /** Any other keyword is taken too. */
  readonly named?: boolean;
  run(terms: readonly Value[], options: ReadonlyMap<string, Value>, context: Context): readonly Value[];
}

export type Table<T> = Readonly<Record<string, T>>;

/** Puts the arguments of a call into the order the plug-in declares, defaults filled in. */
export function bind(signature: Signature, args: readonly Value[], named: Named, what: string): readonly Value[] {
  const { params = [], rest = false } = signature;
  const bound: Value[] = [];
  for (const [index, param] of params.entries()) {
    const name = typeof param === 'string' ? param : param[0];
    if (index < args.length) {
      if (named.has(name)) throw new Fault(`${what} got two values for '${name}'`);
      bound.push(args[index]);
    } else if (named.has(name)) bound.push(named.get(name));
    else if (typeof param === 'string') throw new Fault(`${what} needs its argument '${name}'`);
    else bound.push(param[1]);
  }
  if (rest) bound.push(args.slice(params.length));
  else if (args.length > params.length) throw new Fault(tooMany(what, params.length, args.length));
  const extra = named.size > 0 ? extras(signature, named, what) : named;
  if (signature.named) bound.push(extra);
  return bound;
}

export const tooMany = (what: string, most: number, given: number): string =>
  `${what} takes ${most === 0 ? 'no argument' : `at most ${most} argument${most === 1 ? '' : 's'}`}, not ${given}`;

export const paramNames = ({ params = [] }: Signature): string[] =>
  params.map((param) => (typeof param === 'string' ? param : param[0]));

function extras(signature: Signature, named: Named, what: string): Named {
  const known = paramNames(signature);
  const extra = new Map([...named].filter(([name]) => !known.includes(name)));
  const [first] = extra.keys();
  if (first !== undefined && !signature.named)
    throw new Fault(`${what} has no argument '${first}'`, {
      hint: known.length > 0 ? `it takes: ${known.join(', ')}` : undefined,
    });
  return extra;
}
