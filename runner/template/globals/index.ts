import type { Global, Table } from '../plugin.ts';
import { omit, type Value } from '../python/types.ts';
import { lookupGlobals } from './lookup.ts';
import { makers } from './makers.ts';
import { timeGlobals } from './time.ts';

/** Functions that every template has. A variable of the same name hides them. */
export const globals: Table<Global> = { ...makers, ...lookupGlobals, ...timeGlobals };

/** Values that every template has. */
export const globalValues: Readonly<Record<string, Value>> = { omit };
