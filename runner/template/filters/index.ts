import type { Filter, Table } from '../plugin.ts';
import { combinationFilters } from './combinations.ts';
import { dataFilters } from './data.ts';
import { dictFilters } from './dicts.ts';
import { durationFilters } from './durations.ts';
import { encodingFilters } from './encoding.ts';
import { groupFilters } from './groups.ts';
import { ipaddrFilters } from './ipaddr.ts';
import { listFilters } from './lists.ts';
import { macFilters } from './macs.ts';
import { networkFilters } from './networks.ts';
import { numberFilters } from './numbers.ts';
import { oldTestFilters } from './old_tests.ts';
import { passwordFilters } from './passwords.ts';
import { pathFilters } from './paths.ts';
import { queryFilters } from './query.ts';
import { randomFilters } from './random.ts';
import { regexFilters } from './regex.ts';
import { selectFilters } from './select.ts';
import { setFilters } from './sets.ts';
import { sizeFilters } from './sizes.ts';
import { structureFilters } from './structure.ts';
import { tableFilters } from './tables.ts';
import { textFilters } from './text.ts';
import { timeFilters } from './time.ts';
import { urlFilters } from './urls.ts';
import { valueFilters } from './values.ts';
import { vaultFilters } from './vault.ts';
import { windowsFilters } from './windows.ts';

/** All filters by name. */
export const filters: Table<Filter> = {
  ...valueFilters,
  ...numberFilters,
  ...sizeFilters,
  ...listFilters,
  ...selectFilters,
  ...combinationFilters,
  ...setFilters,
  ...dictFilters,
  ...textFilters,
  ...regexFilters,
  ...dataFilters,
  ...encodingFilters,
  ...vaultFilters,
  ...pathFilters,
  ...urlFilters,
  ...durationFilters,
  ...groupFilters,
  ...passwordFilters,
  ...queryFilters,
  ...structureFilters,
  ...tableFilters,
  ...windowsFilters,
  ...ipaddrFilters,
  ...networkFilters,
  ...macFilters,
  ...timeFilters,
  ...randomFilters,
  ...oldTestFilters,
};
