import type { Context } from '../plugin.ts';
import { dictGet, isDict } from '../python/dict.ts';
import { isNumber, numeric } from '../python/number.ts';
import { toText, typeName } from '../python/text.ts';
import { Fault, NamedTuple, Thing, Undefined, Unknown, use, type Value } from '../python/types.ts';

/** The value as text, as `str()` gives it. */
export const asText = (value: Value): string => toText(use(value));

/** A value that must be text already. */
export function mustBeText(value: Value, what: string): string {
  use(value);
  if (typeof value !== 'string') throw new Fault(`${what} must be text, not ${typeName(value)}`);
  return value;
}

/** The value as JavaScript's number; it must be one already. */
export function asNumber(value: Value, what = 'the value'): number {
  use(value);
  if (!isNumber(value))
    throw new Fault(`${what} must be a number, not ${typeName(value)}`, { hint: 'convert it with | int or | float' });
  return numeric(value);
}

/** A list that must be one already. */
export function asList(value: Value, what = 'the value'): readonly Value[] {
  use(value);
  if (!Array.isArray(value)) throw new Fault(`${what} must be a list, not ${typeName(value)}`);
  return value;
}

/** Reads `a.b.0` from each value: what `map(attribute=…)`, `sort(attribute=…)` and the like go by. */
export function attributeReader(path: Value, fallback?: Value): (value: Value) => Value {
  use(path);
  const steps =
    typeof path === 'string' ? path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)) : [path];
  return (value) => {
    let current = value;
    for (const step of steps) {
      current = current instanceof Unknown ? current.member(step) : stepInto(current, step);
      if (current instanceof Undefined) return fallback === undefined ? current : fallback;
    }
    return current;
  };
}

function stepInto(value: Value, step: Value): Value {
  if (value instanceof Undefined) return value;
  const found = member(value, step);
  return found === undefined ? noMember(value, step) : found;
}

function member(value: Value, step: Value): Value | undefined {
  if (isDict(value)) {
    const found = dictGet(value, step);
    return found === undefined && typeof step === 'number' ? dictGet(value, String(step)) : found;
  }
  if (value instanceof NamedTuple && typeof step === 'string') return value[value.names.indexOf(step)];
  if ((Array.isArray(value) || typeof value === 'string') && typeof step === 'number') return value[step];
  return value instanceof Thing && typeof step === 'string' ? value.attribute(step) : undefined;
}

export const noMember = (value: Value, step: Value): Undefined =>
  new Undefined(
    typeof step === 'string' ? step : '',
    () =>
      new Fault(`'${typeName(value)}' has no ${Array.isArray(value) ? 'element' : 'key'} ${toText(step, 'repr')}`, {
        code: 'variable-undefined',
        hint: "give | default(…), or leave such elements out with | selectattr('…', 'defined')",
      }),
  );

/** `value[key]` for filters. */
export function itemOrUndefined(value: Value, key: Value): Value {
  use(value);
  return stepInto(value, use(key));
}

/** Text compares without its case unless asked otherwise. */
export const caseless =
  (caseSensitive: boolean) =>
  (value: Value): Value =>
    typeof value === 'string' && !caseSensitive ? value.toLowerCase() : value;

/** Calls a test that a filter was given by name, or plain truth without one. */
export function chosenTest(
  [name, ...args]: readonly Value[],
  named: ReadonlyMap<string, Value>,
  context: Context,
  truth: (value: Value) => boolean,
): (value: Value) => boolean {
  if (name === undefined) return truth;
  const test = asText(name);
  return (value) => context.test(test, value, args, named);
}
