import { Float, isDict, toText } from '../template/values.ts';
import { scalarText, toBoolean, toNumber } from './scalars.ts';
import { parsePairs, parseStructure } from './structures.ts';

/** A type of an argument: what it turns a value into (undefined: it cannot), and how it is called. */
export interface ArgumentType {
  readonly kind: string;
  convert(value: unknown): unknown;
}

const text = (value: unknown): string => scalarText(value) ?? toText(value);

/** The types of Ansible's argument specs (its page "Ansible module architecture", "type"). */
export const argumentTypes: Readonly<Record<string, ArgumentType>> = {
  str: { kind: 'text', convert: text },
  path: { kind: 'a path', convert: text },
  raw: { kind: 'a value', convert: (value) => value },
  bool: { kind: 'true or false', convert: toBoolean },
  int: { kind: 'a whole number', convert: toWhole },
  float: { kind: 'a number', convert: toFloat },
  list: { kind: 'a list', convert: toList },
  dict: { kind: 'a mapping', convert: toDict },
  json: { kind: 'JSON, a list or a mapping', convert: toJson },
  jsonarg: { kind: 'JSON, a list or a mapping', convert: toJson },
  bytes: { kind: 'a size in bytes, such as 512 or 10M', convert: (value) => toSize(value, /^(?:B|bytes?)?$/i) },
  bits: { kind: 'a size in bits, such as 512 or 10Mb', convert: (value) => toSize(value, /^(?:b|bits?)?$/) },
};

function toFloat(value: unknown): number | undefined {
  return typeof value === 'boolean' ? Number(value) : typeof value === 'bigint' ? Number(value) : toNumber(value);
}

function toWhole(value: unknown): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  const number = toFloat(value);
  const isWritten = typeof value !== 'string' || /^\s*[-+]?\d[\d_]*\s*$/.test(value);
  return number !== undefined && isWritten && Number.isInteger(number) ? number : undefined;
}

function toList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return value.split(',').map((part) => part.trim());
  const single = isDict(value) ? undefined : scalarText(value);
  return single === undefined ? undefined : [single];
}

function toDict(value: unknown): unknown {
  if (isDict(value)) return value;
  const parsed = typeof value === 'string' ? (parseStructure(value) ?? parsePairs(value)) : undefined;
  return isDict(parsed) ? parsed : undefined;
}

function toJson(value: unknown): unknown {
  return typeof value === 'string' || Array.isArray(value) || isDict(value) ? value : undefined;
}

const prefixes = ['', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];

/** A number with a prefix and a unit of the right kind: `b` stands for bits and `B` for bytes. */
function toSize(value: unknown, unit: RegExp): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Float) return value.value;
  const found = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*([KMGTPEZYkmgtpezy]?)([A-Za-z]*)\s*$/.exec(String(value));
  if (!found || typeof value !== 'string') return undefined;
  const [, number, prefix = '', name = ''] = found;
  const isBits = /^b(?:it|its)?$/.test(name);
  if (!unit.test(name) || (unit.test('B') && isBits && prefix !== '' && name === 'b')) return undefined;
  return Math.round(Number(number) * 1024 ** prefixes.indexOf(prefix.toUpperCase()));
}
