import type { Filter, Table } from '../plugin.ts';
import { compare, isTruthy } from '../python/compare.ts';
import { type Dict, dictEntries, dictGet, dictHas, dictSet, dictValues, isDict, newDict } from '../python/dict.ts';
import { iterate } from '../python/sequence.ts';
import { toText, typeName } from '../python/text.ts';
import { Fault, type Named, type Value } from '../python/types.ts';
import { asDict, combineAll } from './dicts.ts';
import { asList, asText } from './read.ts';
import { Seen } from './seen.ts';

function counter(value: Value): Value {
  const counts = new Map<Value, number>();
  const found = new Seen();
  for (const item of iterate(value)) {
    if (Array.isArray(item) || isDict(item)) throw new Fault(`a ${typeName(item)} cannot be counted`);
    if (found.add(item)) counts.set(item, 1);
    else {
      const same = counts.has(item) ? item : [...counts.keys()].find((key) => compare(key, item) === 0);
      counts.set(same, (counts.get(same) ?? 0) + 1);
    }
  }
  return newDict([...counts]);
}

function groupByAsDict(value: Value, [attribute]: readonly Value[]): Value {
  const seen = new Seen();
  return newDict(
    asList(value).map((item) => {
      const key = dictGet(asDict(item, 'every element'), attribute);
      if (key === undefined) throw new Fault(`an element has no key ${toText(attribute, 'repr')}: ${toText(item)}`);
      if (!seen.add(key))
        throw new Fault(`two elements have ${toText(key, 'repr')} under ${toText(attribute, 'repr')}`);
      return [key, item];
    }),
  );
}

/** The lists of dicts to merge: the value and the arguments, or the lists inside of one of them. */
function listsOf(values: readonly Value[]): readonly Value[][] {
  return values.flatMap((value) => {
    const list = asList(value, 'everything that is merged') as Value[];
    if (list.length === 0) return [];
    return list.every((item) => Array.isArray(item)) ? (list as Value[][]) : [list];
  });
}

function mergeTwo(low: readonly Value[], high: readonly Value[], index: string, named: Named): Value[] {
  const merged = newDict() as Dict;
  let byKey: Dict = merged;
  for (const item of [...low, ...high]) {
    const dict = asDict(item, 'every element of the lists');
    const key = dictGet(dict, index);
    if (key === undefined) continue;
    const before = dictGet(byKey, key);
    const after = before === undefined ? dict : combineAll([before, dict], named);
    if (typeof key === 'string' && dictHas(byKey, key)) dictSet(byKey, key, after);
    else byKey = newDict([...dictEntries(byKey), [key, after]]);
  }
  return dictValues(byKey).sort((a, b) => compare(dictGet(a as Dict, index), dictGet(b as Dict, index)));
}

function listsMergeBy(value: Value, [args, named]: readonly Value[]): Value {
  const terms = [value, ...(args as readonly Value[])];
  const index = terms.pop();
  if (terms.length === 0) throw new Fault('lists_mergeby needs the key to merge by');
  const lists = listsOf(terms);
  const [last = [], ...others] = [...lists].reverse();
  if (others.length === 0) return last;
  const key = asText(index);
  return others.reduce<Value[]>((high, low) => mergeTwo(low, high, key, named as Named), last);
}

type SetOperation = (a: readonly Value[], b: readonly Value[]) => readonly Value[];

const distinct = (values: readonly Value[]): Value[] => {
  const seen = new Seen();
  return values.filter((value) => seen.add(value));
};
const without: SetOperation = (a, b) => {
  const drop = new Seen(b);
  return a.filter((value) => !drop.has(value));
};

/** Operations on any number of lists; with `flatten` the lists inside of one. */
const setFilter = (description: string, operation: SetOperation): Filter => ({
  description,
  rest: true,
  named: true,
  run: (value, [args, named]) => {
    const flatten = isTruthy((named as Named).get('flatten') ?? false);
    const given = [value, ...(args as readonly Value[])];
    const lists = (flatten ? given.flatMap((list) => asList(list)) : given).map((list) => asList(list));
    const [first = [], ...rest] = lists;
    return distinct(rest.reduce<readonly Value[]>((a, b) => operation(a, b), distinct(first)));
  },
});

/** Filters that count, group and merge elements. */
export const groupFilters: Table<Filter> = {
  counter: { description: 'how often each element stands in the list', run: counter },
  dict_kv: {
    description: 'a dict with the value under one key',
    params: ['key'],
    run: (value, [key]) => newDict([[key, value]]),
  },
  groupby_as_dict: {
    description: 'a dict of the elements by one of their keys, which must differ',
    params: ['attribute'],
    run: groupByAsDict,
  },
  lists_mergeby: {
    description: 'lists of dicts merged, dicts with the same value of a key into one',
    rest: true,
    named: true,
    run: listsMergeBy,
  },
  lists_union: setFilter('the elements of all lists, each once', (a, b) => [...a, ...b]),
  lists_intersect: setFilter('the elements that all lists have, each once', (a, b) => {
    const keep = new Seen(b);
    return a.filter((value) => keep.has(value));
  }),
  lists_difference: setFilter('the elements of the first list that no other has, each once', without),
  lists_symmetric_difference: setFilter('the elements that only one of the lists has, each once', (a, b) => [
    ...without(a, b),
    ...without(b, a),
  ]),
};
