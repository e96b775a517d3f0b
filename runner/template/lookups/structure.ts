import { structureFilters } from '../filters/structure.ts';
import { bind, type Lookup, type Table } from '../plugin.ts';

/** The filter of that name, with all of its arguments as terms. */
const asLookup = (name: 'get_path' | 'to_paths' | 'index_of'): Lookup => {
  const filter = structureFilters[name]!;
  return {
    description: filter.description,
    named: true,
    run: ([value, ...args], named, context) => [filter.run(value, bind(filter, args, named, name), context)],
  };
};

/** Filters on nested data that ansible.utils has as lookups too. */
export const structureLookups: Table<Lookup> = {
  get_path: asLookup('get_path'),
  to_paths: asLookup('to_paths'),
  index_of: asLookup('index_of'),
};
