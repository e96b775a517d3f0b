import { pairsOf } from '../methods/dict.ts';
import type { Global, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { newDict } from '../python/dict.ts';
import { wholeNumber } from '../python/number.ts';
import { toText } from '../python/text.ts';
import { Callable, Fault, type Named, Thing, Undefined, type Value } from '../python/types.ts';
import { Namespace } from './namespace.ts';

/** Elements a range may have; more is a mistake or an attack. */
const maxRange = 1_000_000;

function range([first, second, third]: readonly Value[]): Value {
  const from = second === null ? 0 : wholeNumber(first, 'the start of a range');
  const to = wholeNumber(second === null ? first : second, 'the end of a range');
  const step = wholeNumber(third, 'the step of a range');
  if (step === 0) throw new Fault('the step of a range cannot be zero');
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (length > maxRange)
    throw new Fault(`a range of ${length} numbers is too long`, { hint: `at most ${maxRange} are allowed` });
  return Array.from({ length }, (_, index) => from + index * step);
}

class Cycler extends Thing {
  readonly typeName = 'cycler';
  readonly #items: readonly Value[];
  #at = 0;
  constructor(items: readonly Value[]) {
    super();
    this.#items = items;
  }
  override attribute(name: string): Value | undefined {
    if (name === 'current') return this.#items[this.#at];
    if (name === 'reset') return new Callable('reset', () => this.#move(0, null));
    return name === 'next'
      ? new Callable('next', () => this.#move((this.#at + 1) % this.#items.length, this.#items[this.#at]))
      : undefined;
  }
  #move(to: number, result: Value): Value {
    this.#at = to;
    return result;
  }
}

class Joiner extends Thing {
  readonly typeName = 'joiner';
  readonly #separator: string;
  #used = false;
  constructor(separator: string) {
    super();
    this.#separator = separator;
  }
  override attribute(name: string): Value | undefined {
    if (name !== '__call__') return undefined;
    return new Callable('joiner', () => {
      const text = this.#used ? this.#separator : '';
      this.#used = true;
      return text;
    });
  }
}

export const makers: Table<Global> = {
  range: {
    description: 'whole numbers from start up to, not including, stop',
    params: ['start', ['stop', null], ['step', 1]],
    run: range,
  },
  dict: {
    description: 'a dict of the given keywords, on top of another dict or list of pairs',
    params: [['pairs', null]],
    named: true,
    run: ([pairs, named]) => newDict([...(pairs === null ? [] : pairsOf(pairs)), ...(named as Named)]),
  },
  namespace: {
    description: 'an object whose attributes {% set ns.x = … %} changes, also inside loops',
    params: [['pairs', null]],
    named: true,
    run: ([pairs, named]) =>
      new Namespace(
        new Map([
          ...(pairs === null ? [] : pairsOf(pairs)).map(([key, value]) => [toText(key), value] as const),
          ...(named as Named),
        ]),
      ),
  },
  cycler: {
    description: 'goes round its values, one at each next()',
    rest: true,
    run: ([items]) => {
      if ((items as Value[]).length === 0) throw new Fault('cycler() needs at least one value');
      return new Cycler(items as Value[]);
    },
  },
  joiner: {
    description: 'gives nothing when first called, its separator ever after',
    params: [['sep', ', ']],
    run: ([separator]) => new Joiner(toText(separator)),
  },
  undef: {
    description: 'an undefined value with a hint, for variables that the user must set',
    params: [['hint', '']],
    run: ([hint]) =>
      new Undefined(
        'undef',
        () => new Fault(isTruthy(hint) ? toText(hint) : 'a required value is missing', { code: 'variable-undefined' }),
      ),
  },
};
