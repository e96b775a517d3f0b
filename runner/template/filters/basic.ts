import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { iterate, lengthOf } from '../python/sequence.ts';
import { Undefined, type Value } from '../python/types.ts';

const fallback: Filter = {
  description: 'the value, or another one when it is undefined (with boolean, also when it is empty or false)',
  params: [
    ['default_value', ''],
    ['boolean', false],
  ],
  undefinedInput: true,
  run: (value, [other, boolean]) => {
    if (value instanceof Undefined) return other;
    return isTruthy(boolean) && !isTruthy(value) ? other : value;
  },
};

export const basicFilters: Table<Filter> = {
  default: fallback,
  d: fallback,
  length: { description: 'number of elements, keys or characters', run: (value) => lengthOf(value) },
  list: {
    description: 'the elements as a new list; text gives its characters',
    run: (value): Value => [...iterate(value)],
  },
};
