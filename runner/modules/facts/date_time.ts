import { strftime } from '../../template/python/strftime.ts';
import type { Facts } from './fact.ts';

/** When the facts were gathered, in every form Ansible has for it. Local time unless the name says otherwise. */
export const dateTimeFacts: Facts = { date_time: ({ now }) => dateTime(now) };

function dateTime(now: Date): Record<string, string> {
  const wall = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  const microseconds = now.getMilliseconds() * 1000;
  const local = (format: string) => strftime(format, wall, microseconds);
  const utc = now.toISOString();
  const epoch = String(Math.floor(now.getTime() / 1000));
  return {
    date: local('%Y-%m-%d'),
    time: local('%H:%M:%S'),
    year: local('%Y'),
    month: local('%m'),
    day: local('%d'),
    hour: local('%H'),
    minute: local('%M'),
    second: local('%S'),
    weekday: local('%A'),
    weekday_number: local('%w'),
    weeknumber: local('%W'),
    epoch,
    epoch_int: epoch,
    iso8601: `${utc.slice(0, 19)}Z`,
    iso8601_micro: `${utc.slice(0, 23)}000Z`,
    iso8601_basic: local('%Y%m%dT%H%M%S%f'),
    iso8601_basic_short: local('%Y%m%dT%H%M%S'),
    tz: zoneName(now),
    tz_dst: zoneName(summerOf(now)),
    tz_offset: offset(now),
  };
}

/** The time zone's short name, or, where JavaScript knows none, its distance from UTC as Python writes that (`+03`). */
function zoneName(time: Date): string {
  const parts = (locale: string) => new Intl.DateTimeFormat(locale, { timeZoneName: 'short' }).formatToParts(time);
  const found = ['en-US', 'en-GB', 'en-AU'].map(
    (locale) => parts(locale).find(({ type }) => type === 'timeZoneName')?.value ?? '',
  );
  const named = found.find((name) => name !== '' && !/^GMT[-+]/.test(name));
  return named ?? offset(time).replace(/00$/, '');
}

/** A day of the half of the year in which clocks are put forward; the same day where they never are. */
function summerOf(now: Date): Date {
  const halves = [new Date(now.getFullYear(), 0, 15), new Date(now.getFullYear(), 6, 15)];
  return halves.toSorted((one, other) => one.getTimezoneOffset() - other.getTimezoneOffset())[0]!;
}

function offset(now: Date): string {
  const minutes = -now.getTimezoneOffset();
  const two = (number: number) => String(Math.floor(Math.abs(number))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}${two(Math.abs(minutes) % 60)}`;
}
