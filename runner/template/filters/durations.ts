import type { Filter, Param, Table } from '../plugin.ts';
import { roundEven } from '../python/number.ts';
import { Fault, float, type Value } from '../python/types.ts';
import { asNumber, asText } from './read.ts';

const names: Readonly<Record<string, string>> = {
  millisecond: 'ms',
  msec: 'ms',
  msecond: 'ms',
  sec: 's',
  second: 's',
  min: 'm',
  minute: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'mo',
  year: 'y',
};

const day = 86_400_000;
const sizes: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: day, w: 7 * day };

const calendar: readonly Param[] = [
  ['year', 365],
  ['month', 30],
];

/** Milliseconds of a unit; how long a month and a year are is up to the caller. */
function unitSize(name: string, [year, month]: readonly Value[]): number {
  const singular = name.replace(/s+$/, '');
  const short = Object.hasOwn(names, singular) ? names[singular]! : name;
  if (short === 'y') return asNumber(year, 'year') * day;
  if (short === 'mo') return asNumber(month, 'month') * day;
  const size = Object.hasOwn(sizes, short) ? sizes[short] : undefined;
  if (size === undefined)
    throw new Fault(`unknown unit of time '${name}'`, { hint: `known: ${Object.keys(sizes).join(', ')}, mo, y` });
  return size;
}

function convert(value: Value, unit: string, lengths: readonly Value[]): Value {
  const text = asText(value);
  if (text === '0') return 0;
  let total = 0;
  for (const part of text.split(/\s+/).filter(Boolean)) {
    const [, count, name] = /^(-?\d+)(\w+)/.exec(part) ?? [];
    if (count === undefined) throw new Fault(`'${text}' is no length of time`, { hint: "like '1h 30m'" });
    total += Number(count) * unitSize(name!, lengths);
  }
  return float(roundEven(total / unitSize(unit, lengths), 12));
}

const to = (unit: string, what: string): Filter => ({
  description: `the length of time as a number of ${what}`,
  params: calendar,
  run: (value, lengths) => convert(value, unit, lengths),
});

/** Filters on lengths of time, written like `1h 30m`. */
export const durationFilters: Table<Filter> = {
  to_time_unit: {
    description: 'the length of time as a number of a unit',
    params: [['unit', 'ms'], ...calendar],
    run: (value, [unit, ...lengths]) => convert(value, asText(unit), lengths),
  },
  to_milliseconds: to('ms', 'milliseconds'),
  to_seconds: to('s', 'seconds'),
  to_minutes: to('m', 'minutes'),
  to_hours: to('h', 'hours'),
  to_days: to('d', 'days'),
  to_weeks: to('w', 'weeks'),
  to_months: to('mo', 'months of 30 days'),
  to_years: to('y', 'years of 365 days'),
};
