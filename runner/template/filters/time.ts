import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { DateTime } from '../python/datetime.ts';
import { strptime } from '../python/strptime.ts';
import { Fault, type Value } from '../python/types.ts';
import { parseFloatText } from './numbers.ts';
import { asNumber, asText } from './read.ts';

function format(value: Value, [second, utc]: readonly Value[]): Value {
  if (second === null) return DateTime.of(new Date(), isTruthy(utc)).format(asText(value));
  const seconds = typeof second === 'string' ? parseFloatText(second) : asNumber(second, 'the time');
  if (seconds === undefined || !Number.isFinite(seconds))
    throw new Fault(`'${asText(second)}' is no number of seconds`);
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) throw new Fault(`${seconds} seconds since 1970 are no date`);
  return DateTime.of(moment, isTruthy(utc)).format(asText(value));
}

/** Filters on dates. */
export const timeFilters: Table<Filter> = {
  strftime: {
    description: 'a time (now, or seconds since 1970) in this format',
    params: [
      ['second', null],
      ['utc', false],
    ],
    run: format,
  },
  to_datetime: {
    description: 'the date that a text in a format stands for; dates can be subtracted',
    params: [['format', '%Y-%m-%d %H:%M:%S']],
    run: (value, [pattern]) => strptime(asText(value), asText(pattern)),
  },
};
