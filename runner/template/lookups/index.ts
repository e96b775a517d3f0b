import type { Lookup, Table } from '../plugin.ts';
import { commandLookups } from './commands.ts';
import { fileLookups } from './files.ts';
import { listLookups } from './lists.ts';
import { recordLookups } from './records.ts';
import { secretLookups } from './secrets.ts';
import { sequenceLookups } from './sequence.ts';
import { settingLookups } from './settings.ts';
import { structureLookups } from './structure.ts';
import { variableLookups } from './variables.ts';
import { webLookups } from './web.ts';

/** All lookups by name. */
export const lookups: Table<Lookup> = {
  ...listLookups,
  ...sequenceLookups,
  ...variableLookups,
  ...fileLookups,
  ...recordLookups,
  ...secretLookups,
  ...structureLookups,
  ...settingLookups,
  ...webLookups,
  ...commandLookups,
};
