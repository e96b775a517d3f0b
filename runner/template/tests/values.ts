import type { Table, Test } from '../plugin.ts';
import { Undefined } from '../python/types.ts';

export const valueTests: Table<Test> = {
  defined: {
    description: 'something defines it; a value known only after apply counts as defined',
    undefinedInput: true,
    unknownInput: true,
    run: (value) => !(value instanceof Undefined),
  },
  undefined: {
    description: 'nothing defines it',
    undefinedInput: true,
    unknownInput: true,
    run: (value) => value instanceof Undefined,
  },
};
