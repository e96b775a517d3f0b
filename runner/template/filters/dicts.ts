import { pairsOf } from '../methods/dict.ts';
import type { Filter, Table } from '../plugin.ts';
import { compare, isTruthy } from '../python/compare.ts';
import { type Dict, dictEntries, dictGet, dictValues, isDict, newDict, withEntries } from '../python/dict.ts';
import { iterate } from '../python/sequence.ts';
import { checkSize } from '../python/size.ts';
import { toText, typeName } from '../python/text.ts';
import { Fault, type Named, tuple, use, type Value } from '../python/types.ts';
import { asText, caseless } from './read.ts';
import { Seen } from './seen.ts';

export function asDict(value: Value, what = 'the value'): Dict {
  use(value);
  if (!isDict(value)) throw new Fault(`${what} must be a dict, not ${typeName(value)}`);
  return value;
}

type ListMerge = (before: readonly Value[], after: readonly Value[]) => readonly Value[];

const notIn = (values: readonly Value[], others: readonly Value[]) => {
  const seen = new Seen(others);
  return values.filter((value) => !seen.has(value));
};

/** What to do with lists that both dicts have under a key. */
const listMerges: Readonly<Record<string, ListMerge>> = {
  replace: (_, after) => after,
  keep: (before) => before,
  append: (before, after) => [...before, ...after],
  prepend: (before, after) => [...after, ...before],
  append_rp: (before, after) => [...notIn(before, after), ...after],
  prepend_rp: (before, after) => [...after, ...notIn(before, after)],
};

function merge(before: Dict, after: Dict, recursive: boolean, mergeLists: ListMerge): Dict {
  const entries = dictEntries(after).map(([key, value]): [Value, Value] => {
    const old = dictGet(before, key);
    if (recursive && isDict(old) && isDict(value)) return [key, merge(old, value, recursive, mergeLists)];
    return [key, Array.isArray(old) && Array.isArray(value) ? mergeLists(old, value) : value];
  });
  return withEntries(before, entries);
}

/** The dicts as one; later entries win. `options` are those of the filter `combine`. */
export function combineAll(dicts: readonly Value[], options: Named): Dict {
  const odd = [...options.keys()].find((name) => name !== 'recursive' && name !== 'list_merge');
  if (odd !== undefined)
    throw new Fault(`combine has no argument '${odd}'`, { hint: 'it takes: recursive, list_merge' });
  const how = options.get('list_merge') ?? 'replace';
  const mergeLists = Object.hasOwn(listMerges, String(how)) ? listMerges[String(how)] : undefined;
  if (!mergeLists)
    throw new Fault(`unknown list_merge ${toText(how, 'repr')}`, {
      hint: `known: ${Object.keys(listMerges).join(', ')}`,
    });
  const recursive = isTruthy(options.get('recursive') ?? false);
  if (recursive) for (const part of dicts) checkSize(part);
  const [first = newDict(), ...rest] = dicts.map((part) => asDict(part, 'everything that is combined'));
  return rest.length === 0
    ? withEntries(first, [])
    : rest.reduce((before, after) => merge(before, after, recursive, mergeLists), first);
}

const combine = (value: Value, [others, named]: readonly Value[]): Value =>
  combineAll(
    [value, ...(others as readonly Value[])].flatMap((part) =>
      Array.isArray(use(part)) ? (part as Value[]).flat(5) : [part],
    ),
    named as Named,
  );

function items2dict(value: Value, [keyName, valueName]: readonly Value[]): Value {
  return newDict(
    iterate(value).map((item) => {
      const dict = asDict(item, 'every element');
      const key = dictGet(dict, keyName);
      const found = dictGet(dict, valueName);
      if (key === undefined || found === undefined)
        throw new Fault(
          `every element needs the keys ${toText(keyName, 'repr')} and ${toText(valueName, 'repr')}, one has not: ${toText(item)}`,
        );
      return [use(key), found];
    }),
  );
}

function dictSort(value: Value, [caseSensitive, by, reverse]: readonly Value[]): Value {
  if (by !== 'key' && by !== 'value') throw new Fault("by must be 'key' or 'value'");
  const fold = caseless(isTruthy(caseSensitive));
  const at = by === 'key' ? 0 : 1;
  const sign = isTruthy(reverse) ? -1 : 1;
  return dictEntries(asDict(value))
    .sort((a, b) => sign * compare(fold(a[at]), fold(b[at])))
    .map(([key, member]) => tuple(key, member));
}

function rekey(value: Value, [key, duplicates]: readonly Value[]): Value {
  const parts = isDict(use(value)) ? dictValues(value as Dict) : iterate(value);
  const seen = new Seen();
  return newDict(
    parts.map((part) => {
      const name = dictGet(asDict(part, 'every element'), key);
      if (name === undefined) throw new Fault(`an element has no key ${toText(key, 'repr')}: ${toText(part)}`);
      if (!seen.add(name) && duplicates === 'error') throw new Fault(`the key ${toText(name, 'repr')} is not unique`);
      return [name, part];
    }),
  );
}

/** Filters on dicts. */
export const dictFilters: Table<Filter> = {
  dict2items: {
    description: "a list of the dict's keys and values",
    params: [
      ['key_name', 'key'],
      ['value_name', 'value'],
    ],
    run: (value, [keyName, valueName]) =>
      dictEntries(asDict(value)).map(([key, member]) =>
        newDict([
          [asText(keyName), key],
          [asText(valueName), member],
        ]),
      ),
  },
  items2dict: {
    description: 'the dict of a list of keys and values',
    params: [
      ['key_name', 'key'],
      ['value_name', 'value'],
    ],
    run: items2dict,
  },
  items: {
    description: "pairs of the dict's keys and values",
    run: (value) => dictEntries(asDict(value)).map(([key, member]) => tuple(key, member)),
  },
  dictsort: {
    description: "pairs of the dict's keys and values in order",
    params: [
      ['case_sensitive', false],
      ['by', 'key'],
      ['reverse', false],
    ],
    run: dictSort,
  },
  combine: {
    description: 'the dict with the entries of others on top, deep with recursive',
    rest: true,
    named: true,
    run: combine,
  },
  rekey_on_member: {
    description: 'a dict of the elements by one of their own keys',
    params: ['key', ['duplicates', 'error']],
    run: rekey,
  },
  dict: {
    description: 'the dict of a list of pairs',
    run: (value) => newDict(pairsOf(value)),
  },
};
