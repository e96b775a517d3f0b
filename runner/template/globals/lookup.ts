import { lookups } from '../lookups/index.ts';
import type { Context, Global, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { toText } from '../python/text.ts';
import { Fault, type Named, Undefined, UnknownReached, use, type Value } from '../python/types.ts';
import { findPlugin } from '../registry.ts';

/** Runs a lookup and gives the list it found. */
export function runLookupIn(name: string, terms: readonly Value[], named: Named, context: Context): readonly Value[] {
  const lookup = findPlugin(lookups, name, 'lookup');
  const known = new Map<string, Value>(lookup.options);
  for (const [option, value] of named) {
    if (!known.has(option) && !lookup.named)
      throw new Fault(`lookup '${name}' has no option '${option}'`, {
        hint: known.size > 0 ? `it knows: ${[...known.keys()].join(', ')}` : undefined,
      });
    known.set(option, value);
  }
  return lookup.run(terms, known, context);
}

type Behaviour = 'strict' | 'warn' | 'ignore';

/** `lookup` gives one value or joined text where `query` gives the list. */
function looksUp(asList: boolean): Global['run'] {
  return ([name, terms, named], context) => {
    const options = new Map(named as Named);
    const behaviour = toText(options.get('errors') ?? 'strict') as Behaviour;
    const wantList = isTruthy(options.get('wantlist') ?? asList);
    for (const own of ['errors', 'wantlist']) options.delete(own);
    const lookupName = toText(use(name));
    try {
      const found = runLookupIn(lookupName, terms as readonly Value[], options, context);
      return wantList ? [...found] : joined(found);
    } catch (error) {
      if (behaviour === 'strict' || error instanceof UnknownReached || isUnknownLookup(error))
        throw inLookup(error, lookupName);
      return wantList ? [] : null;
    }
  };
}

const isUnknownLookup = (error: unknown) => error instanceof Fault && error.code === 'lookup-unknown';

const inLookup = (error: unknown, name: string): unknown =>
  error instanceof Fault && error.code === 'template'
    ? new Fault(`lookup '${name}': ${error.message}`, { hint: error.hint })
    : error;

/** One value stays itself, texts are joined with commas, anything else (also nothing) is the list. */
function joined(found: readonly Value[]): Value {
  if (found.length === 1 || found.some((value) => value instanceof Undefined))
    return found.length === 1 ? found[0] : [...found];
  for (const value of found) use(value);
  return found.length > 0 && found.every((value) => typeof value === 'string') ? found.join(',') : [...found];
}

export const lookupGlobals: Table<Global> = {
  lookup: {
    description: 'what a lookup finds: one value, or several joined with commas',
    params: ['name'],
    rest: true,
    named: true,
    run: looksUp(false),
  },
  query: {
    description: 'what a lookup finds, always as a list',
    params: ['name'],
    rest: true,
    named: true,
    run: looksUp(true),
  },
  q: { description: 'short for query', params: ['name'], rest: true, named: true, run: looksUp(true) },
};
