import { randomInt } from 'node:crypto';
import { product, subelements, zip } from '../filters/combinations.ts';
import { asDict } from '../filters/dicts.ts';
import { asText } from '../filters/read.ts';
import type { Lookup, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { dictEntries, dictGet, isDict, newDict } from '../python/dict.ts';
import { Fault, tuple, use, type Value } from '../python/types.ts';

/** Lists among the values dissolved, one level deep. */
const flattenOnce = (values: readonly Value[]): Value[] =>
  values.flatMap((value) => (Array.isArray(use(value)) ? [...(value as Value[])] : [value]));

const flattenAll = (values: readonly Value[]): Value[] =>
  values.flatMap((value) => (Array.isArray(use(value)) ? flattenAll(value as Value[]) : value === null ? [] : [value]));

const listOf = (value: Value): readonly Value[] => (Array.isArray(use(value)) ? (value as Value[]) : [value]);

const simple = (description: string, run: (terms: readonly Value[]) => readonly Value[]): Lookup => ({
  description,
  run,
});

function nested(terms: readonly Value[]): Value[] {
  if (terms.length === 0) throw new Fault('at least one list is needed');
  return product(terms.map(listOf)).map(flattenOnce);
}

function pairsWithin([items, path, flags]: readonly Value[]): Value[] {
  if (items === undefined || path === undefined)
    throw new Fault('a list and the key of a list inside its elements are needed');
  const skipMissing =
    flags !== undefined && isTruthy(dictGet(asDict(flags, 'the third term'), 'skip_missing') ?? false);
  const elements = isDict(use(items))
    ? dictEntries(items as Parameters<typeof dictEntries>[0]).map(([, value]) => value)
    : listOf(items);
  const wanted = elements.filter((element) => !(isDict(element) && isTruthy(dictGet(element, 'skipped') ?? false)));
  const keys = asText(path).split('.');
  return subelements(wanted, asText(path), skipMissing).map((pair) => {
    const [element, part] = pair as readonly Value[];
    return tuple(without(element, keys), part);
  });
}

/** The element without the list that was walked over. */
function without(element: Value, [key, ...rest]: readonly string[]): Value {
  if (!isDict(element) || key === undefined) return element;
  const entries = dictEntries(element);
  if (rest.length === 0) return newDict(entries.filter(([name]) => name !== key));
  return newDict(entries.map(([name, member]) => [name, name === key ? without(member, rest) : member]));
}

function together(terms: readonly Value[]): Value[] {
  if (terms.length === 0) throw new Fault('at least one list is needed');
  const columns = terms.map(listOf);
  return zip(columns, Math.max(...columns.map(({ length }) => length)), null).map((row) => flattenOnce(row as Value[]));
}

/** Lookups that arrange values; also what `with_items` and its kin loop over. */
export const listLookups: Table<Lookup> = {
  items: simple('the values, lists among them dissolved one level deep', flattenOnce),
  list: simple('the values as they are', (terms) => terms),
  flattened: simple('the values, lists among them dissolved', flattenAll),
  indexed_items: simple('pairs of a position and the value there', (terms) =>
    flattenOnce(terms).map((item, index) => [index, item]),
  ),
  nested: simple('every way to take one element of each list', nested),
  cartesian: simple('every way to take one element of each list', nested),
  together: simple('the first elements of all lists, then the second ones …', together),
  subelements: simple('pairs of an element and each part of a list inside it', pairsWithin),
  random_choice: simple('one of the values at random', (terms) =>
    terms.length === 0 ? [] : [terms[randomInt(terms.length)]],
  ),
  dict: simple('keys and values of dicts', (terms) =>
    flattenOnce(terms).flatMap((term) =>
      dictEntries(asDict(term, 'every term')).map(([key, value]) =>
        newDict([
          ['key', key],
          ['value', value],
        ]),
      ),
    ),
  ),
};
