import type { Context, Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { iterate } from '../python/sequence.ts';
import { Fault, type Named, type Value } from '../python/types.ts';
import { asText, attributeReader, chosenTest } from './read.ts';

function map(value: Value, [args, named]: readonly Value[], context: Context): Value {
  const list = args as readonly Value[];
  const options = named as Named;
  const items = iterate(value);
  if (list.length === 0) {
    const attribute = options.get('attribute');
    if (attribute === undefined) throw new Fault('map needs the name of a filter, or attribute=…');
    const odd = [...options.keys()].find((name) => name !== 'attribute' && name !== 'default');
    if (odd !== undefined) throw new Fault(`map(attribute=…) has no argument '${odd}'`);
    return items.map(attributeReader(attribute, options.get('default')));
  }
  const [name, ...rest] = list;
  const filter = asText(name);
  return items.map((item) => context.filter(filter, item, rest, options));
}

const selection =
  (keep: boolean): Filter['run'] =>
  (value, [args, named], context) => {
    const test = chosenTest(args as readonly Value[], named as Named, context, isTruthy);
    return iterate(value).filter((item) => test(item) === keep);
  };

const selectionByAttribute =
  (keep: boolean): Filter['run'] =>
  (value, [attribute, args, named], context) => {
    const read = attributeReader(attribute);
    const test = chosenTest(args as readonly Value[], named as Named, context, isTruthy);
    return iterate(value).filter((item) => test(read(item)) === keep);
  };

/** Filters that apply other filters and tests to each element. */
export const selectFilters: Table<Filter> = {
  map: {
    description: 'an attribute of each element, or each element through a filter',
    rest: true,
    named: true,
    undefinedItems: true,
    run: map,
  },
  select: { description: 'the elements that pass a test', rest: true, named: true, run: selection(true) },
  reject: { description: 'the elements that do not pass a test', rest: true, named: true, run: selection(false) },
  selectattr: {
    description: 'the elements with an attribute that passes a test',
    params: ['attribute'],
    rest: true,
    named: true,
    run: selectionByAttribute(true),
  },
  rejectattr: {
    description: 'the elements with an attribute that does not pass a test',
    params: ['attribute'],
    rest: true,
    named: true,
    run: selectionByAttribute(false),
  },
};
