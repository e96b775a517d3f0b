import { Seen } from '../filters/seen.ts';
import type { Table, Test } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { iterate } from '../python/sequence.ts';
import type { Value } from '../python/types.ts';

function within(part: Value, whole: Value): boolean {
  const all = new Seen(iterate(whole));
  return iterate(part).every((item) => all.has(item));
}

const subset: Test = {
  description: 'every element is in another list',
  params: ['b'],
  run: (value, [other]) => within(value, other),
};
const superset: Test = {
  description: 'has every element of another list',
  params: ['b'],
  run: (value, [other]) => within(other, value),
};

/** Tests of lists. */
export const listTests: Table<Test> = {
  subset,
  issubset: subset,
  superset,
  issuperset: superset,
  any: { description: 'at least one element counts as true', run: (value) => iterate(value).some(isTruthy) },
  all: { description: 'every element counts as true', run: (value) => iterate(value).every(isTruthy) },
};
