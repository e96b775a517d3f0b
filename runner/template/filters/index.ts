import type { Filter, Table } from '../plugin.ts';
import { basicFilters } from './basic.ts';

/** All filters by name. */
export const filters: Table<Filter> = { ...basicFilters };
