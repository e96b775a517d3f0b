import type { Filter, Table } from '../plugin.ts';
import { listTests } from '../tests/lists.ts';
import { resultTests } from '../tests/results.ts';
import { textTests } from '../tests/text.ts';

const written = { ...resultTests, ...textTests, ...listTests };

/** The tests that playbooks for Ansible 2.7 write as filters: `result|success`, `version|version_compare('2.0', '>')`. */
const names = [
  ...['changed', 'failed', 'skipped', 'success', 'succeeded'],
  ...['match', 'search', 'version', 'version_compare'],
  ...['issubset', 'issuperset'],
];

export const oldTestFilters: Table<Filter> = Object.fromEntries(
  names.map((name) => {
    const { description, ...test } = written[name]!;
    return [name, { ...test, description: `the test of that name, as Ansible 2.7 had it: ${description}` }];
  }),
);
