import { codes } from '../check/codes.ts';
import { deviationGroups } from './deviations/index.ts';
import type { Entry, EntryKind } from './entry.ts';
import { keywordEntries } from './keywords.ts';
import { pluginEntries } from './plugins.ts';

/** Everything of one kind. */
export const entriesOf: Readonly<Record<EntryKind, () => Entry[]>> = {
  filters: () => pluginEntries('filters'),
  tests: () => pluginEntries('tests'),
  lookups: () => pluginEntries('lookups'),
  globals: () => pluginEntries('globals'),
  keywords: keywordEntries,
  codes: () => Object.entries(codes).map(([name, description]) => plainEntry(name, 'mistakes', description)),
  deviations: () =>
    Object.entries(deviationGroups).flatMap(([group, deviations]) =>
      Object.entries(deviations).map(([name, { ansible, play, why }]) =>
        plainEntry(name, group, `Play: ${play}. Ansible: ${ansible}. Why: ${why}.`),
      ),
    ),
};

const plainEntry = (name: string, group: string, description: string): Entry => ({
  name,
  aliases: [],
  group,
  description,
  parameters: [],
  examples: [],
});
