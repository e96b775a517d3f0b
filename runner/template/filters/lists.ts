import type { Filter, Table } from '../plugin.ts';
import { compare, isTruthy } from '../python/compare.ts';
import { wholeNumber } from '../python/number.ts';
import { iterate, lengthOf } from '../python/sequence.ts';
import { checkSize, joinedText } from '../python/size.ts';
import { Fault, NamedTuple, Undefined, use, type Value } from '../python/types.ts';
import { compareLoose } from '../tests/version.ts';
import { asText, attributeReader, caseless } from './read.ts';
import { Seen } from './seen.ts';

const endOf = (items: readonly Value[], index: 0 | -1): Value =>
  items.length > 0
    ? items.at(index)
    : new Undefined(
        '',
        () =>
          new Fault(`no ${index === 0 ? 'first' : 'last'} item: the sequence is empty`, { code: 'variable-undefined' }),
      );

function join(value: Value, [separator, attribute]: readonly Value[]): Value {
  const read = attribute === null ? (item: Value) => item : attributeReader(attribute);
  return joinedText(
    iterate(value).map((item) => asText(read(item))),
    asText(separator),
  );
}

/** One reader per attribute of `'a.b,c'`. */
const readers = (attribute: Value): ((value: Value) => Value)[] =>
  typeof attribute === 'string'
    ? attribute.split(',').map((path) => attributeReader(path))
    : [attributeReader(attribute)];

function sort(value: Value, [reverse, caseSensitive, attribute]: readonly Value[]): Value {
  const fold = caseless(isTruthy(caseSensitive));
  const read = attribute === null ? [(item: Value) => item] : readers(attribute);
  const keyed = iterate(value).map((item) => ({ item, keys: read.map((reader) => fold(use(reader(item)))) }));
  const sign = isTruthy(reverse) ? -1 : 1;
  keyed.sort((a, b) => sign * compareKeys(a.keys, b.keys));
  return keyed.map(({ item }) => item);
}

function compareKeys(a: readonly Value[], b: readonly Value[]): number {
  for (const [index, key] of a.entries()) {
    const order = compare(key, b[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function unique(value: Value, [caseSensitive, attribute]: readonly Value[]): Value {
  const fold = caseless(isTruthy(caseSensitive));
  const read = attribute === null ? (item: Value) => item : attributeReader(attribute);
  const seen = new Seen();
  return iterate(value).filter((item) => seen.add(fold(read(item))));
}

function batch(value: Value, [size, fill]: readonly Value[]): Value {
  const length = positive(size, 'the size of a batch');
  const items = iterate(value);
  const batches: Value[][] = [];
  for (let at = 0; at < items.length; at += length) batches.push(items.slice(at, at + length));
  const last = batches.at(-1);
  if (last && fill !== null) while (last.length < length) last.push(fill);
  return batches;
}

/** Columns of about the same length; the first ones take what does not divide. */
function slices(value: Value, [count, fill]: readonly Value[]): Value {
  const columns = positive(count, 'the number of slices');
  const items = iterate(value);
  const least = Math.floor(items.length / columns);
  const longer = items.length % columns;
  return Array.from({ length: columns }, (_, index) => {
    const start = index * least + Math.min(index, longer);
    const column = items.slice(start, start + least + (index < longer ? 1 : 0));
    if (fill !== null && index >= longer) column.push(fill);
    return column;
  });
}

/** Elements that a batch is filled up to, or lists that one is cut into; more is a mistake. */
const maxCount = 1_000_000;

function positive(value: Value, what: string): number {
  const number = wholeNumber(value, what);
  if (number < 1) throw new Fault(`${what} must be at least 1`);
  if (number > maxCount) throw new Fault(`${what} must be at most ${maxCount}`);
  return number;
}

function groupBy(value: Value, [attribute, fallback, caseSensitive]: readonly Value[]): Value {
  const fold = caseless(isTruthy(caseSensitive));
  const read = attributeReader(attribute, fallback === null ? undefined : fallback);
  const keyed = iterate(value).map((item) => {
    const key = use(read(item));
    return { item, key, folded: fold(key) };
  });
  keyed.sort((a, b) => compare(a.folded, b.folded));
  const groups: { key: Value; folded: Value; list: Value[] }[] = [];
  for (const { item, key, folded } of keyed) {
    const last = groups.at(-1);
    if (last && compare(last.folded, folded) === 0) last.list.push(item);
    else groups.push({ key, folded, list: [item] });
  }
  return groups.map(({ key, list }) => NamedTuple.make({ grouper: key, list }));
}

function flatten(value: Value, [levels, skipNulls]: readonly Value[]): Value {
  const depth = levels === null ? Number.POSITIVE_INFINITY : wholeNumber(levels, 'levels');
  checkSize(value);
  const flat: Value[] = [];
  const visit = (items: readonly Value[], left: number) => {
    for (const item of items) {
      if (isTruthy(skipNulls) && (item === null || item === 'None' || item === 'null')) continue;
      if (Array.isArray(item) && left > 0) visit(item, left - 1);
      else flat.push(item);
    }
  };
  visit(iterate(value), depth);
  return flat;
}

const reversed = (value: Value): Value =>
  typeof value === 'string' ? [...value].reverse().join('') : [...iterate(value)].reverse();

const length: Filter = { description: 'number of elements, keys or characters', run: (value) => lengthOf(value) };

/** Filters on lists. */
export const listFilters: Table<Filter> = {
  length,
  count: length,
  list: {
    description: 'the elements as a new list; text gives its characters, a dict its keys',
    run: (value) => [...iterate(value)],
  },
  first: { description: 'the first element', run: (value) => endOf(iterate(value), 0) },
  last: { description: 'the last element', run: (value) => endOf(iterate(value), -1) },
  join: {
    description: 'the elements as one text, with a separator between',
    params: [
      ['d', ''],
      ['attribute', null],
    ],
    run: join,
  },
  sort: {
    description: 'the elements in order, by themselves or by attributes',
    params: [
      ['reverse', false],
      ['case_sensitive', false],
      ['attribute', null],
    ],
    run: sort,
  },
  unique: {
    description: 'the elements without repetitions',
    params: [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    run: unique,
  },
  version_sort: {
    description: 'versions in order: 2.9 before 2.10',
    params: [['reverse', false]],
    run: (value, [reverse]) => {
      const sign = isTruthy(reverse) ? -1 : 1;
      return [...iterate(value)].sort((a, b) => sign * compareLoose(asText(a), asText(b)));
    },
  },
  reverse: { description: 'the elements or characters from last to first', run: reversed },
  batch: { description: 'lists of so many elements each', params: ['linecount', ['fill_with', null]], run: batch },
  slice: {
    description: 'so many lists of about the same length',
    params: ['slices', ['fill_with', null]],
    run: slices,
  },
  groupby: {
    description: "pairs of an attribute's value and the elements that have it",
    params: ['attribute', ['default', null], ['case_sensitive', false]],
    run: groupBy,
  },
  flatten: {
    description: 'lists inside the list dissolved, all or some levels deep',
    params: [
      ['levels', null],
      ['skip_nulls', true],
    ],
    run: flatten,
  },
};
