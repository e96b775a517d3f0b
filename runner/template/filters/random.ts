import { createHash, randomInt } from 'node:crypto';
import type { Filter, Table } from '../plugin.ts';
import { isInt, wholeNumber } from '../python/number.ts';
import { iterate } from '../python/sequence.ts';
import { Fault, type Value } from '../python/types.ts';
import { asText } from './read.ts';

/** Whole numbers below a limit: the same ones for the same seed. */
export function generator(seed: Value): (limit: number) => number {
  if (seed === null) return (limit) => randomInt(limit);
  let count = 0;
  const text = asText(seed);
  return (limit) => createHash('sha256').update(`${text}:${count++}`).digest().readUIntBE(0, 6) % limit;
}

/** Numbers that Node chooses from at most. */
const most = 2 ** 48 - 1;

function random(value: Value, [start, step, seed]: readonly Value[]): Value {
  const next = generator(seed);
  if (isInt(value)) {
    const from = start === null ? 0 : wholeNumber(start, 'start');
    const by = step === null ? 1 : wholeNumber(step, 'step');
    const count = Math.ceil((Number(value) - from) / by);
    if (count > most) throw new Fault(`${count} numbers are too many to choose from`, { hint: `at most ${most}` });
    if (count <= 0) throw new Fault(`there is no number from ${from} up to ${Number(value)}`);
    return from + by * next(count);
  }
  if (start !== null || step !== null) throw new Fault('start and step are for numbers only');
  const items = iterate(value);
  if (items.length === 0) throw new Fault('there is nothing to choose from');
  return items[next(items.length)];
}

function shuffle(value: Value, [seed]: readonly Value[]): Value {
  const next = generator(seed);
  const items = [...iterate(value)];
  for (let last = items.length - 1; last > 0; last--) {
    const other = next(last + 1);
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}

/** Filters that choose at random. */
export const randomFilters: Table<Filter> = {
  random: {
    description: 'one element, or a number below the given one; always the same for a seed',
    params: [
      ['start', null],
      ['step', null],
      ['seed', null],
    ],
    run: random,
  },
  shuffle: {
    description: 'the elements in random order; always the same for a seed',
    params: [['seed', null]],
    run: shuffle,
  },
};
