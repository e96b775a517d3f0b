import { parseInteger } from '../filters/numbers.ts';
import { asText } from '../filters/read.ts';
import type { Lookup, Table } from '../plugin.ts';
import { percent } from '../python/percent.ts';
import { Fault, type Value } from '../python/types.ts';

interface Sequence {
  readonly start?: number;
  readonly end?: number;
  readonly count?: number;
  readonly stride?: number;
  readonly format?: string;
}

const maxLength = 1_000_000;

function whole(text: string, name: string): number {
  const value = parseInteger(text, 0);
  if (value === undefined) throw new Fault(`${name} must be a whole number, not '${text}'`);
  return Number(value);
}

/** `4`, `2-8`, `2-8/2`, `4:host%02d`. */
const shortcut = /^(?:(-?(?:0x[\da-f]+|\d+))-)?(-?(?:0x[\da-f]+|\d+))(?:\/(-?(?:0x[\da-f]+|\d+)))?(?::(.*))?$/i;

function parse(term: string): Sequence {
  const short = shortcut.exec(term.trim());
  if (short) {
    const [, start, end, stride, format] = short;
    return {
      end: whole(end!, 'end'),
      ...(start === undefined ? {} : { start: whole(start, 'start') }),
      ...(stride === undefined ? {} : { stride: whole(stride, 'stride') }),
      ...(format === undefined ? {} : { format }),
    };
  }
  const pairs = term
    .trim()
    .split(/\s+(?=\w+=)/)
    .map((part) => /^(\w+)=([\s\S]*)$/.exec(part));
  if (term.trim() === '' || pairs.some((pair) => pair === null))
    throw new Fault(`'${term}' is no sequence`, {
      hint: "like 'start=1 end=9 stride=2', 'count=3' or '1-9/2:web%02d'",
    });
  return options(pairs.map((pair) => [pair![1]!, pair![2]!.replace(/^(['"])(.*)\1$/, '$2')]));
}

function options(pairs: Iterable<readonly [string, Value]>): Sequence {
  const sequence: { -readonly [K in keyof Sequence]: Sequence[K] } = {};
  for (const [name, value] of pairs) {
    if (value === null) continue;
    if (name === 'format') sequence.format = asText(value);
    else if (name === 'start' || name === 'end' || name === 'count' || name === 'stride')
      sequence[name] = whole(asText(value), name);
    else throw new Fault(`a sequence has no '${name}'`, { hint: 'it takes: start, end, count, stride, format' });
  }
  return sequence;
}

function numbers({ start = 1, end, count, stride = 1, format = '%d' }: Sequence): string[] {
  if ((end === undefined) === (count === undefined)) throw new Fault("either 'end' or 'count' is needed");
  const last = end ?? start + (count! - 1) * stride;
  if (count === 0 || stride === 0) return [];
  if (end !== undefined && stride > 0 && last < start)
    throw new Fault('to count backwards the stride must be negative');
  if (end !== undefined && stride < 0 && last > start) throw new Fault('to count forward the stride must be positive');
  const length = Math.floor((last - start) / stride) + 1;
  if (length > maxLength) throw new Fault(`a sequence of ${length} numbers is too long`);
  return Array.from({ length: Math.max(0, length) }, (_, index) => percent(format, start + index * stride));
}

export const sequenceLookups: Table<Lookup> = {
  sequence: {
    description: 'numbers as text, from start to end in strides, in a format',
    options: [
      ['start', null],
      ['end', null],
      ['count', null],
      ['stride', null],
      ['format', null],
    ],
    run: (terms, named) => {
      const own = options(named);
      if (terms.length === 0) return numbers(own);
      return terms.flatMap((term) => numbers({ ...own, ...parse(asText(term)) }));
    },
  },
};
