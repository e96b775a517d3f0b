import type { Method, Table } from '../plugin.ts';
import {
  type Dict,
  dictDelete,
  dictEntries,
  dictGet,
  dictHas,
  dictKeys,
  dictSet,
  dictValues,
  isDict,
  newDict,
} from '../python/dict.ts';
import { iterate } from '../python/sequence.ts';
import { toText } from '../python/text.ts';
import { Fault, type Named, tuple, use, type Value } from '../python/types.ts';

const pairsOf = (value: Value): readonly (readonly [Value, Value])[] =>
  isDict(value) ? dictEntries(value) : iterate(value).map((pair) => pairOf(pair));

function pairOf(pair: Value): [Value, Value] {
  const [key, value, ...more] = iterate(pair);
  if (value === undefined || more.length > 0) throw new Fault('a dict is made of pairs');
  return [use(key), value];
}

const missing = Symbol('missing');

const items: Method = { run: (dict) => dictEntries(dict as Dict).map(([key, value]) => tuple(key, value)) };
const keys: Method = { run: (dict) => dictKeys(dict as Dict) };
const values: Method = { run: (dict) => dictValues(dict as Dict) };

/** Python's methods of dicts, those of Python 2 included. `keys`, `values` and `items` give lists. */
export const dictMethods: Table<Method> = {
  items,
  keys,
  values,
  iteritems: items,
  iterkeys: keys,
  itervalues: values,
  has_key: { params: ['key'], run: (dict, [key]) => dictHas(dict as Dict, use(key!)) },
  get: {
    params: ['key', ['default', null]],
    run: (dict, [key, fallback]) => dictGet(dict as Dict, use(key)) ?? absent(dict as Dict, key, fallback),
  },
  copy: { run: (dict) => newDict(dictEntries(dict as Dict)) },
  update: {
    params: [['other', null]],
    named: true,
    run: (dict, [other, named]) => {
      const entries = [...(other === null ? [] : pairsOf(other)), ...(named as Named)];
      for (const [key, value] of entries) dictSet(dict as Dict, key, value);
      return null;
    },
  },
  pop: {
    params: ['key', ['default', missing]],
    run: (dict, [key, fallback]) => {
      const found = dictGet(dict as Dict, use(key));
      const value = found === undefined ? fallback : found;
      if (value === missing) throw new Fault(`the dict has no key ${toText(key, 'repr')}`);
      dictDelete(dict as Dict, key);
      return value;
    },
  },
  setdefault: {
    params: ['key', ['default', null]],
    run: (dict, [key, fallback]) => {
      if (!dictHas(dict as Dict, use(key))) dictSet(dict as Dict, key, fallback);
      return dictGet(dict as Dict, key);
    },
  },
  clear: {
    run: (dict) => {
      for (const key of dictKeys(dict as Dict)) dictDelete(dict as Dict, key);
      return null;
    },
  },
};

const absent = (dict: Dict, key: Value, fallback: Value): Value => (dictHas(dict, key) ? null : fallback);

export { pairsOf };
