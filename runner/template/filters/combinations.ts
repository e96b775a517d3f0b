import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { dictValues, isDict } from '../python/dict.ts';
import { wholeNumber } from '../python/number.ts';
import { iterate } from '../python/sequence.ts';
import { Fault, Tuple, tuple, Undefined, type Value } from '../python/types.ts';
import { asList, asText, attributeReader, itemOrUndefined } from './read.ts';

/** Results that a combination may have, and elements in all of them; more is a mistake. */
const maxResults = 1_000_000;
const maxElements = 2_000_000;

function limited(count: number, size: number): void {
  if (count > maxResults)
    throw new Fault(`${count} combinations are too many`, { hint: `at most ${maxResults} are allowed` });
  if (count * size > maxElements)
    throw new Fault(`${count} combinations of ${size} are too many`, {
      hint: `at most ${maxElements} elements are allowed`,
    });
}

/** Every way to take one element of each list. */
export function product(lists: readonly (readonly Value[])[]): Value[][] {
  limited(
    lists.reduce((count, list) => count * list.length, 1),
    lists.length,
  );
  return lists.reduce<Value[][]>((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);
}

/** How many ways there are to take so many of the items, in any order or in each. */
function countOf(items: number, size: number, ordered: boolean): number {
  let count = 1;
  for (let taken = 0; taken < size && count <= maxResults * maxResults; taken++)
    count = (count * (items - taken)) / (ordered ? 1 : taken + 1);
  return Math.round(count);
}

function choices(items: readonly Value[], size: number, ordered: boolean): Value[] {
  if (size < 0) throw new Fault('r must not be negative');
  if (size > items.length) return [];
  const found: Value[] = [];
  const walk = (chosen: readonly number[]) => {
    if (chosen.length === size) {
      found.push(Tuple.from(chosen, (index) => items[index]));
      return;
    }
    const first = ordered ? 0 : (chosen.at(-1) ?? -1) + 1;
    for (let index = first; index < items.length; index++) if (!chosen.includes(index)) walk([...chosen, index]);
  };
  limited(countOf(items.length, size, ordered), size);
  walk([]);
  return found;
}

const lists = (value: Value, others: Value): (readonly Value[])[] =>
  [value, ...(others as readonly Value[])].map(iterate);

export function zip(columns: readonly (readonly Value[])[], length: number, fill: Value): Value[] {
  return Array.from({ length }, (_, row) =>
    Tuple.from(columns, (column) => (row < column.length ? column[row] : fill)),
  );
}

/** Pairs of an element and each part of a list inside it. */
export function subelements(value: Value, path: Value, skipMissing: boolean): Value[] {
  const items = isDict(value) ? dictValues(value) : asList(value);
  const read = attributeReader(Array.isArray(path) ? path.map(asText).join('.') : path);
  return items.flatMap((item) => {
    const inner = read(item);
    if (inner instanceof Undefined && skipMissing) return [];
    if (inner instanceof Undefined) throw inner.error();
    if (inner === null && skipMissing) return [];
    return asList(inner, `the subelement ${asText(path)}`).map((part) => tuple(item, part));
  });
}

function extract(value: Value, [container, more]: readonly Value[]): Value {
  const keys = more === null ? [] : Array.isArray(more) ? more : [more];
  return [value, ...keys].reduce((current: Value, key) => itemOrUndefined(current, key), container);
}

/** Filters that combine lists. */
export const combinationFilters: Table<Filter> = {
  zip: {
    description: 'tuples of the elements of several lists, as long as the shortest',
    rest: true,
    run: (value, [others]) => {
      const columns = lists(value, others);
      return zip(columns, Math.min(...columns.map((column) => column.length)), null);
    },
  },
  zip_longest: {
    description: 'tuples of the elements of several lists, as long as the longest',
    rest: true,
    named: true,
    run: (value, [others, named]) => {
      const columns = lists(value, others);
      const fill = (named as ReadonlyMap<string, Value>).get('fillvalue') ?? null;
      return zip(columns, Math.max(...columns.map((column) => column.length)), fill);
    },
  },
  product: {
    description: 'every way to take one element of each list',
    rest: true,
    named: true,
    run: (value, [others, named]) => {
      const times = wholeNumber((named as ReadonlyMap<string, Value>).get('repeat') ?? 1, 'repeat');
      const all = Array.from({ length: times }, () => lists(value, others)).flat();
      return product(all).map((row) => Tuple.from(row));
    },
  },
  permutations: {
    description: 'every order of the elements, or of so many of them',
    params: [['r', null]],
    run: (value, [size]) => {
      const items = iterate(value);
      return choices(items, size === null ? items.length : wholeNumber(size, 'r'), true);
    },
  },
  combinations: {
    description: 'every choice of so many elements',
    params: ['r'],
    run: (value, [size]) => choices(iterate(value), wholeNumber(size, 'r'), false),
  },
  subelements: {
    description: 'pairs of an element and each part of a list inside it',
    params: ['subelements', ['skip_missing', false]],
    run: (value, [path, skip]) => subelements(value, path, isTruthy(skip)),
  },
  extract: {
    description: 'the element of a container that has this key, and further keys inside it',
    params: ['container', ['morekeys', null]],
    run: extract,
  },
};
