import type { Value } from '../python/types.ts';
import type { Scope } from '../scope.ts';

/** All variables of a scope as a dict whose members are rendered on access: what `vars` gives. */
export function variablesDict(scope: Scope): Value {
  const dict = {};
  for (const name of scope.names())
    Object.defineProperty(dict, name, {
      enumerable: true,
      configurable: true,
      get: () => scope.get(name),
    });
  return dict;
}
