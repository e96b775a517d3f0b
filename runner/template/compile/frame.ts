import type { Place } from '../../diagnostics.ts';
import { PlayError } from '../../diagnostics.ts';
import { Blank, Fault, Undefined, UnknownReached, unknown, type Value } from '../python/types.ts';
import type { Run } from './run.ts';

/** Names bound inside the template (`set`, `for`, macro parameters), innermost first; beyond the last one lies the scope. */
export class Frame {
  readonly run: Run;
  readonly parent: Frame | undefined;
  names: Map<string, Value> | undefined;
  /** False inside a template that is included or imported without context: it sees no variables but its own. */
  readonly variables: boolean;
  constructor(run: Run, parent?: Frame, { variables = parent?.variables ?? true } = {}) {
    this.run = run;
    this.parent = parent;
    this.variables = variables;
  }

  set(name: string, value: Value): void {
    this.names ??= new Map();
    this.names.set(name, value);
  }

  /** The value of a name, undefined (JavaScript's) when nothing defines it. */
  get(name: string): Value | undefined {
    for (let frame: Frame | undefined = this; frame; frame = frame.parent) {
      const value = frame.names?.get(name);
      if (value !== undefined) return value;
    }
    return this.variables ? this.run.scope.get(name) : undefined;
  }

  /** Whether the template itself binds the name. */
  isLocal(name: string): boolean {
    for (let frame: Frame | undefined = this; frame; frame = frame.parent) if (frame.names?.has(name)) return true;
    return false;
  }
}

export type Evaluate = (frame: Frame) => Value;

/** Where something stands in the template's text. */
export interface Spot {
  readonly at: number;
  readonly width: number;
}

/** Tells places in the source that a template's text came from. */
export interface Origin {
  place(at: number, width: number): Place | undefined;
}

/** Gives the evaluation's errors their place, and turns "needs an unknown value" into an unknown result. */
export function guarded(spot: Spot, run: Evaluate, what = ''): Evaluate {
  return (frame) => {
    try {
      return run(frame);
    } catch (error) {
      if (error instanceof UnknownReached) return unknown;
      throw located(error, frame.run.origin, spot, what);
    }
  };
}

/** The error with a place; errors that have one, and our own bugs, are left as they are. */
export function located(error: unknown, origin: Origin, spot: Spot, what = ''): unknown {
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return failure(new Fault('the template goes round in circles, or is nested too deeply'), origin, spot);
  if (error instanceof RangeError && /invalid (?:string|array|count)|bigint/i.test(error.message))
    return failure(new Fault('the value is too large'), origin, spot);
  if (error instanceof Fault) return failure(error, origin, spot, what);
  return error instanceof PlayError && !error.place ? withPlace(error, origin.place(spot.at, spot.width)) : error;
}

/** An error of the world outside of templates (a file that is not there, a circle of variables) is reported where it was met. */
function withPlace(error: PlayError, place: Place | undefined): PlayError {
  if (!place) return error;
  const { code, message, hint, cause } = error;
  return new PlayError({ code, message, place, ...(hint === undefined ? {} : { hint }), cause });
}

/** The same value; when it is an undefined one that does not know its place, it gets this one. */
export function placedValue(value: Value, origin: Origin, spot: Spot): Value {
  if (!(value instanceof Undefined) || value instanceof Blank) return value;
  return new Undefined(value.name, () => located(value.error(), origin, spot) as Error);
}

export function failure(fault: Fault, origin: Origin, { at, width }: Spot, what = ''): PlayError {
  const place = origin.place(at, width);
  return new PlayError({
    code: fault.code,
    message: what === '' ? fault.message : `${what}: ${fault.message}`,
    ...(place ? { place } : {}),
    ...(fault.hint === undefined ? {} : { hint: fault.hint }),
    cause: fault,
  });
}

/** An undefined value that knows its name and place; the hint is worked out only when it is used. */
export function missing(
  name: string,
  message: string,
  origin: Origin,
  spot: Spot,
  hint: () => string | undefined = () => undefined,
): Undefined {
  return new Undefined(name, () =>
    failure(new Fault(message, { code: 'variable-undefined', hint: hint() }), origin, spot),
  );
}
