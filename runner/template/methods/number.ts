import type { Method, Table } from '../plugin.ts';
import { isInt, numeric } from '../python/number.ts';
import { Fault, type Value } from '../python/types.ts';

type AnyNumber = Parameters<typeof numeric>[0];

function whole(value: Value): bigint {
  if (!isInt(value)) throw new Fault('only whole numbers have bits');
  return BigInt(value);
}

/** Python's methods of numbers. */
export const numberMethods: Table<Method> = {
  bit_length: {
    run: (self) => {
      const value = whole(self);
      return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;
    },
  },
  is_integer: { run: (self) => Number.isInteger(numeric(self as AnyNumber)) },
};
