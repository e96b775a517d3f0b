import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { isNumber, numeric } from '../python/number.ts';
import { prettyPrint } from '../python/pretty.ts';
import { checkSize } from '../python/size.ts';
import { typeName } from '../python/text.ts';
import { Fault, NamedTuple, Thing, Undefined, use, type Value } from '../python/types.ts';
import { asText, noMember } from './read.ts';

const fallback: Filter = {
  description: 'the value, or another one when it is undefined (with boolean, also when it is empty or false)',
  params: [
    ['default_value', ''],
    ['boolean', false],
  ],
  undefinedInput: true,
  run: (value, [other, boolean]) => {
    if (value instanceof Undefined) return other;
    return isTruthy(boolean) && !isTruthy(value) ? other : value;
  },
};

const words = new Set(['yes', 'on', '1', 'true']);

function toBool(value: Value): Value {
  if (value === null || typeof value === 'boolean') return value;
  return typeof value === 'string' ? words.has(value.toLowerCase()) : isNumber(value) && numeric(value) === 1;
}

function mandatory(value: Value, [message]: readonly Value[]): Value {
  if (!(value instanceof Undefined)) return value;
  if (message === null) throw value.error();
  throw new Fault(asText(message), { code: 'variable-undefined' });
}

/** Filters on any value. */
export const valueFilters: Table<Filter> = {
  default: fallback,
  d: fallback,
  mandatory: {
    description: "the value; an error, with a message of one's own, when it is undefined",
    params: [['msg', null]],
    undefinedInput: true,
    run: mandatory,
  },
  bool: { description: 'true for yes, on, 1 and true; false for anything else', run: toBool },
  string: { description: 'the value as text', run: asText },
  ternary: {
    description: 'one value when it is true, another when it is false, and maybe a third for none',
    params: ['true_val', 'false_val', ['none_val', null]],
    run: (value, [yes, no, none]) => (value === null && none !== null ? none : isTruthy(value) ? yes : no),
  },
  type_debug: { description: "the name of the value's type", undefinedInput: true, run: (value) => typeName(value) },
  attr: {
    description: 'an attribute of an object; never a key of a dict',
    params: ['name'],
    run: (value, [name]) => {
      const key = asText(use(name));
      const found =
        value instanceof Thing
          ? value.attribute(key)
          : value instanceof NamedTuple
            ? value[value.names.indexOf(key)]
            : undefined;
      return found ?? noMember(value, key);
    },
  },
  pprint: {
    description: 'the value printed over several lines, for reading',
    run: (value) => {
      checkSize(value);
      return prettyPrint(value);
    },
  },
};
