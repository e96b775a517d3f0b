import type { Lookup, Table } from '../plugin.ts';
import { commandLookups } from './commands.ts';
import { fileLookups } from './files.ts';
import { listLookups } from './lists.ts';
import { sequenceLookups } from './sequence.ts';
import { variableLookups } from './variables.ts';

/** All lookups by name. */
export const lookups: Table<Lookup> = {
  ...listLookups,
  ...sequenceLookups,
  ...variableLookups,
  ...fileLookups,
  ...commandLookups,
};
