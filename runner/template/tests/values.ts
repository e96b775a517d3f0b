import { filters } from '../filters/index.ts';
import type { Table, Test } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { isDict } from '../python/dict.ts';
import { isFloat, isInt, isNumber, numeric } from '../python/number.ts';
import { toText } from '../python/text.ts';
import { Callable, Thing, Undefined, type Value } from '../python/types.ts';
import { lookUp } from '../registry.ts';
import { VaultText } from '../vault_text.ts';
import { Vaulted } from '../vaulted.ts';

const whole = (value: Value): boolean => isInt(value) && typeof value !== 'boolean';

const test = (description: string, run: (value: Value) => boolean): Test => ({ description, run });
const text = (description: string, run: (value: string) => boolean): Test => ({
  description,
  run: (value) => typeof value === 'string' && run(value),
});

/** Text that is no word for false counts as any other text does. */
const cased = (description: string, run: (value: string) => boolean): Test => ({
  description,
  run: (value) => run(toText(value)),
});

const asBool = (value: Value): Value =>
  typeof value === 'string' ? !['no', 'off', '0', 'false', 'n', 'f', ''].includes(value.toLowerCase()) : value;

/** `truthy` and `falsy`: plain truth, or with convert_bool that of words like `no`. */
const truth = (description: string, wanted: boolean): Test => ({
  description,
  params: [['convert_bool', false]],
  run: (value, [convert]) => isTruthy(isTruthy(convert) ? asBool(value) : value) === wanted,
});

const nan = test('a float that is no number', (value) => isNumber(value) && Number.isNaN(numeric(value)));

/** Tests of what kind of value it is. */
export const valueTests: Table<Test> = {
  defined: {
    description: 'something defines it; a value known only after apply counts as defined',
    undefinedInput: true,
    unknownInput: true,
    run: (value) => !(value instanceof Undefined),
  },
  undefined: {
    description: 'nothing defines it',
    undefinedInput: true,
    unknownInput: true,
    run: (value) => value instanceof Undefined,
  },
  none: test('none, as null in YAML', (value) => value === null),
  boolean: test('true or false', (value) => typeof value === 'boolean'),
  true: test('true itself', (value) => value === true),
  false: test('false itself', (value) => value === false),
  integer: test('a whole number', whole),
  float: test('a number with a fraction', isFloat),
  number: test('a number, or a boolean, as in Python', isNumber),
  string: test('text', (value) => typeof value === 'string'),
  mapping: test('a dict', isDict),
  sequence: test('a list, text or dict', (value) => Array.isArray(value) || typeof value === 'string' || isDict(value)),
  iterable: test('something a loop can walk over', (value) =>
    Array.isArray(value) || typeof value === 'string' || isDict(value)),
  callable: test('a macro or function', (value) =>
    value instanceof Callable || (value instanceof Thing && value.attribute('__call__') !== undefined)),
  escaped: test('text marked as HTML; never, as nothing is marked here', () => false),
  vault_encrypted: {
    description: 'a variable that is written as an encrypted value (!vault), or what the vault filter wraps',
    written: true,
    run: (value) => value instanceof Vaulted || value instanceof VaultText,
  },
  lower: cased('text in small letters', (value) => value === value.toLowerCase() && value !== value.toUpperCase()),
  upper: cased('text in capitals', (value) => value === value.toUpperCase() && value !== value.toLowerCase()),
  nan,
  isnan: nan,
  truthy: truth('counts as true', true),
  falsy: truth('counts as false', false),
  filter: text('the name of a filter', (name) => lookUp(filters, name) !== undefined),
};
