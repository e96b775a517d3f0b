import type { Global, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { DateTime } from '../python/datetime.ts';
import { toText } from '../python/text.ts';

export const timeGlobals: Table<Global> = {
  now: {
    description: 'the current time: a date with strftime() and the like, or its text in a format',
    params: [
      ['utc', false],
      ['fmt', null],
    ],
    run: ([utc, format]) => {
      const now = DateTime.of(new Date(), isTruthy(utc));
      return format === null ? now : now.format(toText(format));
    },
  },
};
