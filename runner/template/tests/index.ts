import type { Table, Test } from '../plugin.ts';
import { valueTests } from './values.ts';

/** All tests by name. */
export const tests: Table<Test> = { ...valueTests };
