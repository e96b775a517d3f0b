import type { Diagnostic, Place } from '../diagnostics.ts';
import { failure } from './compile/frame.ts';
import { Run } from './compile/run.ts';
import { runLookupIn } from './globals/lookup.ts';
import { lookups } from './lookups/index.ts';
import { originOf, type SourceOptions } from './origin.ts';
import { Fault, type Named, type Unknown, UnknownReached, unknown, type Value } from './python/types.ts';
import { lookUp, unknownPlugin } from './registry.ts';
import type { Scope } from './scope.ts';
import { loadFile } from './template.ts';

/**
 * What the lookup of that name finds for these terms: what `with_<name>` loops over. Unknown when a term that decides is known only
 * after apply. Throws a PlayError, at `place` when it is given.
 */
export function runLookup(
  name: string,
  terms: readonly Value[],
  named: Named,
  scope: Scope,
  { place }: Pick<SourceOptions, 'place'> = {},
): readonly Value[] | Unknown {
  const origin = originOf({ place });
  try {
    return runLookupIn(name, terms, named, new Run(scope, origin, loadFile));
  } catch (error) {
    if (error instanceof UnknownReached) return unknown;
    if (error instanceof Fault)
      throw failure(
        error,
        origin,
        { at: 0, width: place?.width ?? 1 },
        error.code === 'template' ? `with_${name}` : '',
      );
    throw error;
  }
}

/** What is wrong with the name of a lookup in `with_<name>`; undefined when there is such a lookup. */
export function lookupProblem(name: string, place: Place): Diagnostic | undefined {
  if (lookUp(lookups, name)) return undefined;
  const { message, code, hint } = unknownPlugin(lookups, name, 'lookup');
  return { code, message, place, ...(hint === undefined ? {} : { hint }) };
}
