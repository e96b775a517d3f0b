import type { Method, Table } from '../plugin.ts';
import { compare, equals } from '../python/compare.ts';
import { wholeNumber } from '../python/number.ts';
import { iterate } from '../python/sequence.ts';
import { toText } from '../python/text.ts';
import { Fault, Tuple, type Value } from '../python/types.ts';

/** A list that may be changed in place, as `{{ list.append(x) }}` does. */
function changeable(value: Value): Value[] {
  if (value instanceof Tuple) throw new Fault('a tuple cannot be changed');
  return value as Value[];
}

const position = (list: readonly Value[], item: Value): number => {
  const index = list.findIndex((other) => equals(item, other));
  if (index === -1) throw new Fault(`${toText(item, 'repr')} is not in the list`);
  return index;
};

/** Python's methods of lists. */
export const listMethods: Table<Method> = {
  index: { params: ['value'], run: (list, [item]) => position(list as Value[], item) },
  count: { params: ['value'], run: (list, [item]) => (list as Value[]).filter((other) => equals(item, other)).length },
  copy: { run: (list) => [...(list as Value[])] },
  append: {
    params: ['object'],
    run: (list, [item]) => {
      changeable(list).push(item);
      return null;
    },
  },
  extend: {
    params: ['iterable'],
    run: (list, [items]) => {
      changeable(list).push(...iterate(items));
      return null;
    },
  },
  insert: {
    params: ['index', 'object'],
    run: (list, [index, item]) => {
      changeable(list).splice(wholeNumber(index, 'the index'), 0, item);
      return null;
    },
  },
  pop: {
    params: [['index', -1]],
    run: (list, [index]) => {
      const items = changeable(list);
      const at = wholeNumber(index, 'the index');
      const from = at < 0 ? at + items.length : at;
      if (from < 0 || from >= items.length)
        throw new Fault(items.length === 0 ? 'pop from an empty list' : `there is no element ${at}`);
      return items.splice(from, 1)[0];
    },
  },
  remove: {
    params: ['value'],
    run: (list, [item]) => {
      const items = changeable(list);
      items.splice(position(items, item), 1);
      return null;
    },
  },
  clear: {
    run: (list) => {
      changeable(list).length = 0;
      return null;
    },
  },
  reverse: {
    run: (list) => {
      changeable(list).reverse();
      return null;
    },
  },
  sort: {
    params: [['reverse', false]],
    run: (list, [reverse]) => {
      const items = changeable(list).sort((a, b) => compare(a, b));
      if (reverse) items.reverse();
      return null;
    },
  },
};
