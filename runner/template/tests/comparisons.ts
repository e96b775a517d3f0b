import { asNumber } from '../filters/read.ts';
import type { Table, Test } from '../plugin.ts';
import { equals } from '../python/compare.ts';
import { arithmetic } from '../python/number.ts';
import { type Comparison, holds } from '../python/operators.ts';
import { contains } from '../python/sequence.ts';
import { Float, type Value } from '../python/types.ts';

const comparison = (description: string, operator: Comparison): Test => ({
  description,
  params: ['other'],
  run: (value, [other]) => holds(operator, value, other),
});

const equal = comparison('equal to another value', '==');
const unequal = comparison('not equal to another value', '!=');
const above = comparison('greater than another value', '>');
const atLeast = comparison('greater than or equal to another value', '>=');
const below = comparison('less than another value', '<');
const atMost = comparison('less than or equal to another value', '<=');

function remainder(value: Value, by: Value): Value {
  asNumber(value);
  asNumber(by, 'the divisor');
  return arithmetic('%', value as number, by as number);
}

const sameAs = (value: Value, other: Value): boolean =>
  value instanceof Float && other instanceof Float ? value.value === other.value : value === other;

/** Tests that compare with another value. */
export const comparisonTests: Table<Test> = {
  eq: equal,
  '==': equal,
  equalto: equal,
  ne: unequal,
  '!=': unequal,
  gt: above,
  '>': above,
  greaterthan: above,
  ge: atLeast,
  '>=': atLeast,
  lt: below,
  '<': below,
  lessthan: below,
  le: atMost,
  '<=': atMost,
  in: comparison('an element, key or part of another value', 'in'),
  contains: {
    description: 'has this element, key or part',
    params: ['item'],
    run: (value, [item]) => contains(value, item),
  },
  sameas: {
    description: 'the very same value, of the same type',
    params: ['other'],
    run: (value, [other]) => sameAs(value, other),
  },
  divisibleby: {
    description: 'divisible by a number',
    params: ['num'],
    run: (value, [by]) => equals(remainder(value, by), 0),
  },
  odd: { description: 'an odd number', run: (value) => equals(remainder(value, 2), 1) },
  even: { description: 'an even number', run: (value) => equals(remainder(value, 2), 0) },
};
