import { dictGet, isDict } from './dict.ts';
import { presented } from './format_number.ts';
import { repeated } from './size.ts';
import { toText } from './text.ts';
import { Fault, Tuple, use, type Value } from './types.ts';

const directive = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([a-zA-Z%]|$)/g;

/** Python's `format % values`: a tuple gives one value each, a dict serves `%(name)s`, anything else is the only value. */
export function percent(format: string, values: Value): string {
  const list: readonly Value[] = values instanceof Tuple ? values : [values];
  let next = 0;
  const take = (): Value => {
    if (next >= list.length) throw new Fault('not enough arguments for format text');
    return use(list[next++]);
  };
  let named = false;
  const text = format.replace(
    directive,
    (all, key: string | undefined, flags: string, width, precision, letter: string) => {
      if (letter === '%') return '%';
      if (letter === '') throw new Fault(`incomplete format '${all}'`);
      named ||= key !== undefined;
      const wide = width === '*' ? Number(take()) : width === undefined ? 0 : Number(width);
      const exact = precision === '*' ? Number(take()) : precision === undefined ? undefined : Number(precision);
      return directed(key === undefined ? take() : member(values, key), flags, wide, exact, letter);
    },
  );
  if (next < list.length && !named && !isDict(values))
    throw new Fault('not all arguments converted during text formatting');
  return text;
}

function member(values: Value, key: string): Value {
  if (!isDict(values)) throw new Fault('format needs a dict');
  const value = dictGet(values, key);
  if (value === undefined) throw new Fault(`the format's values have no key '${key}'`);
  return use(value);
}

function directed(value: Value, flags: string, width: number, precision: number | undefined, letter: string): string {
  if (letter === 's' || letter === 'r' || letter === 'a')
    return padded(toText(value, letter === 's' ? 'str' : 'repr').slice(0, precision), width, flags, false);
  if (letter === 'c')
    return padded(typeof value === 'string' ? value : String.fromCodePoint(Number(value)), width, flags, false);
  const body = presented(value, letter, precision, flags.includes('#'));
  const signed = body.startsWith('-')
    ? body
    : flags.includes('+')
      ? `+${body}`
      : flags.includes(' ')
        ? ` ${body}`
        : body;
  return padded(signed, width, flags, true);
}

function padded(text: string, width: number, flags: string, numeric: boolean): string {
  const missing = width - text.length;
  if (flags.includes('-')) return text + repeated(' ', missing);
  if (!numeric || !flags.includes('0')) return repeated(' ', missing) + text;
  const sign = /^[-+ ]?(?:0[xob])?/i.exec(text)![0];
  return sign + repeated('0', missing) + text.slice(sign.length);
}
