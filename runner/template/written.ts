import { isDict } from './python/dict.ts';
import type { Value } from './python/types.ts';
import type { Scope } from './scope.ts';

/** A value as written in a YAML file: plain data in which text with braces is a `Rendered`. */
export type Written = unknown;

/** What stands in written data where a template was written. A `Template`, or a `Vaulted` value; lazy values know no more of it than this. */
export abstract class Renderable {
  /** Its value, which may be undefined or hold members that are rendered when used. */
  abstract value(scope: Scope): Value;
  /** It stands for one value whatever the scope is. */
  readonly isValue: boolean = false;

  /** Its value as those outside of templates get it. */
  outside(scope: Scope): Value {
    return this.value(scope);
  }
}

const knownPlain = new WeakSet<object>();

/** Whether a template stands anywhere inside. Written data does not change, so the answer is remembered where it is no. */
export function hasTemplates(value: Written): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Renderable) return true;
  if (knownPlain.has(value)) return false;
  const found = Array.isArray(value)
    ? value.some(hasTemplates)
    : value instanceof Map
      ? [...value.values()].some(hasTemplates)
      : isDict(value) && Object.values(value).some(hasTemplates);
  if (!found) knownPlain.add(value);
  return found;
}
