import type { Lookup, Table } from '../plugin.ts';

/** All lookups by name. */
export const lookups: Table<Lookup> = {};
