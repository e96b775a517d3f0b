import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { fixed, int, roundEven } from '../python/number.ts';
import { toText } from '../python/text.ts';
import { Fault, type Value } from '../python/types.ts';
import { parseFloatText } from './numbers.ts';
import { asNumber, asText } from './read.ts';

const units = ['', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const unitSize = (letter: string) => 1024 ** units.indexOf(letter);

function humanReadable(value: Value, [isBits, unit]: readonly Value[]): Value {
  const size = typeof value === 'string' ? (parseFloatText(value) ?? asNumber(value)) : asNumber(value);
  const base = isTruthy(isBits) ? 'bits' : 'Bytes';
  const wanted = unit === null ? undefined : asText(unit).toUpperCase()[0]!;
  const letter =
    wanted === undefined ? units.findLast((candidate) => size >= unitSize(candidate)) : wanted === 'B' ? '' : wanted;
  if (letter !== undefined && !units.includes(letter)) throw new Fault(`unknown unit ${toText(unit, 'repr')}`);
  const chosen = letter ?? '';
  return `${fixed(size / unitSize(chosen), 2)} ${chosen === '' ? base : chosen + base[0]}`;
}

function humanToBytes(value: Value, [unit, isBits]: readonly Value[]): Value {
  const text = asText(value);
  const parts = /^\s*(\d*\.?\d+|\d+\.)\s*([a-z]*)\s*$/i.exec(text);
  if (!parts)
    throw new Fault(`${toText(text, 'repr')} is no size`, { hint: 'write a number and a unit, like 10M or 1.5 GB' });
  const written = parts[2] || (unit === null ? '' : asText(unit));
  const letter = /^(?:b|bytes?|bits?)$/i.test(written) ? '' : written.slice(0, 1).toUpperCase();
  const ending = isTruthy(isBits) ? /^.?(?:b|bits?)?$/ : /^.?(?:B|b|bytes?|Bytes?)?$/;
  if (!units.includes(letter) || (letter !== '' && !ending.test(written)))
    throw new Fault(`unknown unit ${toText(written, 'repr')} in ${toText(text, 'repr')}`);
  return int(roundEven(Number(parts[1]) * unitSize(letter), 0));
}

function fileSize(value: Value, [binaryUnits]: readonly Value[]): Value {
  const size = typeof value === 'string' ? (parseFloatText(value) ?? asNumber(value)) : asNumber(value);
  const base = isTruthy(binaryUnits) ? 1024 : 1000;
  if (size === 1) return '1 Byte';
  if (size < base) return `${Math.trunc(size)} Bytes`;
  const steps = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
  const step = Math.min(steps.length, Math.floor(Math.log(size) / Math.log(base) + 1e-12));
  const prefix = base === 1024 ? `${steps[step - 1]!.toUpperCase()}iB` : `${steps[step - 1]}B`;
  return `${fixed(size / base ** step, 1)} ${prefix}`;
}

/** Filters on sizes of files and memory. */
export const sizeFilters: Table<Filter> = {
  human_readable: {
    description: 'a number of bytes as 1.50 KB',
    params: [
      ['isbits', false],
      ['unit', null],
    ],
    run: humanReadable,
  },
  human_to_bytes: {
    description: 'the bytes of a size like 10M or 1.5 GB',
    params: [
      ['default_unit', null],
      ['isbits', false],
    ],
    run: humanToBytes,
  },
  filesizeformat: {
    description: 'a number of bytes as 1.5 kB, or 1.5 KiB with binary',
    params: [['binary', false]],
    run: fileSize,
  },
};
