import type { Table, Test } from '../plugin.ts';
import { comparisonTests } from './comparisons.ts';
import { fileTests } from './files.ts';
import { listTests } from './lists.ts';
import { networkTests } from './networks.ts';
import { resultTests } from './results.ts';
import { textTests } from './text.ts';
import { valueTests } from './values.ts';

/** All tests by name. */
export const tests: Table<Test> = {
  ...valueTests,
  ...comparisonTests,
  ...textTests,
  ...listTests,
  ...resultTests,
  ...fileTests,
  ...networkTests,
  test: {
    description: 'the name of a test',
    run: (value) => typeof value === 'string' && Object.hasOwn(tests, value),
  },
};
