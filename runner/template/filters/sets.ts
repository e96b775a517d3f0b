import type { Filter, Table } from '../plugin.ts';
import { iterate } from '../python/sequence.ts';
import type { Value } from '../python/types.ts';
import { Seen } from './seen.ts';

function distinct(values: readonly Value[]): Value[] {
  const seen = new Seen();
  return values.filter((value) => seen.add(value));
}

function without(values: readonly Value[], others: readonly Value[]): Value[] {
  const drop = new Seen(others);
  return distinct(values).filter((value) => !drop.has(value));
}

const setOperation = (description: string, run: (a: readonly Value[], b: readonly Value[]) => Value[]): Filter => ({
  description,
  params: ['other'],
  run: (value, [other]) => run(iterate(value), iterate(other)),
});

/** Filters that take lists as sets; the order of the first list is kept. */
export const setFilters: Table<Filter> = {
  union: setOperation('the elements of both lists, each once', (a, b) => distinct([...a, ...b])),
  intersect: setOperation('the elements that both lists have, each once', (a, b) => {
    const keep = new Seen(b);
    return distinct(a).filter((value) => keep.has(value));
  }),
  difference: setOperation('the elements that only the first list has, each once', without),
  symmetric_difference: setOperation('the elements that only one of the lists has, each once', (a, b) => [
    ...without(a, b),
    ...without(b, a),
  ]),
};
