/**
 * Anything a template can hold: null, boolean, number, bigint (beyond 2^53), string, array, dict (see `dict.ts`) and the classes
 * of this file. Anything else is opaque: templates can pass it on, not look into it.
 */
export type Value = unknown;

/** Stands for a value AWS assigns, wherever it is not known yet. Every operator, filter and test passes it on. */
export class Unknown {
  /** What `value.key` and `value[key]` give; whoever wants to know where a value comes from overrides it. */
  member(_key: Value): Value {
    return this;
  }
  toString(): string {
    return '(known after apply)';
  }
  toJSON(): string {
    return '(known after apply)';
  }
}

export const unknown = new Unknown();

/** A float whose value is integral, so that `10 / 2` prints `5.0`. Other floats are plain numbers. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  valueOf(): number {
    return this.value;
  }
  toJSON(): number {
    return this.value;
  }
}

/** The number as Python's float. */
export const float = (value: number): number | Float => (Number.isInteger(value) ? new Float(value) : value);

/** Python's tuple: a list that prints with parentheses and that `%` spreads. */
export class Tuple extends Array<Value> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

export const tuple = (...items: readonly Value[]): Tuple => Tuple.from(items) as Tuple;

/** A tuple whose items have names too, as those of `groupby` have. */
export class NamedTuple extends Tuple {
  names: readonly string[] = [];
  static make(entries: Readonly<Record<string, Value>>): NamedTuple {
    const made = NamedTuple.from(Object.values(entries)) as NamedTuple;
    made.names = Object.keys(entries);
    return made;
  }
}

/** The placeholder behind `default(omit)`: a parameter with this value counts as not given. */
export class Omit {
  toJSON(): string {
    return '(omitted)';
  }
}

export const omit = new Omit();

/** What a missing name, key or element gives: harmless to test or replace, an error to use. */
export class Undefined {
  readonly name: string;
  readonly #error: () => Error;
  constructor(name: string, error: () => Error) {
    this.name = name;
    this.#error = error;
  }
  /** The error that using it raises. */
  error(): Error {
    return this.#error();
  }
}

/** A template-made thing with attributes of its own: `loop`, a namespace, a macro, a date. */
export abstract class Thing {
  abstract readonly typeName: string;
  /** The attribute, or undefined when it has none of that name. */
  attribute(_name: string): Value | undefined {
    return undefined;
  }
  /** What `str()` gives. */
  text(): string {
    return `<${this.typeName}>`;
  }
}

/** Keyword arguments of a call. */
export type Named = ReadonlyMap<string, Value>;
export const noneNamed: Named = new Map();

/** A function that templates can call. Nothing else is callable. */
export class Callable extends Thing {
  readonly typeName = 'function';
  readonly name: string;
  readonly call: (args: readonly Value[], named: Named) => Value;
  constructor(name: string, call: (args: readonly Value[], named: Named) => Value) {
    super();
    this.name = name;
    this.call = call;
  }
  override text(): string {
    return `<function ${this.name}>`;
  }
}

/** An error of an operation on values, before anyone knows where in the template it happened. */
export class Fault extends Error {
  readonly hint: string | undefined;
  readonly code: string;
  constructor(message: string, { hint, code = 'template' }: { hint?: string | undefined; code?: string } = {}) {
    super(message);
    this.hint = hint;
    this.code = code;
  }
}

/**
 * Thrown when an operation needs a value that is known only after apply; the operator, filter or test around it then gives
 * `unknown`. One instance: it is control flow and needs no stack.
 */
export class UnknownReached extends Error {}
const reached = new UnknownReached('known after apply');

/** The value, when it can be worked with: raises for an undefined one, leaves the operation for an unknown one. */
export function use(value: Value): Value {
  if (value instanceof Undefined) throw value.error();
  if (value === unknown || value instanceof Unknown) throw reached;
  return value;
}
